import type { FlowWebhook } from '@koppel/protocol';
import { KeyRound } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useCall, useRead } from '../../api/use-api.tsx';
import { ProblemNote } from '../../app/problem.tsx';
import { useReason } from '../../app/session.tsx';
import { useFormat, useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { Card } from '../../kit/card.tsx';
import { CopyButton } from '../../kit/states.tsx';

/** Where other programs call this flow, and the secret by which they sign. Absent for a flow without webhooks. */
export function WebhooksCard({ flowId }: { readonly flowId: string }): ReactElement | null {
  const text = useText();
  const webhooks = useRead('listWebhooks', { params: { id: flowId } });
  if (!webhooks.data || webhooks.data.length === 0) return null;
  return (
    <Card title={text('webhooks.title')}>
      <div className="flex flex-col gap-4 p-3.5">
        <p className="text-20 text-ink-3">{text('webhooks.help')}</p>
        {webhooks.data.map((webhook) => (
          <OneWebhook key={webhook.nodeId} flowId={flowId} webhook={webhook} />
        ))}
      </div>
    </Card>
  );
}

function OneWebhook({
  flowId,
  webhook: { nodeId, title, url, secretMadeAt, isPublished },
}: {
  readonly flowId: string;
  readonly webhook: FlowWebhook;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const reason = useReason('flows.publish');
  const [secret, setSecret] = useState<string | null>(null);
  const make = useCall('makeWebhookSecret', { stale: ['listWebhooks'] });
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      <h3 className="font-bold">{title}</h3>
      <Shown label={text('webhooks.address')} value={url} />
      {!isPublished && <p className="text-20 text-warn-text">{text('webhooks.notPublished')}</p>}
      {secret !== null && (
        <>
          <Shown label={text('webhooks.secret')} value={secret} />
          <p className="text-20 text-ink-3">{text('webhooks.once')}</p>
        </>
      )}
      <div className="flex items-center gap-3">
        <Button
          icon={KeyRound}
          reason={reason}
          onClick={() =>
            make.mutate({ params: { id: flowId, nodeId } }, { onSuccess: ({ secret: made }) => setSecret(made) })
          }
        >
          {text(secretMadeAt === null ? 'webhooks.makeSecret' : 'webhooks.newSecret')}
        </Button>
        <span className="text-20 text-ink-3">
          {secretMadeAt === null
            ? text('webhooks.noSecret')
            : text('webhooks.madeAt', { time: format.dateTime(secretMadeAt) })}
        </span>
      </div>
      <ProblemNote error={make.error} />
    </section>
  );
}

function Shown({ label, value }: { readonly label: string; readonly value: string }): ReactElement {
  const text = useText();
  return (
    <div className="flex items-center gap-2">
      <span className="w-20 flex-none text-ink-2">{label}</span>
      <code className="min-w-0 flex-1 break-all rounded-2 bg-app px-2 py-1 font-mono text-20">{value}</code>
      <CopyButton text={value} label={text('action.copy')} doneLabel={text('action.copied')} />
    </div>
  );
}
