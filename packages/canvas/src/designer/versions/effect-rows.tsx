import type { FieldType } from '@koppel/model';
import type { ReactElement } from 'react';
import { FieldValueText } from '../../app/field-value.tsx';
import { sampleTitle } from '../../mapping-editor/sample-title.ts';
import { useValueText } from '../../mapping-editor/use-value-text.ts';
import { useSentence, useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import type { ChangedSample, Given } from './row-effects.ts';
import type { EffectState } from './use-effects.ts';

/** Below the name of a changed row: for how many samples it gives something else, and the button that shows them. */
export function RowEffect({
  state,
  row,
  fieldName,
  isOpen,
  onToggle,
}: {
  readonly state: EffectState;
  readonly row: string;
  readonly fieldName: string;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}): ReactElement | null {
  const text = useText();
  // What stands in the way is said once, for the whole mapping.
  if (state.status !== 'read' || state.effect.total === 0) return null;
  const n = state.effect.rows.get(row)?.length ?? 0;
  const count = text('compare.effect.count', { n, total: state.effect.total });
  if (n === 0) return <span className="block text-20 font-regular text-ink-3">{count}</span>;
  return (
    <span className="block">
      <Button
        look="link"
        size="s"
        aria-expanded={isOpen}
        aria-label={text('compare.effect.countOf', { field: fieldName, count })}
        onClick={onToggle}
      >
        {count}
      </Button>
    </span>
  );
}

/** The samples for which a row gives something else, each with what both versions give, in the columns of the versions. */
export function ChangedSamples({
  samples,
  row,
  type,
}: {
  readonly samples: readonly ChangedSample[];
  readonly row: string;
  readonly type: FieldType;
}): ReactElement {
  return (
    <>
      {samples.map(({ record, before, after }) => (
        <tr key={record.key} data-sample={record.key} className="align-top text-20">
          <th scope="row" colSpan={2} className="px-4 py-1 pl-11.5 text-left font-regular break-words text-ink-2">
            {sampleTitle(record, entityOf(record.input))}
          </th>
          <td className="bg-diff-del-faint px-3.5 py-1 break-words">
            <GivenText given={before} row={row} type={type} />
          </td>
          <td className="bg-diff-add-faint px-3.5 py-1 break-words">
            <GivenText given={after} row={row} type={type} />
          </td>
        </tr>
      ))}
    </>
  );
}

/** Samples tell their entity only in front of their fields. */
function entityOf(input: ChangedSample['record']['input']): string {
  const [first = ''] = Object.keys(input ?? {});
  return first.slice(0, Math.max(0, first.indexOf('.')));
}

function GivenText({
  given,
  row,
  type,
}: {
  readonly given: Given;
  readonly row: string;
  readonly type: FieldType;
}): ReactElement {
  const text = useText();
  const sentence = useSentence();
  const write = useValueText();
  if (given.kind === 'failed') {
    return (
      <span title={sentence(given.error.remedy)} className="text-fail-text">
        {sentence(given.error.message)}
      </span>
    );
  }
  if (given.kind === 'untouched') return <span className="text-ink-3 italic">{text('compare.effect.untouched')}</span>;
  if (type.kind === 'lines') return <FieldValueText name={row} value={given.value} />;
  return <>{write(given.value, type)}</>;
}
