import type { ReadTrial } from '@koppel/protocol';
import { useState, type ReactElement } from 'react';
import { useCall } from '../../api/use-api.tsx';
import { ProblemNote } from '../../app/problem.tsx';
import { useToast } from '../../app/services.tsx';
import { useReason } from '../../app/session.tsx';
import { useFormat, useLocalized, useSentence, useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { Card } from '../../kit/card.tsx';
import { Input } from '../../kit/input.tsx';
import { Note } from '../../kit/status-pill.tsx';
import { readObject, type ObjectForm, type ObjectProblems, type ObjectState } from '../../schema-form/object-form.ts';
import { addField, knownPaths, takeOver } from './take-over.ts';

/** A read with what stands in the form, saved or not: what came, what was understood of it, and what it proposes. */
export function TryCard({
  connectionId,
  form,
  state,
  onChange,
  onProblems,
}: {
  readonly connectionId: string;
  readonly form: ObjectForm;
  readonly state: ObjectState;
  readonly onChange: (state: ObjectState) => void;
  readonly onProblems: (problems: ObjectProblems) => void;
}): ReactElement {
  const text = useText();
  const toast = useToast();
  const reason = useReason('connections.edit');
  const trial = useCall('tryConnectionRead');
  const { groupMark } = useFormat();
  const [key, setKey] = useState('');
  const attempt = (wanted: string | null) => {
    const { value, problems } = readObject(form, state, groupMark);
    onProblems(problems);
    if (Object.keys(problems).length > 0) return;
    trial.mutate({ params: { id: connectionId }, body: { draft: value, key: wanted } });
  };
  const { data } = trial;
  return (
    <div className="sticky top-0 grid gap-4">
      <Card title={text('resources.try')}>
        <div className="grid gap-3 px-3.5 py-3">
          <p className="text-20 text-ink-3">{text('resources.tryText')}</p>
          <div className="flex flex-wrap gap-2">
            <Button reason={reason} isBusy={trial.isPending} onClick={() => attempt(null)}>
              {text('resources.tryList')}
            </Button>
            <Input
              aria-label={text('resources.tryKey')}
              placeholder={text('resources.tryKey')}
              className="max-w-40"
              value={key}
              onChange={(event) => setKey(event.target.value)}
            />
            <Button reason={reason ?? (key.trim() === '' ? text('resources.tryKey') : null)} onClick={() => attempt(key.trim())}>
              {text('resources.tryOne')}
            </Button>
          </div>
          <div role="status" className="grid gap-2">
            <ProblemNote error={trial.error} />
            {data && <Outcome trial={data} />}
          </div>
        </div>
      </Card>
      {data && data.proposal.fields.length > 0 && (
        <FoundFields
          trial={data}
          known={knownPaths(state)}
          onAdd={(field) => onChange(addField(form, state, field))}
          onTakeOver={() => {
            onChange(takeOver(form, state, data.proposal));
            toast({ text: text('resources.tookOver') });
          }}
        />
      )}
      {data && data.body !== '' && (
        <Card title={text('resources.answer')} aside={data.isCut && <span className="text-20 text-ink-3">{text('resources.answerCut')}</span>}>
          <pre tabIndex={0} aria-label={text('resources.answer')} className="max-h-90 overflow-auto px-3.5 py-2.5 font-mono text-20">
            {data.body}
          </pre>
        </Card>
      )}
    </div>
  );
} // prettier-ignore

function Outcome({ trial }: { readonly trial: ReadTrial }): ReactElement {
  const text = useText();
  const sentence = useSentence();
  const localized = useLocalized();
  const { request, status, problem, records, hasMore, rows, creates } = trial;
  return (
    <>
      {request !== '' && (
        <p className="text-20">
          <span className="block font-mono break-all">{request}</span>
          {text('resources.status', { status: String(status) })}
        </p>
      )}
      {problem ? (
        <Note status="fail">
          <b className="font-bold">{sentence(problem.message)}</b> {sentence(problem.remedy)}
          {problem.answer && <> {text('resources.systemSaid', { answer: problem.answer })}</>}
        </Note>
      ) : (
        <Note status={records === 0 ? 'warn' : 'ok'}>
          {hasMore === null && records === 0 ? text('resources.notFound') : text('resources.understood', { n: records ?? 0 })}{' '}
          {hasMore !== null && text(hasMore ? 'resources.hasMore' : 'resources.isLast')}
        </Note>
      )}
      {rows.map((row) => (
        <Row key={row.key} row={row} />
      ))}
      {creates && <p className="text-20 text-ink-2">{localized(creates)}</p>}
    </>
  );
} // prettier-ignore

function Row({ row }: { readonly row: ReadTrial['rows'][number] }): ReactElement {
  const text = useText();
  const facts = [
    [text('resources.key'), row.key],
    ...(row.changedAt === null ? [] : [[text('resources.changedAt'), row.changedAt]]),
    ...(row.version === null ? [] : [[text('resources.version'), row.version]]),
    ...Object.entries(row.values).map(([field, value]) => [field, value === null ? '–' : String(value)]),
  ];
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 rounded-2 bg-surface-2 px-2.5 py-1.5 text-20">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-3">{name}</dt>
          <dd className="truncate">{value}</dd>
        </div>
      ))}
      {row.isDeleted && <dd className="col-span-2 text-ink-3">{text('resources.deleted')}</dd>}
    </dl>
  );
}

function FoundFields({
  trial,
  known,
  onAdd,
  onTakeOver,
}: {
  readonly trial: ReadTrial;
  readonly known: ReadonlySet<string>;
  readonly onAdd: (field: ReadTrial['proposal']['fields'][number]) => void;
  readonly onTakeOver: () => void;
}): ReactElement {
  const text = useText();
  return (
    <Card title={text('resources.found')}>
      <div className="px-3.5 py-2.5">
        <Button look="primary" onClick={onTakeOver}>
          {text('resources.takeOver')}
        </Button>
      </div>
      <ul className="max-h-90 overflow-y-auto" tabIndex={0} aria-label={text('resources.found')}>
        {trial.proposal.fields.map((field) => (
          <li key={field.path} className="flex items-center gap-2 border-t border-line px-3.5 py-1">
            <span className="min-w-0 flex-1">
              <span className="block truncate font-mono text-20">{field.path}</span>
              <span className="block truncate text-20 text-ink-3">{[field.field, field.example].filter(Boolean).join(' · ')}</span>
            </span>
            {known.has(field.path) ? (
              <span className="text-20 text-ink-3">{text('resources.isThere')}</span>
            ) : (
              <Button size="s" onClick={() => onAdd(field)}>
                {text('resources.addField', { path: field.path })}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
} // prettier-ignore
