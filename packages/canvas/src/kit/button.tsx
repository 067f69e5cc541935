import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ComponentProps, MouseEvent, ReactElement } from 'react';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import { Tooltip } from './tooltip.tsx';

export type ButtonLook = 'plain' | 'primary' | 'quiet' | 'danger' | 'link';

const looks: Record<ButtonLook, string> = {
  plain: 'border-line-strong bg-surface text-ink hover:bg-hover active:bg-press',
  primary:
    'border-accent bg-accent text-on-accent hover:bg-accent-hover hover:border-accent-hover active:bg-accent-press',
  quiet: 'border-transparent bg-transparent text-ink-2 hover:bg-hover hover:text-ink active:bg-press',
  danger: 'border-line-strong bg-surface text-fail-text hover:bg-fail-soft active:bg-fail-soft',
  link: 'border-transparent bg-transparent text-accent-text hover:underline',
};
const blockedLook = 'border-transparent bg-surface-3 text-ink-3';

/** The classes of a button, for links that look like one. */
export function buttonClass(look: ButtonLook = 'plain', size: 'm' | 's' = 'm'): string {
  return classOf(look, size, looks[look]);
}

/** The classes of a button with these colours: never two sets of them, of which the style sheet's order would choose. */
function classOf(look: ButtonLook, size: 'm' | 's', colours: string): string {
  return cx(
    'inline-flex flex-none items-center justify-center gap-1.5 border font-medium whitespace-nowrap transition-colors duration-fast',
    look === 'link' ? 'rounded-1 px-0' : size === 's' ? 'h-control-s rounded-2 px-2' : 'h-control rounded-2 px-2.75',
    size === 's' && 'text-20',
    colours,
  );
}

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  readonly look?: ButtonLook;
  readonly size?: 'm' | 's';
  readonly icon?: LucideIcon;
  /** Why it cannot be pressed now. It stays focusable and says so on hover and focus. */
  readonly reason?: string | null | undefined;
  /** Something it started is going on: it shows that and takes no further press. */
  readonly isBusy?: boolean;
}

/** A button. What a person may not do is shown, with the reason; never hidden. */
export function Button({
  look = 'plain',
  size = 'm',
  icon,
  reason,
  isBusy = false,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps): ReactElement {
  const isBlocked = Boolean(reason) || isBusy;
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (isBlocked) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <Tooltip text={reason}>
      <button
        {...rest}
        type={type}
        aria-disabled={isBlocked || undefined}
        aria-busy={isBusy || undefined}
        onClick={press}
        className={cx(classOf(look, size, reason && look !== 'link' ? blockedLook : looks[look]), className)}
      >
        {isBusy ? <Spinner /> : icon && <Icon of={icon} size={size === 's' ? 's' : 'm'} />}
        {children}
      </button>
    </Tooltip>
  );
}

/** The turning mark of something that is going on. */
export function Spinner({ size = 's' }: { readonly size?: 's' | 'xs' }): ReactElement {
  return <Icon of={LoaderCircle} size={size} className="animate-turn" />;
}

export interface IconButtonProps extends Omit<ButtonProps, 'icon' | 'children' | 'look'> {
  readonly icon: LucideIcon;
  /** What it does: its name, and its tooltip. */
  readonly label: string;
  readonly look?: 'plain' | 'quiet';
}

/** A button that is only an icon; its name is its tooltip. */
export function IconButton({
  icon,
  label,
  look = 'quiet',
  size = 'm',
  reason,
  isBusy = false,
  className,
  onClick,
  type = 'button',
  ...rest
}: IconButtonProps): ReactElement {
  const isBlocked = Boolean(reason) || isBusy;
  return (
    <Tooltip text={reason ?? label}>
      <button
        {...rest}
        type={type}
        aria-label={label}
        aria-disabled={isBlocked || undefined}
        onClick={(event) => {
          if (isBlocked) event.preventDefault();
          else onClick?.(event);
        }}
        className={cx(
          'inline-grid flex-none place-items-center rounded-2 border transition-colors duration-fast',
          size === 's' ? 'size-6.5' : 'size-8',
          isBlocked ? 'border-transparent text-ink-disabled' : looks[look],
          className,
        )}
      >
        {isBusy ? <Spinner /> : <Icon of={icon} size={size === 's' ? 's' : 'm'} />}
      </button>
    </Tooltip>
  );
}
