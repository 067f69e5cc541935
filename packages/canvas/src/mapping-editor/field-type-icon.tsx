import type { FieldKind } from '@koppel/model';
import {
  Banknote,
  Binary,
  Calendar,
  CalendarClock,
  Hash,
  Link2,
  List,
  Rows3,
  ToggleLeft,
  Type,
  type LucideIcon,
} from 'lucide-react';
import type { ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { Icon } from '../kit/icon.tsx';

const icons: Readonly<Record<FieldKind, LucideIcon>> = {
  text: Type,
  integer: Binary,
  decimal: Hash,
  money: Banknote,
  boolean: ToggleLeft,
  date: Calendar,
  dateTime: CalendarClock,
  choice: List,
  reference: Link2,
  lines: Rows3,
};

/** The type of a field as an icon; its word is the tooltip. */
export function FieldTypeIcon({ kind }: { readonly kind: FieldKind }): ReactElement {
  const text = useText();
  return (
    <span title={text(`mapping.type.${kind}`)} className="grid flex-none place-items-center text-ink-3">
      <Icon of={icons[kind]} size="xs" />
      <span className="sr-only">{text(`mapping.type.${kind}`)}, </span>
    </span>
  );
}
