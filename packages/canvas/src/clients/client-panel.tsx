import type { Client, ClientTemplate } from '@koppel/protocol';
import { Check, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { useEntityNames } from '../app/entities.ts';
import { ProblemNote } from '../app/problem.tsx';
import { roleNames } from '../app/role-names.ts';
import { workspaceBase } from '../app/workspace-address.ts';
import { useFormat, useSentence, useText } from '../i18n/locale.tsx';
import { Button, buttonClass } from '../kit/button.tsx';
import { Icon } from '../kit/icon.tsx';
import { Chip } from '../kit/marks.tsx';
import { Note, StatusPill } from '../kit/status-pill.tsx';
import { useNow } from '../kit/timing.ts';
import { healthOf, type BoardRow } from './board.ts';
import { useUpgrade } from './use-upgrade.ts';

const refreshMs = 60_000;

/** The chosen client: what it changed, how it does, who decides there, and the ways into it. */
export function ClientPanel({ row: { client, template } }: { readonly row: BoardRow }): ReactElement {
  const text = useText();
  const sentence = useSentence();
  const upgrade = useUpgrade();
  const isBegun = template !== null && template.unfinished !== null;
  return (
    <aside aria-label={client.name} className="w-75 flex-none rounded-3 bg-surface shadow-1 max-roomy:w-full">
      <header className="flex min-h-11 items-center gap-2 border-b border-line px-4 py-1.5">
        <h2 className="min-w-0 flex-1 truncate text-40 font-bold">{client.name}</h2>
        {template?.upgrade && (
          <Chip>{text('clients.fromTo', { from: template.version, to: template.upgrade.version })}</Chip>
        )}
      </header>
      <div className="flex flex-col gap-4 px-4 py-3.5">
        {client.problem && (
          <Note status="fail">
            {sentence(client.problem.message)} {sentence(client.problem.remedy)}
          </Note>
        )}
        {client.state === 'closed' && <Note status="idle">{text('clients.closedText')}</Note>}
        {template && <Changes template={template} />}
        <HealthLines client={client} />
        <section>
          <h3 className="font-bold">{text('clients.who')}</h3>
          <p className="text-20 text-ink-2">
            {text('clients.youAre', { role: text(roleNames[client.role]) })}
            {client.administrators.length > 0 &&
              ` ${text('clients.administrators', { names: client.administrators.join(', ') })}`}
          </p>
        </section>
        <ProblemNote error={upgrade.error} />
      </div>
      {client.state === 'open' && (
        <footer className="flex flex-wrap gap-2 border-t border-line px-4 py-3">
          {template && (template.upgrade || isBegun) && (
            <Button
              look="primary"
              isBusy={upgrade.isPending}
              reason={client.canUpgrade ? null : text('permission.templatesUse')}
              onClick={() => upgrade.mutate({ client, template })}
            >
              {text(isBegun ? 'clients.goOn' : 'clients.prepare')}
            </Button>
          )}
          {/* Another page, so that nothing of one workspace is left in the other. */}
          <a href={workspaceBase(client.slug)} className={buttonClass()}>
            {text('clients.open')}
          </a>
        </footer>
      )}
    </aside>
  );
}

function Changes({ template }: { readonly template: ClientTemplate }): ReactElement {
  const text = useText();
  const names = useEntityNames();
  const { version, upgrade, questions, localChanges, changes, problem } = template;
  const nameOf = ({ kind, name }: ClientTemplate['changes'][number]) =>
    kind === 'mappingRow' ? names.field(name) : name || text(`templates.part.${kind}`);
  const more = localChanges - changes.filter(({ isQuestion }) => !isQuestion).length - (questions ?? 0);
  return (
    <section className="flex flex-col gap-2">
      {problem && <Note status="fail">{problem}</Note>}
      {upgrade && questions !== null && (
        <Note status={questions > 0 ? 'warn' : 'ok'}>
          {questions > 0
            ? text('clients.questionsBefore', { n: questions, version: upgrade.version })
            : text('clients.fitsByItself', { version: upgrade.version })}
        </Note>
      )}
      <h3 className="font-bold">{text('clients.changedSince', { version })}</h3>
      {changes.length === 0 ? (
        <p className="text-20 text-ink-2">{text('clients.nothingChanged')}</p>
      ) : (
        <ul>
          {changes.map((change) => (
            <li key={change.id} className="flex items-start gap-2 border-b border-line py-1.25 text-20 last:border-b-0">
              <Icon
                of={change.isQuestion ? TriangleAlert : Check}
                size="xs"
                className={change.isQuestion ? 'mt-0.75 text-warn' : 'mt-0.75 text-ok'}
              />
              <span className="min-w-0 flex-1 break-words">
                {[nameOf(change), change.nodeTitle].filter(Boolean).join(', ')}
              </span>
              <span className="text-ink-3">{text(change.isQuestion ? 'clients.question' : 'clients.stays')}</span>
            </li>
          ))}
        </ul>
      )}
      {more > 0 && <p className="text-20 text-ink-3">{text('clients.more', { n: more })}</p>}
    </section>
  );
}

function HealthLines({ client }: { readonly client: Client }): ReactElement | null {
  const text = useText();
  const format = useFormat();
  const { health } = client;
  const now = useNow(refreshMs);
  const words = healthOf(client);
  if (words.length === 0) return null;
  return (
    <section>
      <h3 className="mb-1.5 font-bold">{text('clients.health')}</h3>
      <ul className="flex flex-col items-start gap-1.5">
        {words.map((one) => (
          <li key={`${one.text} ${JSON.stringify(one.values)}`} className="max-w-full">
            <StatusPill status={one.status}>{text(one.text, one.values)}</StatusPill>
          </li>
        ))}
      </ul>
      {health && (
        <p className="mt-1.5 text-20 text-ink-2">
          {text('clients.flowsOn', { n: health.flowsOn })}
          {health.lastRunAt && `, ${text('clients.lastRun', { age: format.age(health.lastRunAt, now) })}`}
        </p>
      )}
    </section>
  );
}
