import { Copy, Lock } from 'lucide-react';
import { useState, type ReactElement, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

/** The frame of empty, error and no-permission states: a column in the middle of where the content would be. */
function StatePanel({
  title,
  level = 2,
  children,
  actions,
  foot,
  icon,
}: {
  readonly title: ReactNode;
  /** 1 where nothing else on the screen has a heading. */
  readonly level?: 1 | 2;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly foot?: ReactNode;
  readonly icon?: ReactNode;
}): ReactElement {
  const Title = `h${level}` as const;
  return (
    <div className="flex min-h-60 flex-1 flex-col justify-center px-8.5 py-8">
      <div className="mx-auto flex w-full max-w-110 flex-col items-start gap-1.5">
        {icon}
        <Title className="text-50 font-bold">{title}</Title>
        {children && <div className="text-40 leading-prose text-ink-2">{children}</div>}
        {actions && <div className="mt-2.5 flex flex-wrap items-center gap-2">{actions}</div>}
        {foot && <div className="mt-3.5 flex items-center gap-1 text-20 text-ink-3">{foot}</div>}
      </div>
    </div>
  );
}

/** Nothing is here: one sentence on what appears here, and the action that makes it, or that clears the filters. */
export function EmptyState({
  title,
  level = 2,
  children,
  actions,
}: {
  readonly title: ReactNode;
  readonly level?: 1 | 2;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}): ReactElement {
  return (
    <StatePanel title={title} level={level} actions={actions}>
      {children}
    </StatePanel>
  );
}

/** This part could not be shown: what, why and what to do. The rest of the page keeps working. */
export function ErrorState({
  title,
  children,
  actions,
  requestId,
  labels,
}: {
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly requestId?: string | null;
  readonly labels: { readonly request: string; readonly copy: string; readonly copied: string };
}): ReactElement {
  return (
    <div role="alert" className="contents">
      <StatePanel
        title={title}
        actions={actions}
        foot={
          requestId && (
            <>
              {labels.request} <span className="font-mono">{requestId}</span>
              <CopyButton text={requestId} label={labels.copy} doneLabel={labels.copied} />
            </>
          )
        }
      >
        {children}
      </StatePanel>
    </div>
  );
}

/** The person may not see this: which right is missing and who can grant it. */
export function NoPermission({
  title,
  children,
  actions,
}: {
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}): ReactElement {
  return (
    <StatePanel title={title} actions={actions} icon={<Icon of={Lock} className="text-ink-3" />}>
      {children}
    </StatePanel>
  );
}

/** Copies a text; says so for two seconds. */
export function CopyButton({
  text,
  label,
  doneLabel,
}: {
  readonly text: string;
  readonly label: string;
  readonly doneLabel: string;
}): ReactElement {
  const [isDone, setIsDone] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setIsDone(true);
    setTimeout(() => setIsDone(false), 2000);
  };
  return (
    <Button look="quiet" size="s" icon={Copy} onClick={() => void copy()}>
      <span aria-live="polite">{isDone ? doneLabel : label}</span>
    </Button>
  );
}
