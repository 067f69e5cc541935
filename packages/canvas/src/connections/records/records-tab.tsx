import type { Connection } from '@koppel/protocol';
import { Plus } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useCall } from '../../api/use-api.tsx';
import { ProblemNote, useFieldErrors } from '../../app/problem.tsx';
import { useToast } from '../../app/services.tsx';
import { useReason } from '../../app/session.tsx';
import { useFormat, useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { cx } from '../../kit/cx.ts';
import { EmptyState } from '../../kit/states.tsx';
import { Note } from '../../kit/status-pill.tsx';
import { objectStateOf, readObject, type ObjectProblems, type ObjectState } from '../../schema-form/object-form.ts';
import { RecordsForm } from './records-form.tsx';
import type { RecordsDescription } from './records-setting.ts';
import { TryCard } from './try-card.tsx';

/** The records of a system that has no connector of its own: described here, tried here, and kept with the connection. */
export function RecordsTab({
  connection,
  description: { setting, form },
}: {
  readonly connection: Connection;
  readonly description: RecordsDescription;
}): ReactElement {
  const text = useText();
  const fieldErrors = useFieldErrors();
  const toast = useToast();
  const reason = useReason('connections.edit');
  const save = useCall('saveConnection', { stale: ['listConnections', 'getConnectionSchema', 'listFlows', 'getFlow'] });
  const look = useCall('discoverConnection', { stale: ['getConnectionSchema', 'listFlows', 'getFlow'] });
  const stored = connection.settings[setting];
  const isDescribed = Array.isArray(stored) && stored.length > 0;
  const [all, setAll] = useState<readonly ObjectState[]>(() =>
    (Array.isArray(stored) ? (stored as unknown[]) : []).map((one) => objectStateOf(form, one)),
  );
  const { groupMark } = useFormat();
  const [chosen, setChosen] = useState(0);
  const [problems, setProblems] = useState<readonly ObjectProblems[]>([]);
  const state = all[chosen];
  const refusals = refusalsOf(fieldErrors(save.error), setting, chosen);

  const submit = () => {
    const read = all.map((one) => readObject(form, one, groupMark));
    setProblems(read.map((one) => one.problems));
    const wrong = read.findIndex((one) => Object.keys(one.problems).length > 0);
    if (wrong >= 0) return setChosen(wrong);
    const { name, connectorId, role, settings } = connection;
    const body = { name, connectorId, role, secrets: {}, settings: { ...settings, [setting]: read.map(({ value }) => value) } };
    return save.mutate(
      { params: { id: connection.id }, body },
      {
        onSuccess: () => {
          toast({ text: text('resources.saved', { name }) });
          // The fields that flows know are those described here.
          look.mutate({ params: { id: connection.id } });
        },
      },
    );
  };
  const change = (next: ObjectState) => setAll((before) => before.with(chosen, next));
  const add = () => {
    setAll([...all, objectStateOf(form, {})]);
    setChosen(all.length);
  };

  const count = Object.keys(problems[chosen] ?? {}).length + Object.keys(refusals).length;
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-2">
        {all.map((one, index) => (
          <button
            key={index}
            type="button"
            aria-pressed={index === chosen}
            onClick={() => setChosen(index)}
            className={cx(
              'h-control rounded-2 border px-3 font-medium',
              index === chosen ? 'border-accent bg-accent-soft text-accent-text' : 'border-edge-control bg-surface hover:bg-hover',
            )}
          >
            {String(one.plain['label'] ?? '') || text('resources.new')}
          </button>
        ))}
        <Button icon={Plus} reason={reason} onClick={add}>
          {text('resources.add')}
        </Button>
        {(all.length > 0 || isDescribed) && (
          <span className="ml-auto">
            <Button look="primary" reason={reason} isBusy={save.isPending} onClick={submit}>
              {text('action.save')}
            </Button>
          </span>
        )}
      </div>
      <ProblemNote error={save.error ?? look.error} />
      {count > 0 && <Note status="fail">{text('resources.problems', { n: count })}</Note>}
      {state === undefined ? (
        <EmptyState title={text('resources.none')}>{text('resources.noneText')}</EmptyState>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)_minmax(300px,400px)] items-start gap-4 max-roomy:grid-cols-1">
          <RecordsForm
            key={chosen}
            form={form}
            state={state}
            onChange={change}
            problems={problems[chosen] ?? {}}
            refusals={refusals}
            onRemove={() => {
              setAll(all.toSpliced(chosen, 1));
              setProblems([]);
              setChosen(Math.max(chosen - 1, 0));
            }}
          />
          <TryCard
            key={`try ${chosen}`}
            connectionId={connection.id}
            form={form}
            state={state}
            onChange={change}
            onProblems={(found) => setProblems((before) => all.map((_, index) => (index === chosen ? found : (before[index] ?? {}))))}
          />
        </div>
      )}
    </div>
  );
} // prettier-ignore

/** What the server refuses in one description, named from there. */
function refusalsOf(fields: Readonly<Record<string, string>>, setting: string, index: number): Record<string, string> {
  const prefix = `settings.${setting}.${index}.`;
  return Object.fromEntries(
    Object.entries(fields).flatMap(([path, message]) =>
      path.startsWith(prefix) ? [[path.slice(prefix.length), message]] : [],
    ),
  );
}
