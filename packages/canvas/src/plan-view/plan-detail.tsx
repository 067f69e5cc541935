import type { PlannedRecord } from '@koppel/protocol';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactElement } from 'react';
import { RecordKey } from '../app/record-key.tsx';
import { qualified, useEntityNames } from '../app/entities.ts';
import { useSentence, useText, type Text } from '../i18n/locale.tsx';
import type { Sentence } from '../i18n/sentences/sentence-in.ts';
import { IconButton } from '../kit/button.tsx';
import { Note } from '../kit/status-pill.tsx';
import { roleLabel, SystemBadge } from '../kit/system-badge.tsx';
import { labelsOf } from './choices.ts';
import { KeptRows } from './kept-rows.tsx';
import type { PlanNode, SampleWrite } from './plan-view.tsx';
import { WouldBeSent } from './would-be-sent.tsx';
import { ChangeCells } from './value-change.tsx';
import { isTwoWay, whereTo } from './where-to.ts';

/** Of one record of a trial: what would be done, and each field before and after. */
export function PlanDetail({
  record,
  node,
  path,
  position,
  onMove,
  renderFailed,
  write,
}: {
  readonly record: PlannedRecord;
  /** Where the record ends; null for a node that is gone. */
  readonly node: Omit<PlanNode, 'id'> | null;
  /** How it came there; null where nobody noted it. */
  readonly path: ReactElement | null;
  /** `count`: of all that could be stepped to; null where nobody knows. */
  readonly position: { readonly index: number; readonly loaded: number; readonly count: number | null };
  readonly onMove: (step: 1 | -1) => void;
  readonly renderFailed: ((record: PlannedRecord) => ReactElement) | undefined;
  readonly write: SampleWrite | null;
}): ReactElement {
  const text = useText();
  const sentence = useSentence();
  const names = useEntityNames();
  const { action, changes, reason } = record;
  const kept = write?.kept ?? [];
  const place = (n: number) =>
    position.count === null ? text('plan.positionOpen', { n }) : text('plan.position', { n, all: position.count });
  const isEither = isTwoWay(node);
  const named = changes.map((change) => ({
    ...change,
    field: qualified(change.field, node?.entity ?? undefined),
    system: isEither ? whereTo(write, change.field) : null,
  }));
  const head = (words: 'now' | 'after') =>
    isEither ? (
      text(words === 'now' ? 'plan.column.before' : 'plan.column.after')
    ) : (
      <span className="inline-flex items-center gap-2">
        {node?.role && <SystemBadge role={node.role} />}
        {text(`plan.${words}`, { system: '' }).trim()}
        <span className="sr-only">{node?.role ? roleLabel(node.role) : text('plan.target')}</span>
      </span>
    );
  return (
    <>
      <div className="flex items-center gap-2 text-20 text-ink-2">
        <RecordKey value={record.key} />
        {node && path === null && (
          <span>{text(action === 'failed' ? 'plan.failsAt' : 'plan.endsAt', { node: node.title })}</span>
        )}
        <span className="ml-auto flex items-center gap-0.5 tabular-nums">
          <IconButton
            icon={ChevronLeft}
            size="s"
            label={text('plan.previous')}
            reason={position.index === 0 ? place(1) : null}
            onClick={() => onMove(-1)}
          />
          {place(position.index + 1)}
          <IconButton
            icon={ChevronRight}
            size="s"
            label={text('plan.next')}
            reason={position.index + 1 >= position.loaded ? place(position.index + 1) : null}
            onClick={() => onMove(1)}
          />
        </span>
      </div>
      <h2 className="mt-1.5 mb-3 text-60 leading-tight font-bold">
        {text(`plan.headline.${action}`, { name: record.name, n: changes.length })}
      </h2>
      {path}
      {action === 'failed' && renderFailed
        ? renderFailed(record)
        : reason && (
            <div className="mb-3">
              <Note
                status={
                  action === 'failed' ? 'fail' : action === 'filtered' || action === 'unchanged' ? 'idle' : 'warn'
                }
              >
                {reasonText(record, node, text, sentence)}
              </Note>
            </div>
          )}
      {(changes.length > 0 || kept.length > 0) && (
        <div className="overflow-x-auto rounded-3 shadow-1">
          <table className="w-full table-fixed border-collapse">
            <thead>
              <tr className="h-8 text-left text-20 text-ink-3">
                <th scope="col" className="w-1/4 px-3.5 font-medium">
                  {text('plan.field')}
                </th>
                <th scope="col" className="px-2.5 font-medium">
                  {head('now')}
                </th>
                <th scope="col" className="px-2.5 font-medium">
                  {head('after')}
                </th>
              </tr>
            </thead>
            <tbody>
              {named.map(({ field, before, after, system }) => (
                <tr key={field} className="border-t border-line">
                  <th scope="row" className="px-3.5 py-2 text-left font-medium break-words">
                    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
                      {names.field(field)}
                      {system !== null && <SystemBadge role={system} />}
                    </span>
                  </th>
                  <ChangeCells field={field} before={before} after={after} labels={labelsOf(node, field)} />
                </tr>
              ))}
            </tbody>
            <KeptRows kept={kept} node={node} />
          </table>
        </div>
      )}
      {write?.kept === null && (
        <div className="mt-3">
          <Note status="warn">{text('plan.kept.unread')}</Note>
        </div>
      )}
      {write && <WouldBeSent requests={write.requests} />}
    </>
  );
}

/** Why a record goes no further, as the plan's reasons are to be read. */
export function reasonText(
  { action, reason }: PlannedRecord,
  node: Pick<PlanNode, 'title' | 'outputs'> | null,
  text: Text,
  sentence: Sentence,
): string {
  const why = reason ?? '';
  const title = node?.title ?? '';
  if (action === 'skipped') {
    if (why === 'leftOut') return text('plan.leftOut', { node: title });
    return why === 'notInTarget' ? text('plan.notInTarget') : sentence(why);
  }
  if (action === 'filtered') return text('plan.leftBy', { node: title, port: node?.outputs[why] ?? why });
  return sentence(why);
}
