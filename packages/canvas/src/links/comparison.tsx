import type { LinkDetail, LinkPairView, RecordComparison } from '@koppel/protocol';
import { ExternalLink } from 'lucide-react';
import type { ReactElement } from 'react';
import { useRead } from '../api/use-api.tsx';
import { useEntityNames } from '../app/entities.ts';
import { FieldValueText, useFieldText } from '../app/field-value.tsx';
import { QueryView } from '../app/query-view.tsx';
import { useSentence, useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { Icon } from '../kit/icon.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { Note } from '../kit/status-pill.tsx';
import { SystemBadge } from '../kit/system-badge.tsx';
import { Cell, HeadCell, Table } from '../kit/table.tsx';
import { pairKeys, systemName } from './pair.ts';

/** Both records as they are now, side by side; what is equal steps back. */
export function Comparison({
  pair,
  leftKey,
  rightKey,
  base = {},
  knownGone = null,
}: {
  readonly pair: LinkPairView;
  readonly leftKey: string;
  readonly rightKey: string;
  readonly base?: LinkDetail['base'];
  /** The side that is said to be gone already. */
  readonly knownGone?: 'left' | 'right' | null;
}): ReactElement {
  const text = useText();
  const query = useRead('compareRecords', { query: { ...pairKeys(pair), leftKey, rightKey } });
  return (
    <section aria-label={text('links.sides')} className="min-w-0">
      <QueryView query={query} skeleton={<SkeletonRows count={8} />}>
        {(records) => <Sides pair={pair} records={records} base={base} knownGone={knownGone} />}
      </QueryView>
    </section>
  );
}

function Sides({
  pair,
  records,
  base,
  knownGone,
}: {
  readonly pair: LinkPairView;
  readonly records: RecordComparison;
  readonly base: LinkDetail['base'];
  readonly knownGone: 'left' | 'right' | null;
}): ReactElement {
  const text = useText();
  const names = useEntityNames();
  const write = useFieldText();
  const { left, right } = records;
  const isBoth = left.state === 'found' && right.state === 'found';
  // A field that is empty on both sides says nothing.
  const fields = records.fields.filter(({ field }) => !isEmpty(left.values[field]) || !isEmpty(right.values[field]));
  const different = fields.filter(({ isEqual }) => !isEqual);
  return (
    <>
      {(['left', 'right'] as const).map((side) => (
        <SideState key={side} pair={pair} side={side} record={records[side]} isTold={side === knownGone} />
      ))}
      {(left.state === 'found' || right.state === 'found') && (
        <Table aria-label={text('links.sides')}>
          <colgroup>
            <col className="w-[28%]" />
            <col />
            <col />
            <col className="w-32" />
          </colgroup>
          <thead>
            <tr className="h-9">
              <HeadCell>{text('links.field')}</HeadCell>
              <HeadCell>
                <SystemBadge role={pair.left.role} />
              </HeadCell>
              <HeadCell>
                <SystemBadge role={pair.right.role} />
              </HeadCell>
              {isBoth ? (
                <HeadCell className="whitespace-normal">{text('links.differ', { n: different.length })}</HeadCell>
              ) : (
                <td />
              )}
            </tr>
          </thead>
          <tbody>
            {[...different, ...fields.filter(({ isEqual }) => isEqual)].map(({ field, isEqual }) => {
              const name = `${pair.entity}.${field}`;
              const agreed = base[field];
              const kept = Array.isArray(agreed) ? agreed[0] : agreed;
              const title = kept === undefined ? undefined : text('links.agreed', { value: write(name, kept ?? null) });
              return (
                <tr key={field} className="h-8.5" title={title}>
                  <Cell className={cx(!isEqual && isBoth && 'font-medium')}>{names.field(field, pair.entity)}</Cell>
                  {[left, right].map((record, index) => (
                    <Cell key={index} className={cx(isEqual && 'text-ink-2')}>
                      {record.state === 'found' ? (
                        <span
                          className={cx(!isEqual && isBoth && 'rounded-1 bg-warn-soft px-1.5 py-0.5 text-warn-text')}
                        >
                          <FieldValueText name={name} value={record.values[field] ?? null} />
                        </span>
                      ) : (
                        <span className="text-ink-3">–</span>
                      )}
                    </Cell>
                  ))}
                  <Cell className="text-20 text-ink-3">
                    {isBoth && text(isEqual ? 'links.equal' : 'links.different')}
                  </Cell>
                </tr>
              );
            })}
          </tbody>
        </Table>
      )}
    </>
  );
}

function SideState({
  pair,
  side,
  record,
  isTold,
}: {
  readonly pair: LinkPairView;
  readonly side: 'left' | 'right';
  readonly record: RecordComparison['left'];
  readonly isTold: boolean;
}): ReactElement | null {
  const text = useText();
  const sentence = useSentence();
  const system = systemName(pair, side);
  if (record.state === 'gone' && isTold) return null;
  if (record.state === 'gone') return <Note status="fail">{text('links.isGone', { system })}</Note>;
  if (record.state === 'unreachable') {
    return (
      <Note status="warn">{text('links.unreachable', { system, message: sentence(record.error?.message ?? '') })}</Note>
    );
  }
  if (record.mergedInto !== null)
    return <Note status="fail">{text('links.isMerged', { system, key: record.mergedInto })}</Note>;
  if (!record.address) return null;
  return (
    <a
      href={record.address}
      target="_blank"
      rel="noreferrer"
      className="mr-3 inline-flex items-center gap-1 text-20 text-accent-text underline underline-offset-2"
    >
      {text('links.openIn', { system })}
      <Icon of={ExternalLink} size="xs" />
    </a>
  );
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}
