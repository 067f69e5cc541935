import { Link } from '@tanstack/react-router';
import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { useRead } from '../api/use-api.tsx';
import { useMay } from '../app/session.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button, buttonClass } from '../kit/button.tsx';
import { cx } from '../kit/cx.ts';
import { Icon } from '../kit/icon.tsx';

/** What leads to the first flow, while there is none: what is done is ticked, the next step has its button. */
export function FirstSteps({
  onNew,
  onImport,
}: {
  readonly onNew: () => void;
  readonly onImport: () => void;
}): ReactElement {
  const text = useText();
  const { data = [] } = useRead('listConnections', {}, { isEnabled: useMay('connections.read') });
  const isConnected = (role: string) => data.some((connection) => connection.role === role);
  const steps = [
    { id: 'erp', title: text('firstSteps.erp'), isDone: isConnected('erp'), action: <ConnectLink /> },
    { id: 'crm', title: text('firstSteps.crm'), isDone: isConnected('crm'), action: <ConnectLink /> },
    {
      id: 'flow',
      title: text('firstSteps.flow'),
      isDone: false,
      action: (
        <>
          <Button size="s" onClick={onImport}>
            {text('flows.import')}
          </Button>
          <Button size="s" look="primary" onClick={onNew}>
            {text('flows.new')}
          </Button>
        </>
      ),
    },
    { id: 'run', title: text('firstSteps.run'), isDone: false, action: null },
  ];
  const next = steps.findIndex(({ isDone }) => !isDone);
  return (
    <section className="max-w-150 rounded-3 bg-surface px-6 py-5 shadow-1">
      <h2 className="text-50 font-bold">{text('firstSteps.title')}</h2>
      <p className="mt-1 text-40 leading-prose text-ink-2">{text('firstSteps.text')}</p>
      <ol className="mt-2">
        {steps.map((step, index) => (
          <Step key={step.id} number={index + 1} isDone={step.isDone} isNext={index === next} action={step.action}>
            {step.title}
          </Step>
        ))}
      </ol>
    </section>
  );
}

function ConnectLink(): ReactElement {
  const text = useText();
  return (
    <Link to="/connections/new" className={buttonClass('primary', 's')}>
      {text('firstSteps.connect')}
    </Link>
  );
}

function Step({
  number,
  isDone,
  isNext,
  action,
  children,
}: {
  readonly number: number;
  readonly isDone: boolean;
  readonly isNext: boolean;
  readonly action: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <li
      className={cx(
        'flex min-h-9.5 flex-wrap items-center gap-2.75 border-t border-line py-1 first:border-t-0',
        isDone && 'text-ink-3',
        isNext && 'font-bold',
      )}
    >
      <span
        className={cx(
          'grid size-5 flex-none place-items-center rounded-round text-10 font-bold',
          isDone
            ? 'bg-ok-soft text-ok-text'
            : isNext
              ? 'bg-accent text-on-accent'
              : 'border-[1.5px] border-edge-control',
        )}
      >
        {isDone ? <Icon of={Check} size="xs" /> : number}
      </span>
      {children}
      {isNext && <span className="ml-auto flex gap-2">{action}</span>}
    </li>
  );
}
