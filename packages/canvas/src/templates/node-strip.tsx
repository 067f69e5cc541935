import type { TemplateInstallation } from '@koppel/protocol';
import { Plus, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { useRead } from '../api/use-api.tsx';
import { useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { Icon } from '../kit/icon.tsx';

/** The nodes of a flow in a row, with those that are new and those that changed on both sides marked. */
export function NodeStrip({
  flowId,
  work,
  current,
}: {
  readonly flowId: string;
  readonly work: TemplateInstallation;
  readonly current: string | null;
}): ReactElement | null {
  const text = useText();
  const flow = useRead('getFlow', { params: { id: flowId } });
  if (!flow.data) return null;
  const { draft } = flow.data;
  const { automatic, conflicts } = work.compare;
  const isNew = (id: string) =>
    automatic.some(
      ({ kind, change, flowId: of, nodeId }) => kind === 'node' && change === 'added' && of === flowId && nodeId === id,
    );
  const isContested = (id: string) => conflicts.some(({ flowId: of, nodeId }) => of === flowId && nodeId === id);
  const added = automatic.flatMap(({ kind, change, flowId: of, nodeId, nodeTitle }) =>
    kind === 'node' && change === 'added' && of === flowId && nodeId && !draft.nodes[nodeId]
      ? [{ id: nodeId, title: nodeTitle ?? nodeId }]
      : [],
  );
  const placeOf = (id: string) => draft.layout.nodes[id]?.[0] ?? 0;
  const nodes = [
    ...Object.entries(draft.nodes)
      .map(([id, { title }]) => ({ id, title: title ?? id }))
      .toSorted((one, other) => placeOf(one.id) - placeOf(other.id)),
    ...added,
  ];
  return (
    <section aria-label={text('templates.strip')} className="rounded-3 border border-line bg-canvas px-4 py-4">
      <ol className="flex flex-wrap items-center gap-y-2">
        {nodes.map(({ id, title }, index) => (
          <li key={id} className="flex items-center">
            {index > 0 && <span aria-hidden="true" className="h-px w-4 bg-line-strong" />}
            <span
              className={cx(
                'inline-flex h-7 items-center gap-1.5 rounded-2 border px-2 text-20 font-medium',
                isContested(id)
                  ? 'border-warn bg-warn-soft text-warn-text'
                  : isNew(id)
                    ? 'border-ok bg-ok-soft text-ok-text'
                    : 'border-line-strong bg-surface text-ink',
                id === current && 'outline-2 outline-offset-1 outline-accent',
              )}
            >
              {isContested(id) && <Icon of={TriangleAlert} size="xs" />}
              {isNew(id) && <Icon of={Plus} size="xs" />}
              {title}
              {isContested(id) && <span className="sr-only">, {text('templates.bothSides')}</span>}
              {isNew(id) && <span className="sr-only">, {text('templates.isNew')}</span>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
