import type { FlowDocument } from '@koppel/model';
import { useMemo, useState, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import { useText } from '../../i18n/locale.tsx';
import { Checkbox } from '../../kit/checkbox.tsx';
import { cx } from '../../kit/cx.ts';
import { compareFlows, type NodeDifference } from './compare.ts';
import { ComparisonCanvas } from './comparison-canvas.tsx';
import { DifferenceCount, DifferenceIcon } from './difference-marks.tsx';
import { useDifferenceWords } from './difference-words.ts';
import { marksOf } from './overlaid.ts';
import { useTitleIn, VersionDifference } from './version-difference.tsx';

const kinds = ['added', 'changed', 'removed'] as const;

/** What became of a flow from one version to another: on a canvas, and below it node by node and field by field. */
export function Comparison({
  before,
  after,
  names,
  head,
}: {
  readonly before: FlowDocument;
  readonly after: FlowDocument;
  /** Of the two versions. */
  readonly names: readonly [string, string];
  /** At the beginning of the bar above: what is compared. */
  readonly head?: ReactNode;
}): ReactElement {
  const text = useText();
  const found = useMemo(() => compareFlows(before, after), [before, after]);
  const marks = useMemo(() => marksOf(found, before, after), [found, before, after]);
  const titleOf = useTitleIn(before, after);
  const typeOf = (nodeId: string) => (after.nodes[nodeId] ?? before.nodes[nodeId])?.type;
  const [isMovedShown, setIsMovedShown] = useState(false);
  const [picked, setPicked] = useState<string | null>(null);
  const chosen = picked !== null && marks.has(picked) ? picked : null;
  const count = (kind: string) => [...marks.values()].filter((mark) => mark === kind).length;
  const step = (by: number) => {
    const order = found.nodes.map(({ nodeId }) => nodeId);
    const at = chosen === null ? -1 : order.indexOf(chosen);
    const next = order[at === -1 ? (by > 0 ? 0 : order.length - 1) : at + by];
    if (next !== undefined) setPicked(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = { j: 1, k: -1 }[event.key.toLowerCase()];
    if (by !== undefined) step(by);
  };
  return (
    <section aria-label={text('compare.title')} onKeyDown={onKeyDown} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex min-h-11 flex-none flex-wrap items-center gap-2.5 border-b border-line bg-surface px-4 py-1.5">
        {head}
        <span className="flex-1" />
        {kinds.map(
          (kind) =>
            count(kind) > 0 && (
              <DifferenceCount key={kind} kind={kind}>
                {text(`compare.count.${kind}`, { n: count(kind) })}
              </DifferenceCount>
            ),
        )}
        <label className="flex items-center gap-2 text-20 text-ink-2">
          <Checkbox value={isMovedShown} onChange={setIsMovedShown} />
          {text('compare.showMoved', { n: count('moved') })}
        </label>
      </div>
      <div className="flex min-h-0 flex-1 max-narrow:hidden">
        <ComparisonCanvas
          before={before}
          after={after}
          found={found}
          isMovedShown={isMovedShown}
          chosen={chosen}
          onChoose={setPicked}
        />
      </div>
      <div className="flex h-1/2 min-h-0 flex-none border-t border-line bg-surface max-narrow:h-auto max-narrow:flex-1">
        <NodeList
          nodes={found.nodes}
          same={found.same}
          chosen={chosen}
          onChoose={setPicked}
          titleOf={titleOf}
          typeOf={typeOf}
        />
        <VersionDifference before={before} after={after} found={found} names={names} chosen={chosen} />
      </div>
    </section>
  );
}

/** The nodes that differ, with how much. */
function NodeList({
  nodes,
  same,
  chosen,
  onChoose,
  titleOf,
  typeOf,
}: {
  readonly nodes: readonly NodeDifference[];
  readonly same: number;
  readonly chosen: string | null;
  readonly onChoose: (nodeId: string) => void;
  readonly titleOf: (nodeId: string) => string;
  readonly typeOf: (nodeId: string) => string | undefined;
}): ReactElement | null {
  const text = useText();
  const words = useDifferenceWords();
  if (nodes.length === 0) return null;
  return (
    <nav
      aria-label={text('compare.nodes')}
      className="flex w-72 flex-none flex-col overflow-y-auto border-r border-line max-narrow:hidden"
    >
      <p className="flex items-center justify-between bg-surface-2 px-4 py-2.5">
        <b className="font-bold">{text('compare.differ', { n: nodes.length })}</b>
        <span className="text-20 text-ink-3">{text('compare.areSame', { n: same })}</span>
      </p>
      <ol>
        {nodes.map((node) => {
          const { nodeId, kind, settings } = node;
          return (
            <li key={nodeId}>
              <button
                type="button"
                aria-current={nodeId === chosen || undefined}
                onClick={() => onChoose(nodeId)}
                className={cx(
                  'flex w-full items-center gap-2.5 border-b border-line px-4 py-2 text-left hover:bg-hover',
                  nodeId === chosen && 'bg-selected shadow-[inset_3px_0_0_var(--c-accent)] hover:bg-selected',
                )}
              >
                <DifferenceIcon kind={kind} />
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium">{titleOf(nodeId)}</span>
                  <span className="block truncate text-20 text-ink-2">{words.listed(node, typeOf(nodeId))}</span>
                </span>
                {settings.length > 0 && <span className="flex-none text-20 text-ink-2">{settings.length}</span>}
              </button>
            </li>
          );
        })}
      </ol>
      <p className="px-4 py-2 text-20 text-ink-3">{text('compare.keys')}</p>
    </nav>
  );
}
