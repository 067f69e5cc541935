import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';
import { useFocusBack } from './focus-back.ts';
import { Icon } from './icon.tsx';

export interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  /** Below the title: what happens when one confirms. */
  readonly description?: ReactNode;
  readonly closeLabel: string;
  readonly children?: ReactNode;
  /** The buttons, in reading order; the one that acts is last. */
  readonly actions?: ReactNode;
  readonly width?: 'm' | 'l';
}

/** A dialog over the page, for what cannot go on beside it. Escape and the cross close it; focus goes back. */
export function Dialog({ isOpen, onClose, ...box }: DialogProps): ReactElement {
  return (
    <Radix.Root open={isOpen} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-dialog animate-appear bg-scrim" />
        <DialogBox {...box} />
      </Radix.Portal>
    </Radix.Root>
  );
}

function DialogBox({
  title,
  description,
  closeLabel,
  children,
  actions,
  width = 'm',
}: Omit<DialogProps, 'isOpen' | 'onClose'>): ReactElement {
  const focusBack = useFocusBack();
  return (
    <Radix.Content
      {...(description ? {} : { 'aria-describedby': undefined })}
      onCloseAutoFocus={focusBack}
      className={cx(
        'fixed top-[12vh] left-1/2 z-dialog flex max-h-[80vh] w-[calc(100vw-2rem)] -translate-x-1/2 animate-appear flex-col gap-3 overflow-y-auto rounded-4 bg-surface px-5 py-4.5 shadow-3',
        width === 'l' ? 'max-w-180' : 'max-w-120',
      )}
    >
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <Radix.Title className="text-50 leading-tight font-bold">{title}</Radix.Title>
          {description && (
            <Radix.Description className="mt-1.5 text-40 leading-prose text-ink-2">{description}</Radix.Description>
          )}
        </div>
        <Radix.Close
          aria-label={closeLabel}
          className="-mt-1 -mr-1.5 grid size-6.5 flex-none place-items-center rounded-2 text-ink-3 hover:bg-hover hover:text-ink"
        >
          <Icon of={X} size="s" />
        </Radix.Close>
      </div>
      {children}
      {actions && <div className="mt-1 flex flex-wrap justify-end gap-2">{actions}</div>}
    </Radix.Content>
  );
}
