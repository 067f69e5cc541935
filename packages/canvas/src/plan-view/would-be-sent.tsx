import type { SampleRequest } from '@koppel/protocol';
import type { ReactElement } from 'react';
import { useSentence, useText } from '../i18n/locale.tsx';
import { Note } from '../kit/status-pill.tsx';
import { SystemBadge } from '../kit/system-badge.tsx';
import { indented } from './indented.ts';

/** What would go to the target for a record: the requests as its connector makes them, or what the connector is given. */
export function WouldBeSent({ requests }: { readonly requests: readonly SampleRequest[] }): ReactElement | null {
  const text = useText();
  if (requests.length === 0) return null;
  const [first] = requests.flatMap((request) => request.requests ?? []);
  return (
    <details className="mt-3.5">
      <summary className="py-1 font-medium">
        {text('plan.sent')}
        {first && (
          <code className="ml-2 font-mono text-20 font-regular break-all text-ink-2">
            {first.method} {first.address}
          </code>
        )}
      </summary>
      <div className="mt-1.5 flex flex-col gap-2.5">
        {requests.map((request, index) => (
          <OneSent key={index} request={request} />
        ))}
      </div>
    </details>
  );
}

function OneSent({ request }: { readonly request: SampleRequest }): ReactElement {
  const text = useText();
  const sentence = useSentence();
  const { op, role, entity, key, values, requests, isWhole, error } = request;
  if (error) {
    return (
      <Note status="fail">
        {text(requests === null ? 'plan.sent.unread' : 'plan.sent.refused')} {sentence(error.message)}{' '}
        {sentence(error.remedy)}
      </Note>
    );
  }
  if (requests === null) {
    return (
      <>
        <p className="text-20 text-ink-2">{text('plan.sent.untold')}</p>
        <Body
          role={role}
          heading={`${op} ${[entity, ...(key === null ? [] : [key])].join(' ')}`}
          body={JSON.stringify(values)}
        />
      </>
    );
  }
  return (
    <>
      {requests.map(({ method, address, body }, index) => (
        <Body key={index} role={role} heading={`${method} ${address}`} body={body} />
      ))}
      <p className="text-20 text-ink-3">
        {text('plan.sent.without')}
        {!isWhole && ` ${text('plan.sent.more')}`}
      </p>
    </>
  );
}

function Body({
  role,
  heading,
  body,
}: {
  /** Of the system that it goes to. */
  readonly role: string;
  readonly heading: string;
  readonly body: string | null;
}): ReactElement {
  return (
    <figure className="rounded-3 shadow-1">
      <figcaption className="flex items-start gap-2.5 border-b border-line bg-surface-2 px-3.5 py-2 text-20">
        <SystemBadge role={role} />
        <span className="font-mono break-all">{heading}</span>
      </figcaption>
      {body !== null && (
        <pre className="px-3.5 py-2.5 font-mono text-20 break-words whitespace-pre-wrap text-code-text">
          {indented(body)}
        </pre>
      )}
    </figure>
  );
}
