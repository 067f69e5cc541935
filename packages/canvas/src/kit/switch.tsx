import { Switch as Radix } from 'radix-ui';
import type { ReactElement } from 'react';
import { cx } from './cx.ts';
import { Tooltip } from './tooltip.tsx';

export interface SwitchProps {
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
  /** Its name where no visible label points at it. */
  readonly label?: string;
  readonly id?: string;
  /** Why it cannot be switched. It stays focusable and says so. */
  readonly reason?: string | null | undefined;
}

/** On or off, at once. */
export function Switch({ value, onChange, label, id, reason }: SwitchProps): ReactElement {
  return (
    <Tooltip text={reason}>
      <Radix.Root
        id={id}
        aria-label={label}
        checked={value}
        aria-disabled={reason ? true : undefined}
        onCheckedChange={(next) => {
          if (!reason) onChange(next);
        }}
        className={cx(
          'relative inline-block h-4 w-7 flex-none rounded-round bg-edge-control align-middle transition-colors duration-fast after:absolute after:-inset-1 data-[state=checked]:bg-accent',
          reason && 'opacity-60',
        )}
      >
        <Radix.Thumb className="absolute top-0.5 left-0.5 size-3 rounded-round bg-knob transition-transform duration-fast data-[state=checked]:translate-x-3" />
      </Radix.Root>
    </Tooltip>
  );
}
