import { Link } from '@tanstack/react-router';
import { Check, ChevronLeft, ShieldCheck } from 'lucide-react';
import { createContext, useContext, useEffect, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { Page, PageHeading } from '../app/page.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button, buttonClass } from '../kit/button.tsx';
import { cx } from '../kit/cx.ts';
import { Icon } from '../kit/icon.tsx';

export interface WizardStep<Id extends string> {
  readonly id: Id;
  readonly title: string;
  readonly isDone: boolean;
}

export interface WizardProps<Id extends string> {
  readonly title: string;
  /** Beside the title: "updates 2.1". */
  readonly remark?: string | undefined;
  readonly steps: readonly WizardStep<Id>[];
  readonly current: Id;
  readonly onStep: (step: Id) => void;
  /** What is not changed before the last step. */
  readonly promise: string;
  /** Why the next step cannot be gone to; null: it can. */
  readonly reason: string | null;
  /** In place of "Continue" at the last step. */
  readonly last: ReactNode;
  /** In front of "Save and close". */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

const FooterContext = createContext<HTMLElement | null>(null);

/** An action of the open step that stands in the footer, before the way on. */
export function StepAction({ children }: { readonly children: ReactNode }): ReactElement | null {
  const place = useContext(FooterContext);
  return place && createPortal(children, place);
}

/** The frame of both wizards: title, steps, the open step, and the way on and back. */
export function Wizard<Id extends string>({
  title,
  remark,
  steps,
  current,
  onStep,
  promise,
  reason,
  last,
  actions,
  children,
}: WizardProps<Id>): ReactElement {
  const text = useText();
  const at = steps.findIndex(({ id }) => id === current);
  const [before, after] = [steps[at - 1], steps[at + 1]];
  const [footer, setFooter] = useState<HTMLElement | null>(null);
  const body = useRef<HTMLDivElement>(null);
  const shown = useRef(current);
  useEffect(() => {
    // Whoever goes on by key reads on at the new step, not at the button that is gone.
    if (shown.current !== current) body.current?.focus();
    shown.current = current;
  }, [current]);
  return (
    <Page
      title={title}
      trail={[
        <Link key="templates" to="/templates" className="hover:text-ink hover:underline">
          {text('templates.title')}
        </Link>,
      ]}
      actions={
        <>
          {actions}
          <Link to="/templates" className={buttonClass('quiet')}>
            {text('templates.leave')}
          </Link>
        </>
      }
    >
      <main className="flex min-h-0 flex-1 flex-col">
        <div className="flex-none border-b border-line bg-surface px-6 pt-4 max-narrow:px-3">
          <div className="flex flex-wrap items-center gap-2.5">
            <PageHeading>{title}</PageHeading>
            {remark && <span className="rounded-1 bg-surface-3 px-1.75 text-20 leading-5 text-ink-2">{remark}</span>}
          </div>
          <nav aria-label={text('templates.steps')}>
            <ol className="mt-3 flex flex-wrap gap-x-6">
              {steps.map(({ id, title: name, isDone }, index) => (
                <li key={id}>
                  <button
                    type="button"
                    aria-current={id === current ? 'step' : undefined}
                    onClick={() => onStep(id)}
                    className={cx(
                      'flex h-9 items-center gap-2 border-b-2 font-medium',
                      id === current ? 'border-accent text-ink' : 'border-transparent text-ink-2 hover:text-ink',
                    )}
                  >
                    <span
                      className={cx(
                        'grid size-5 place-items-center rounded-round text-20',
                        id === current
                          ? 'bg-accent text-on-accent'
                          : isDone
                            ? 'bg-ok-soft text-ok-text'
                            : 'border border-edge-control text-ink-2',
                      )}
                    >
                      {isDone && id !== current ? <Icon of={Check} size="xs" /> : index + 1}
                    </span>
                    {name}
                    {isDone && id !== current && <span className="sr-only">{text('templates.stepDone')}</span>}
                  </button>
                </li>
              ))}
            </ol>
          </nav>
        </div>
        <div ref={body} tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto outline-none">
          <FooterContext value={footer}>{children}</FooterContext>
        </div>
      </main>
      <footer className="flex flex-none flex-wrap items-center gap-3 border-t border-line bg-surface px-6 py-3 max-narrow:px-3">
        {before && (
          <Button icon={ChevronLeft} onClick={() => onStep(before.id)}>
            {before.title}
          </Button>
        )}
        <p className="flex items-center gap-2 text-20 text-ink-2">
          <Icon of={ShieldCheck} size="s" />
          {promise}
        </p>
        <div className="ml-auto flex flex-wrap items-center gap-2">
          <div ref={setFooter} className="contents" />
          {after ? (
            <Button look="primary" reason={reason} onClick={() => onStep(after.id)}>
              {text('templates.continue', { step: after.title })}
            </Button>
          ) : (
            last
          )}
        </div>
      </footer>
    </Page>
  );
}
