import { Toast as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface Toast {
  readonly id: number;
  readonly text: string;
  /** One thing that can be done about it, such as Undo. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** Confirmations at the corner of the page. They never carry the only copy of an error. */
export interface Toasts {
  readonly store: StoreApi<readonly Toast[]>;
  show(toast: Omit<Toast, 'id'>): void;
  remove(id: number): void;
}

/** An empty list of toasts; at most three are shown, the newest last. */
export function createToasts(): Toasts {
  const store = createStore<readonly Toast[]>(() => []);
  let count = 0;
  return {
    store,
    show(toast) {
      count += 1;
      store.setState([...store.getState(), { ...toast, id: count }].slice(-3), true);
    },
    remove: (id) =>
      store.setState(
        store.getState().filter((toast) => toast.id !== id),
        true,
      ),
  };
}

const hotkey = ['ctrlKey', 'F8'];

/** Shows the toasts, and says them to screen readers. */
export function ToastArea({
  toasts,
  label,
  children,
}: {
  readonly toasts: Toasts;
  /** The name of the area; `{hotkey}` in it is replaced by the key that leads there. */
  readonly label: string;
  readonly children: ReactNode;
}): ReactElement {
  const shown = useStore(toasts.store);
  return (
    <Radix.Provider swipeDirection="right" duration={6000}>
      {children}
      {shown.map((toast) => (
        <Radix.Root
          key={toast.id}
          duration={toast.action ? 10_000 : 6_000}
          onOpenChange={(isOpen) => !isOpen && toasts.remove(toast.id)}
          className="flex animate-appear items-center gap-3 rounded-3 bg-float px-3.5 py-2.25 text-on-float shadow-3"
        >
          <Radix.Description>{toast.text}</Radix.Description>
          {toast.action && (
            <Radix.Action
              altText={toast.action.label}
              onClick={toast.action.run}
              className="font-medium underline underline-offset-2"
            >
              {toast.action.label}
            </Radix.Action>
          )}
        </Radix.Root>
      ))}
      <Radix.Viewport
        label={label}
        // F8 alone walks the problems of a flow.
        hotkey={hotkey}
        className="fixed right-3.5 bottom-3.5 z-toast flex w-max max-w-[calc(100vw-2rem)] flex-col items-end gap-2 outline-none"
      />
    </Radix.Provider>
  );
}
