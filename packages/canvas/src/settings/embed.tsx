import { saveEmbedSchema, type EmbedSettings } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import { Plus, Trash2 } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useCall, useRead } from '../api/use-api.tsx';
import { ConfirmDialog } from '../app/confirm-dialog.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { QueryView } from '../app/query-view.tsx';
import { useToast } from '../app/services.tsx';
import { useReason } from '../app/session.tsx';
import { Rich, useFormat, useText } from '../i18n/locale.tsx';
import { Button, IconButton } from '../kit/button.tsx';
import { Card } from '../kit/card.tsx';
import { Field } from '../kit/field.tsx';
import { Input } from '../kit/input.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { CopyButton } from '../kit/states.tsx';
import { embedScript } from './embed-script.ts';

/** The column that the shipped binding writes the link to. */
const column = 'kop_insightlink';

/** Who may show the revenue of an account on its own page, and what to paste there. */
export function Embed(): ReactElement {
  const settings = useRead('getEmbed', {});
  return (
    <QueryView query={settings} skeleton={<SkeletonRows count={8} />}>
      {(data) => (
        <div className="grid gap-3.5">
          <Origins key={data.origins.join(' ')} settings={data} />
          <Steps settings={data} />
        </div>
      )}
    </QueryView>
  );
}

function Origins({ settings }: { readonly settings: EmbedSettings }): ReactElement {
  const text = useText();
  const format = useFormat();
  const toast = useToast();
  const reason = useReason('connections.edit');
  const save = useCall('saveEmbed', { stale: ['getEmbed'] });
  const withdraw = useCall('withdrawEmbedLinks', { stale: ['getEmbed'] });
  const [origins, setOrigins] = useState<readonly string[]>(settings.origins);
  const [typed, setTyped] = useState('');
  const [isAsking, setIsAsking] = useState(false);
  const close = () => {
    setIsAsking(false);
    withdraw.reset();
  };
  const checked = saveEmbedSchema.safeParse({ origins: [typed.trim()] });
  const typedError = typed.trim() === '' || checked.success ? null : text('embed.originWrong');
  const put = (next: readonly string[]) => {
    setOrigins(next);
    save.mutate({ body: { origins: [...next] } }, { onSuccess: () => toast({ text: text('embed.saved') }) });
  };
  const add = (origin: string) => {
    if (!origins.includes(origin)) put([...origins, origin]);
  };
  return (
    <Card title={text('embed.title')}>
      <div className="grid gap-3.5 p-3.5">
        <p className="text-ink-2">{text('embed.intro')}</p>
        <ProblemNote error={save.error} />
        {origins.length === 0 ? (
          <p className="font-medium">{text('embed.off')}</p>
        ) : (
          <ul aria-label={text('embed.origins')}>
            {origins.map((origin) => (
              <li key={origin} className="flex min-h-9 items-center gap-2 border-t border-line first:border-t-0">
                <span className="min-w-0 flex-1 truncate font-mono">{origin}</span>
                <IconButton
                  icon={Trash2}
                  size="s"
                  label={text('embed.remove', { origin })}
                  reason={reason}
                  onClick={() => put(origins.filter((one) => one !== origin))}
                />
              </li>
            ))}
          </ul>
        )}
        {settings.proposals.map(({ connection, origin }) => (
          <p key={origin} className="flex flex-wrap items-center gap-2">
            <span className="min-w-0 flex-1 text-ink-2">{text('embed.proposal', { connection, origin })}</span>
            <Button icon={Plus} reason={reason} onClick={() => add(origin)}>
              {text('embed.allow')}
            </Button>
          </p>
        ))}
        <form
          className="flex flex-wrap items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (!checked.success || reason !== null) return;
            add(typed.trim());
            setTyped('');
          }}
        >
          <div className="min-w-60 flex-1">
            <Field label={text('embed.origin')} help={text('embed.originHelp')} error={typedError}>
              {(ids) => (
                <Input
                  {...ids}
                  value={typed}
                  placeholder="https://verbeke.crm4.dynamics.com"
                  onChange={(event) => setTyped(event.target.value)}
                />
              )}
            </Field>
          </div>
          <Button
            type="submit"
            isBusy={save.isPending}
            reason={reason ?? (checked.success ? null : text('embed.originWrong'))}
          >
            {text('embed.allow')}
          </Button>
        </form>
        {settings.keyMadeAt !== null && (
          <div className="flex flex-wrap items-center gap-2 border-t border-line pt-3">
            <span className="min-w-0 flex-1 text-ink-2">
              {text('embed.keyMade', { time: format.dateTime(settings.keyMadeAt) })}
            </span>
            <Button reason={reason} isBusy={withdraw.isPending} onClick={() => setIsAsking(true)}>
              {text('embed.withdraw')}
            </Button>
          </div>
        )}
      </div>
      {isAsking && (
        <ConfirmDialog
          title={text('embed.withdraw')}
          description={text('embed.withdrawText')}
          act={text('embed.withdraw')}
          call={withdraw}
          onClose={close}
          onAct={() =>
            withdraw.mutate(
              {},
              {
                onSuccess: () => {
                  toast({ text: text('embed.withdrawn') });
                  close();
                },
              },
            )
          }
        />
      )}
    </Card>
  );
}

/** What to do in Dataverse, with the texts to paste. */
function Steps({ settings }: { readonly settings: EmbedSettings }): ReactElement {
  const text = useText();
  const script = embedScript(column);
  const steps = [
    <Rich key="column" id="embed.step.column" values={{ column }} components={{ b: <b className="font-mono" /> }} />,
    <Rich
      key="flow"
      id="embed.step.flow"
      components={{
        link: (
          <Link to="/flows/$id" params={{ id: 'customer-value' }} className="text-accent-text underline">
            {''}
          </Link>
        ),
      }}
    />,
    <>
      <Rich id="embed.step.script" components={{ b: <b className="font-mono" /> }} />
      <div className="mt-2 rounded-2 border border-line bg-surface-2">
        <div className="flex justify-end px-1 pt-1">
          <CopyButton text={script} label={text('action.copy')} doneLabel={text('action.copied')} />
        </div>
        {/* Long lines scroll, and the keyboard has to reach them. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <pre className="overflow-x-auto px-3 pb-3 font-mono text-10" tabIndex={0} aria-label="kop_revenue.js">
          {script}
        </pre>
      </div>
    </>,
    <Rich key="frame" id="embed.step.frame" values={{ column }} components={{ b: <b className="font-mono" /> }} />,
    <Rich key="load" id="embed.step.load" components={{ b: <b className="font-mono" /> }} />,
  ];
  return (
    <Card title={text('embed.steps')}>
      <ol className="grid list-decimal gap-3 py-3.5 pr-3.5 pl-8">
        {steps.map((step, at) => (
          <li key={at} className="min-w-0">
            {step}
          </li>
        ))}
      </ol>
      <p className="border-t border-line px-3.5 py-3 text-20 text-ink-2">
        {text('embed.safety', { address: settings.address })}
      </p>
    </Card>
  );
}
