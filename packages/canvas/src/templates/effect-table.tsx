import { canonicalField, splitFieldName, type FieldValue } from '@koppel/model';
import type { MergeChoiceBody, MergeEffect } from '@koppel/protocol';
import type { ReactElement } from 'react';
import { useFieldText } from '../app/field-value.tsx';
import { useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { Note } from '../kit/status-pill.tsx';
import { Cell, HeadCell, Table } from '../kit/table.tsx';

type Take = MergeChoiceBody['take'];

/** What an answer makes of sample records: those that get another value first. */
export function EffectTable({
  effect,
  take,
  isStale,
}: {
  readonly effect: MergeEffect;
  readonly take: Take;
  /** It is of the answer before, while this one is being worked out. */
  readonly isStale: boolean;
}): ReactElement {
  const text = useText();
  const write = useFieldText();
  const isNumber = isNumeric(effect);
  const title = text('templates.onSamples', { n: effect.records.length });
  const differs = (record: MergeEffect['records'][number]) => record[take] !== record.ours;
  const records = effect.records.toSorted((one, other) => Number(differs(other)) - Number(differs(one)));
  const written = (value: FieldValue) => write(effect.field ?? '', value);
  return (
    <>
      <h3 className="mb-1 font-bold">{title}</h3>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div
        tabIndex={0}
        role="group"
        aria-label={title}
        className={cx('max-h-56 overflow-auto', isStale && 'opacity-60')}
      >
        <Table aria-label={title}>
          <thead>
            <tr className="h-7">
              <HeadCell>{text('templates.record')}</HeadCell>
              <HeadCell isNumber={isNumber}>{text('templates.today')}</HeadCell>
              <HeadCell isNumber={isNumber}>{text('templates.after')}</HeadCell>
            </tr>
          </thead>
          <tbody>
            {records.map((record) => (
              <tr key={record.key} className="h-7 text-20">
                <Cell>{record.name}</Cell>
                <Cell isNumber={isNumber}>{written(record.ours)}</Cell>
                <Cell isNumber={isNumber}>
                  <span
                    className={cx('font-medium', differs(record) && 'rounded-1 bg-diff-mod px-1 text-diff-mod-ink')}
                  >
                    {written(record[take])}
                  </span>
                </Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
    </>
  );
}

/** How many of the samples get another value, and of an amount in which direction. */
export function EffectSummary({
  effect,
  take,
  name,
}: {
  readonly effect: MergeEffect;
  readonly take: Take;
  readonly name: string;
}): ReactElement | null {
  const text = useText();
  const total = effect.records.length;
  const differing = effect.records.filter((record) => record[take] !== record.ours);
  if (differing.length === 0) return null;
  const [n, values] = [differing.length, { total, name }];
  if (!isNumeric(effect)) return <Note status="warn">{text('templates.otherValue', { n, ...values })}</Note>;
  const lower = differing.filter((record) => Number(record[take]) < Number(record.ours)).length;
  return <Note status="warn">{text('templates.otherAmount', { lower, higher: n - lower, n, ...values })}</Note>;
}

function isNumeric({ field }: MergeEffect): boolean {
  const split = splitFieldName(field ?? '');
  const kind = split && canonicalField(split.entity, split.field)?.kind;
  return kind === 'money' || kind === 'decimal' || kind === 'integer';
}
