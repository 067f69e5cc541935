import { Search, X, type LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactElement } from 'react';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';

/** The frame of everything one types or chooses in. */
export const controlClass =
  'rounded-2 border border-edge-control bg-surface text-ink aria-invalid:border-fail focus-visible:focus-ring';

export interface InputProps extends Omit<ComponentProps<'input'>, 'size'> {
  readonly size?: 'm' | 's';
}

/** A line of text. Its label comes from a `Field`, or from `aria-label`. */
export function Input({ size = 'm', className, type = 'text', ...rest }: InputProps): ReactElement {
  return (
    <input
      {...rest}
      type={type}
      className={cx(
        controlClass,
        // Of two widths the style sheet's order would choose.
        !/(^| )w-/.test(className ?? '') && 'w-full',
        'min-w-0 read-only:bg-surface-3 disabled:bg-surface-3 disabled:text-ink-disabled',
        size === 's' ? 'h-control-s px-1.75 text-20' : 'h-control px-2.25',
        className,
      )}
    />
  );
}

/** Several lines of text. */
export function TextArea({ className, ...rest }: ComponentProps<'textarea'>): ReactElement {
  return <textarea {...rest} className={cx(controlClass, 'block w-full px-2.25 py-1.5 leading-ui', className)} />;
}

export interface SearchFieldProps {
  /** Its name, and what it shows while it is empty. */
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly clearLabel: string;
  readonly size?: 'm' | 's';
  readonly icon?: LucideIcon;
  readonly className?: string;
}

/** A field that filters what is on the screen while one types. Escape empties it. */
export function SearchField({
  label,
  value,
  onChange,
  clearLabel,
  size = 's',
  icon = Search,
  className,
}: SearchFieldProps): ReactElement {
  return (
    <div
      className={cx(
        controlClass,
        'flex items-center gap-1.75 has-[input:focus-visible]:focus-ring',
        size === 's' ? 'h-control-s px-1.75 text-20' : 'h-7.5 px-2.25',
        className,
      )}
    >
      <Icon of={icon} size="s" className="text-ink-3" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return;
          event.stopPropagation();
          onChange('');
        }}
        className="min-w-0 flex-1 bg-transparent outline-none"
      />
      {value !== '' && (
        <button
          type="button"
          aria-label={clearLabel}
          onClick={() => onChange('')}
          className="grid size-4 flex-none place-items-center rounded-1 text-ink-3 hover:text-ink"
        >
          <Icon of={X} size="xs" />
        </button>
      )}
    </div>
  );
}
