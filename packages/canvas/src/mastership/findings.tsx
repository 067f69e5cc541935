import type { MastershipFindings } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { Note } from '../kit/status-pill.tsx';

/** What is wrong with flows only together, worst first. What nobody fills is a hint, and folded away. */
export function Findings({ data: { findings, refused } }: { readonly data: MastershipFindings }): ReactElement | null {
  const text = useText();
  const serious = findings.filter(({ severity }) => severity !== 'hint');
  const hints = findings.filter(({ severity }) => severity === 'hint');
  if (findings.length === 0 && refused.length === 0) return null;
  return (
    <section aria-label={text('mastership.findings')} className="flex flex-col gap-2 print:hidden">
      {refused.map(({ flowId, title, message, remedy }) => (
        <Note key={flowId} status="fail">
          <Link to="/flows/$id" params={{ id: flowId }} className="font-bold underline">
            {title}
          </Link>{' '}
          {message} {remedy}
        </Note>
      ))}
      {serious.map(({ code, severity, message, remedy, field, flows }) => (
        <Note key={`${code} ${field}`} status={severity === 'error' ? 'fail' : 'warn'}>
          {message} {remedy}{' '}
          {flows.map((id) => (
            <Link key={id} to="/flows/$id" params={{ id }} className="mr-2 underline">
              {id}
            </Link>
          ))}
        </Note>
      ))}
      {hints.length > 0 && (
        <details className="rounded-2 bg-surface px-3.5 py-2 shadow-1">
          <summary className="cursor-pointer">{text('mastership.hints', { n: hints.length })}</summary>
          <ul className="mt-1.5 list-disc pl-5 text-ink-2">
            {hints.map(({ field, message }) => (
              <li key={field}>{message}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
