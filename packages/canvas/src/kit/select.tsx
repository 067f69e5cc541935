import { Check, ChevronDown, type LucideIcon } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';
import type { FieldIds } from './field.tsx';
import { Icon } from './icon.tsx';
import { controlClass } from './input.tsx';

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: ReactNode;
}

export interface SelectProps<Value extends string> {
  readonly value: Value;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
  /** Its name where no `Field` gives one. */
  readonly label?: string;
  readonly ids?: FieldIds;
  readonly size?: 'm' | 's';
  readonly icon?: LucideIcon;
  readonly placeholder?: string;
  readonly isDisabled?: boolean;
  readonly className?: string;
}

/** Chooses one of some values. The value `''` means that nothing is chosen yet and shows the placeholder. */
export function Select<Value extends string>({
  value,
  options,
  onChange,
  label,
  ids,
  size = 'm',
  icon,
  placeholder,
  isDisabled = false,
  className,
}: SelectProps<Value>): ReactElement {
  return (
    <Radix.Root value={value} onValueChange={(next) => onChange(next as Value)} disabled={isDisabled}>
      <Radix.Trigger
        {...ids}
        aria-label={label}
        className={cx(
          controlClass,
          'flex items-center gap-1.75 data-[disabled]:bg-surface-3 data-[disabled]:text-ink-disabled data-[placeholder]:text-ink-3',
          size === 's' ? 'h-control-s px-1.75 text-20' : 'h-control px-2.25',
          className,
        )}
      >
        {icon && <Icon of={icon} size="s" className="text-ink-3" />}
        <span title={titleOf(options, value)} className="min-w-0 flex-1 truncate text-left">
          <Radix.Value placeholder={placeholder} />
        </span>
        <Radix.Icon asChild>
          <ChevronDown size={12} className="flex-none text-ink-3" aria-hidden="true" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-toast max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) animate-appear overflow-hidden rounded-3 bg-surface p-1 shadow-3"
        >
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                className="flex h-7.5 cursor-pointer items-center gap-2 rounded-2 pr-6 pl-2 outline-none select-none data-[highlighted]:bg-selected data-[state=checked]:font-medium"
              >
                <span className="grid w-3.5 flex-none place-items-center text-accent-text">
                  <Radix.ItemIndicator>
                    <Icon of={Check} size="xs" />
                  </Radix.ItemIndicator>
                </span>
                <Radix.ItemText>{option.label}</Radix.ItemText>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The whole of what was chosen, where the control is too narrow for it. */
function titleOf<Value extends string>(options: readonly SelectOption<Value>[], value: Value): string | undefined {
  const label = options.find((option) => option.value === value)?.label;
  return typeof label === 'string' ? label : undefined;
}
