import { Check, Minus } from 'lucide-react';
import { Checkbox as Radix } from 'radix-ui';
import type { ReactElement } from 'react';
import type { FieldIds } from './field.tsx';

export interface CheckboxProps {
  /** `'some'` where a group is partly chosen. */
  readonly value: boolean | 'some';
  readonly onChange: (value: boolean) => void;
  /** Its name where no visible label points at it. */
  readonly label?: string;
  readonly ids?: FieldIds;
  readonly isDisabled?: boolean;
}

/** A tick box. The area that reacts is 24 px though the box is 15. */
export function Checkbox({ value, onChange, label, ids, isDisabled = false }: CheckboxProps): ReactElement {
  return (
    <Radix.Root
      {...ids}
      aria-label={label}
      checked={value === 'some' ? 'indeterminate' : value}
      onCheckedChange={(next) => onChange(next === true)}
      disabled={isDisabled}
      className="relative grid size-3.75 flex-none place-items-center rounded-1 border-[1.5px] border-edge-control bg-surface text-on-accent after:absolute after:-inset-1.25 data-[disabled]:bg-surface-3 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent"
    >
      <Radix.Indicator>
        {value === 'some' ? (
          <Minus size={11} strokeWidth={3.2} aria-hidden="true" />
        ) : (
          <Check size={11} strokeWidth={3.6} aria-hidden="true" />
        )}
      </Radix.Indicator>
    </Radix.Root>
  );
}
