import type { MastershipFindings } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useLocalized, useSentence, useText } from '../i18n/locale.tsx';
import { Note } from '../kit/status-pill.tsx';
import type { Finding } from './found.ts';
import { MatrixRowLink } from './matrix-row-link.tsx';

/** Published flows that the table refuses as it is now. */
export function RefusedFlows({ data: { refused } }: { readonly data: MastershipFindings }): ReactElement | null {
  const text = useText();
  const sentence = useSentence();
  if (refused.length === 0) return null;
  return (
    <section aria-label={text('mastership.refused')} className="flex flex-col gap-2 print:hidden">
      {refused.map(({ flowId, title, nodeId, message, remedy, matrixRow }) => (
        <Note key={flowId} status="fail">
          <Link
            to="/flows/$id"
            params={{ id: flowId }}
            search={nodeId === null ? {} : { node: nodeId }}
            className="font-bold underline"
          >
            {title}
          </Link>{' '}
          {sentence(message)} {sentence(remedy)} <MatrixRowLink issue={{ matrixRow: matrixRow ?? undefined }} />
        </Note>
      ))}
    </section>
  );
}

const statuses = { error: 'fail', warning: 'warn', hint: 'idle' } as const;

/** What flows do to each other with the fields of one row, worst first, each with the flows concerned. */
export function RowFindings({ findings }: { readonly findings: readonly Finding[] }): ReactElement | null {
  const text = useText();
  const sentence = useSentence();
  const localized = useLocalized();
  if (findings.length === 0) return null;
  return (
    <section aria-label={text('mastership.findings')} className="flex flex-col gap-2">
      <h3 className="text-20 font-bold">{text('mastership.findings')}</h3>
      {findings.map(({ code, severity, message, remedy, flows }) => (
        <Note key={`${code} ${message}`} status={statuses[severity]}>
          {sentence(message)} {sentence(remedy)}
          <span className="mt-1 flex flex-wrap gap-x-3">
            {flows.map(({ id, title }) => (
              <Link key={id} to="/flows/$id" params={{ id }} className="underline">
                {localized(title)}
              </Link>
            ))}
          </span>
        </Note>
      ))}
    </section>
  );
}
