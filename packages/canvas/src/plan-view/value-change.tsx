import type { FieldValue } from '@koppel/model';
import type { ReactElement } from 'react';
import { FieldValueText, linesIn, useFieldText } from '../app/field-value.tsx';
import { useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { difference, type Piece } from './difference.ts';

/** The two cells of a changed field: as it is now, and as it would be, with what differs marked. */
export function ChangeCells({
  field,
  before,
  after,
  labels,
}: {
  readonly field: string;
  readonly before: FieldValue;
  readonly after: FieldValue;
  /** What the values are called, of a choice. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
}): ReactElement {
  const writeField = useFieldText();
  const write = (name: string, value: FieldValue) => labels?.[String(value)] ?? writeField(name, value);
  if (linesIn(field, before) || linesIn(field, after)) {
    return (
      <>
        <td className="bg-diff-del-faint px-2.5 py-2 align-top">
          <FieldValueText name={field} value={before} />
        </td>
        <td className="bg-diff-add-faint px-2.5 py-2 align-top font-medium">
          <FieldValueText name={field} value={after} />
        </td>
      </>
    );
  }
  const [old, fresh] = [write(field, before), write(field, after)];
  const marked = difference(before === null ? '' : old, after === null ? '' : fresh);
  return (
    <>
      <td className="bg-diff-del-faint px-2.5 py-2 break-words">
        {before === null || before === '' ? <Empty /> : <MarkedPieces pieces={marked.before} />}
      </td>
      <td className="bg-diff-add-faint px-2.5 py-2 font-medium break-words">
        {after === null || after === '' ? <Empty /> : <MarkedPieces pieces={marked.after} />}
      </td>
    </>
  );
}

function Empty(): ReactElement {
  const text = useText();
  return <span className="text-ink-3 italic">{text('value.empty')}</span>;
}

/** A text with what differs marked: struck through or underlined, so that the mark is seen without colour. */
export function MarkedPieces({ pieces }: { readonly pieces: readonly Piece[] }): ReactElement {
  return (
    <>
      {pieces.map(({ kind, text }, index) => {
        if (kind === 'same') return <span key={index}>{text}</span>;
        const Mark = kind === 'removed' ? 'del' : 'ins';
        return (
          <Mark
            key={index}
            className={cx(
              'rounded-1 px-px',
              kind === 'removed'
                ? 'bg-diff-del text-diff-del-ink line-through'
                : 'bg-diff-add text-diff-add-ink underline',
            )}
          >
            {text}
          </Mark>
        );
      })}
    </>
  );
}
