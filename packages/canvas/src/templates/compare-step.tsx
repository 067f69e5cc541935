import type { MergeChange, MergeConflict } from '@koppel/model';
import type { TemplateInstallation } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import { Check, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { Icon } from '../kit/icon.tsx';
import { EmptyState } from '../kit/states.tsx';
import { ConflictPane } from './conflict-pane.tsx';
import type { ChangeInstallation } from './install-screen.tsx';
import { NodeStrip } from './node-strip.tsx';

/** What was installed, what this client made of it, and what the new version brings: questions, and what fits by itself. */
export function CompareStep({
  work,
  conflictId,
  onChange,
}: {
  readonly work: TemplateInstallation;
  readonly conflictId: string | undefined;
  readonly onChange: ChangeInstallation;
}): ReactElement {
  const text = useText();
  const { conflicts, open } = work.compare;
  const automatic = work.compare.automatic.filter(({ isLayoutOnly }) => !isLayoutOnly);
  const kept = work.compare.kept.filter(({ isLayoutOnly }) => !isLayoutOnly);
  const chosen =
    conflicts.find(({ id }) => id === conflictId) ?? conflicts.find(({ choice }) => choice === null) ?? conflicts[0];
  const total = automatic.length + conflicts.length;
  return (
    <div className="flex h-full max-narrow:h-auto max-narrow:flex-col">
      <aside
        aria-label={text('templates.comparison')}
        className="w-76 flex-none overflow-y-auto border-r border-line bg-surface py-4 max-narrow:w-auto"
      >
        <div className="px-4 pb-4">
          <h2 className="text-50 font-bold">{text('templates.choicesLeft', { n: open })}</h2>
          <p className="text-ink-2">{text('templates.cameIn', { n: total })}</p>
          <div aria-hidden="true" className="mt-2.5 flex h-2 gap-0.5 overflow-hidden rounded-round">
            <span className="bg-ok" style={{ flexGrow: automatic.length }} />
            <span className="bg-ok-soft" style={{ flexGrow: conflicts.length - open }} />
            <span className="bg-warn" style={{ flexGrow: open }} />
          </div>
          <p className="mt-1.5 flex justify-between text-20 text-ink-2">
            <span>{text('templates.automatic', { n: automatic.length })}</span>
            <span>{text('templates.solved', { n: conflicts.length - open })}</span>
            <span className="text-warn-text">{text('templates.open', { n: open })}</span>
          </p>
        </div>
        {conflicts.length > 0 && (
          <>
            <h3 className="border-t border-line px-4 pt-3 pb-1 font-bold">{text('templates.bothSides')}</h3>
            <ul>
              {conflicts.map((conflict) => (
                <li key={conflict.id}>
                  <Link
                    to="/templates/install/$id"
                    params={{ id: work.id }}
                    search={{ step: 'compare', conflict: conflict.id }}
                    aria-current={conflict.id === chosen?.id ? 'true' : undefined}
                    className="flex items-start gap-2.5 border-b border-l-2 border-line border-l-transparent px-4 py-2 hover:bg-hover aria-[current]:border-l-accent aria-[current]:bg-selected"
                  >
                    <Icon
                      of={conflict.choice ? Check : TriangleAlert}
                      size="s"
                      className={cx('mt-0.5', conflict.choice ? 'text-ok' : 'text-warn')}
                    />
                    <span className="min-w-0 flex-1">
                      <span className="block truncate font-medium">{conflict.name}</span>
                      <PartPlace part={conflict} />
                    </span>
                    <span className="text-20 text-ink-2">
                      {text(conflict.choice ? 'templates.isSolved' : 'templates.isOpen')}
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          </>
        )}
        <Changes title={text('templates.merged')} changes={automatic} />
        <Changes title={text('templates.keptHere')} changes={kept} />
      </aside>
      <div className="min-w-0 flex-1 overflow-y-auto px-6 py-4 max-narrow:px-3">
        {chosen ? (
          <div className="grid gap-4">
            {chosen.flowId && <NodeStrip flowId={chosen.flowId} work={work} current={chosen.nodeId} />}
            <ConflictPane key={chosen.id} work={work} conflict={chosen} onChange={onChange} />
          </div>
        ) : (
          <EmptyState title={text('templates.noConflicts')}>{text('templates.noConflictsText')}</EmptyState>
        )}
      </div>
    </div>
  );
}

function Changes({
  title,
  changes,
}: {
  readonly title: string;
  readonly changes: readonly MergeChange[];
}): ReactElement | null {
  const text = useText();
  if (changes.length === 0) return null;
  return (
    <>
      <h3 className="px-4 pt-4 pb-1 font-bold">{title}</h3>
      <ul>
        {changes.map((change) => (
          <li key={change.id} className="border-b border-line px-4 py-1.5">
            <span className="block truncate">{text(`templates.change.${change.change}`, { name: change.name })}</span>
            <PartPlace part={change} />
          </li>
        ))}
      </ul>
    </>
  );
}

function PartPlace({ part }: { readonly part: MergeChange | MergeConflict }): ReactElement {
  const text = useText();
  return (
    <span className="block truncate text-20 text-ink-2">
      {[part.nodeTitle ?? part.nodeId, text(`templates.part.${part.kind}`)].filter(Boolean).join(', ')}
    </span>
  );
}
