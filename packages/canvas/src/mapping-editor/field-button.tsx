import { ChevronDown } from 'lucide-react';
import { useState, type ReactElement, type ReactNode } from 'react';
import { useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { Icon } from '../kit/icon.tsx';
import { controlClass } from '../kit/input.tsx';
import type { PickItem } from '../kit/pick-list.tsx';
import { PickField, spotOf } from './pick-field.tsx';
import type { SourceField } from './source-tree.ts';

export interface FieldButtonProps {
  /** What is chosen with it. */
  readonly label: string;
  /** What is chosen now. */
  readonly children: ReactNode;
  readonly fields: readonly SourceField[];
  readonly onPick: (name: string) => void;
  readonly others?: (typed: string) => readonly (PickItem & { readonly onPick: () => void })[];
  readonly isDisabled?: boolean;
  readonly isInvalid?: boolean;
  readonly id?: string;
  readonly className?: string;
}

/** Chooses a field from a list that is searched by typing. */
export function FieldButton({
  label,
  children,
  fields,
  onPick,
  others,
  isDisabled = false,
  isInvalid = false,
  id,
  className,
}: FieldButtonProps): ReactElement {
  const text = useText();
  const [at, setAt] = useState<{ x: number; y: number; back: HTMLElement } | null>(null);
  const close = () => {
    at?.back.focus();
    setAt(null);
  };
  return (
    <>
      <button
        type="button"
        id={id}
        aria-haspopup="listbox"
        aria-expanded={at !== null}
        aria-invalid={isInvalid || undefined}
        disabled={isDisabled}
        onClick={(event) => setAt({ ...spotOf(event.currentTarget), back: event.currentTarget })}
        className={cx(
          controlClass,
          'flex h-control-s w-full min-w-0 items-center gap-1.5 px-1.75 text-left text-20 disabled:bg-surface-3 disabled:text-ink-disabled',
          className,
        )}
      >
        <span className="min-w-0 flex-1 truncate">
          <span className="sr-only">{label}: </span>
          {children}
        </span>
        <Icon of={ChevronDown} size="xs" className="text-ink-3" />
      </button>
      {at && (
        <PickField
          label={label}
          placeholder={text('mapping.fillFind')}
          emptyText={text('mapping.sourceNone')}
          fields={fields}
          {...(others
            ? {
                others: (typed: string) =>
                  others(typed).map((item) => ({
                    ...item,
                    onPick: () => {
                      close();
                      item.onPick();
                    },
                  })),
              }
            : {})}
          onPick={(name) => {
            close();
            onPick(name);
          }}
          onClose={close}
          at={at}
        />
      )}
    </>
  );
}
