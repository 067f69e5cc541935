import type { FlowSummary } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useLocalized, useText } from '../../i18n/locale.tsx';
import { Card } from '../../kit/card.tsx';

/** Which flows use a sub-flow, in which version: it runs in them, and never by itself. */
export function UsersCard({ flow }: { readonly flow: FlowSummary }): ReactElement {
  const text = useText();
  return (
    <Card title={text('subFlow.usedBy', { n: flow.usedBy.length })}>
      <div className="flex flex-col gap-2.5 p-3.5">
        <UserList flow={flow} />
        <p className="text-ink-3">{text('subFlow.doesNotRun')}</p>
      </div>
    </Card>
  );
}

/** A link to each flow that uses a sub-flow; `tab`: to that part of it. */
export function UserList({ flow, tab }: { readonly flow: FlowSummary; readonly tab?: 'sample' }): ReactElement | null {
  const text = useText();
  const localized = useLocalized();
  if (flow.usedBy.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1">
      {flow.usedBy.map(({ flowId, title, publishedUses, draftUses }) => (
        <li key={flowId}>
          <Link
            to="/flows/$id"
            params={{ id: flowId }}
            search={tab ? { tab } : {}}
            className="inline-flex min-h-6 items-center text-accent-text underline underline-offset-2"
          >
            {text('subFlow.user', { flow: localized(title), version: publishedUses ?? draftUses ?? 0 })}
          </Link>
        </li>
      ))}
    </ul>
  );
}
