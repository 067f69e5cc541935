import type { ReactElement, ReactNode } from 'react';
import { useText } from '../i18n/locale.tsx';
import { matches } from '../format/fold.ts';
import { PickList, type PickItem } from '../kit/pick-list.tsx';
import { FieldTypeIcon } from './field-type-icon.tsx';
import type { SourceField } from './source-tree.ts';

export interface PickFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly emptyText: string;
  readonly fields: readonly SourceField[];
  /** Said of a field, such as why it is suggested. */
  readonly note?: (name: string) => string | null;
  /** Offered besides fields, for what was typed. */
  readonly others?: (typed: string) => readonly (PickItem & { readonly onPick: () => void })[];
  readonly onPick: (name: string) => void;
  readonly onClose: () => void;
  readonly at: { readonly x: number; readonly y: number };
  readonly chip?: ReactNode;
}

/** A list of fields at a spot of the screen, found by label, name or sample value. */
export function PickField({
  label,
  placeholder,
  emptyText,
  fields,
  note,
  others,
  onPick,
  onClose,
  at,
  chip,
}: PickFieldProps): ReactElement {
  const text = useText();
  const find = (typed: string): (PickItem & { readonly onPick: () => void })[] => {
    const found = fields
      .filter((field) => matches(`${field.label} ${field.name} ${field.sample ?? ''}`, typed))
      // What begins so is meant more likely than what only holds it.
      .toSorted((a, b) => rank(a, typed) - rank(b, typed))
      .map((field) => ({
        id: field.name,
        mark: <FieldTypeIcon kind={field.type.kind} />,
        title: field.label,
        detail: note?.(field.name),
        aside: (
          <>
            {field.isUsed && <span>{text('mapping.used')}</span>}
            <span className="max-w-32 truncate">{field.sample}</span>
          </>
        ),
        onPick: () => onPick(field.name),
      }));
    return [...found, ...(others?.(typed) ?? [])];
  };
  return (
    <PickList
      label={label}
      placeholder={placeholder}
      emptyText={emptyText}
      find={find}
      onPick={(item) => item.onPick()}
      onClose={onClose}
      at={at}
      chip={chip}
    />
  );
}

function rank({ label, isUsed }: SourceField, typed: string): number {
  if (typed === '') return 0;
  return (label.toLowerCase().startsWith(typed.toLowerCase()) ? 0 : 2) + (isUsed ? 1 : 0);
}

/** Where a list opens for an element: below its start. */
export function spotOf(element: Element): { x: number; y: number } {
  const { left, bottom } = element.getBoundingClientRect();
  return { x: left, y: bottom + 2 };
}
