import type { FieldValue } from '@koppel/model';
import type { MergeChoiceBody, MergeEffect, TemplateInstallation } from '@koppel/protocol';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { useApi } from '../api/use-api.tsx';
import { useFieldText } from '../app/field-value.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { useSession } from '../app/session.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Card } from '../kit/card.tsx';
import { cx } from '../kit/cx.ts';
import { Field } from '../kit/field.tsx';
import { TextArea } from '../kit/input.tsx';
import { Segmented } from '../kit/segmented.tsx';
import { Note, StatusPill } from '../kit/status-pill.tsx';
import { Cell, HeadCell, Table } from '../kit/table.tsx';
import type { ChangeInstallation } from './install-screen.tsx';
import { readPart, writePart } from './part-text.ts';

type Conflict = TemplateInstallation['compare']['conflicts'][number];
type Take = MergeChoiceBody['take'];

/** One question: the three values, what each makes of real records, and the answer. */
export function ConflictPane({
  work,
  conflict,
  onChange,
}: {
  readonly work: TemplateInstallation;
  readonly conflict: Conflict;
  readonly onChange: ChangeInstallation;
}): ReactElement {
  const text = useText();
  const { workspace } = useSession();
  const { choice } = conflict;
  const [take, setTake] = useState<Take | ''>(choice?.take ?? '');
  const [typed, setTyped] = useState(writePart(choice?.take === 'combined' ? choice.value : conflict.ours));
  const combined = take === 'combined' ? readPart(typed, conflict.ours ?? conflict.theirs) : null;
  const effect = useEffectOf(work.id, conflict.id, combined?.value);
  const choose = (next: Take) => {
    setTake(next);
    if (next !== 'combined') onChange({ choices: { [conflict.id]: { take: next } } });
  };
  const sample = effect.data?.records.find(({ ours, theirs }) => ours !== theirs) ?? effect.data?.records[0];
  const version = work.template.version;
  const cards = [
    { id: 'base', title: text('templates.cardBase', { version: work.upgrades ?? '' }), value: conflict.base },
    { id: 'ours', title: workspace.name, value: conflict.ours },
    { id: 'theirs', title: text('templates.cardNew', { version }), value: conflict.theirs },
  ] as const;
  const issues = effect.data?.issues ?? [];
  return (
    <>
      <div className="flex flex-wrap items-end gap-3">
        <div className="min-w-0 flex-1">
          <h2 className="text-50 font-bold">{text('templates.question', { name: conflict.name })}</h2>
          <p className="text-ink-2">{text(`templates.reason.${conflict.reason}`, { version })}</p>
        </div>
        <Segmented<Take | ''>
          label={text('templates.answer')}
          value={take}
          onChange={(next) => next !== '' && choose(next)}
          options={[
            { value: 'ours', label: text('templates.keepOurs') },
            { value: 'theirs', label: text('templates.takeNew', { version }) },
            ...(conflict.canCombine ? [{ value: 'combined' as const, label: text('templates.combine') }] : []),
          ]}
        />
      </div>
      <div className="grid grid-cols-3 gap-3 max-narrow:grid-cols-1">
        {cards.map(({ id, title, value }) => (
          <section
            key={id}
            aria-label={title}
            className={cx(
              'flex min-w-0 flex-col rounded-3 border bg-surface',
              take === id || (take === 'combined' && id !== 'base') ? 'border-accent' : 'border-line',
            )}
          >
            <h3 className="border-b border-line px-3.5 py-2 font-bold">{title}</h3>
            <pre className="min-h-18 flex-1 px-3.5 py-2.5 font-mono text-20 break-words whitespace-pre-wrap">
              {value === undefined ? text('templates.absent') : writePart(value)}
            </pre>
            {sample && (
              <p className="flex justify-between gap-3 border-t border-line px-3.5 py-2 text-20">
                <span className="truncate text-ink-2">{sample.name}</span>
                <b className="font-bold">
                  <EffectValue effect={effect.data} value={sample[id]} />
                </b>
              </p>
            )}
          </section>
        ))}
      </div>
      {take === 'combined' && (
        <Card
          title={text('templates.combinedTitle')}
          aside={
            combined?.value === undefined || issues.length > 0 ? (
              <StatusPill status="fail">{text('templates.problems', { n: Math.max(1, issues.length) })}</StatusPill>
            ) : (
              <StatusPill status="ok">{text('templates.problems', { n: 0 })}</StatusPill>
            )
          }
        >
          <div className="grid gap-2.5 px-3.5 py-3">
            <Field
              label={text('templates.combinedLabel')}
              error={
                combined?.value === undefined
                  ? text('templates.notReadable')
                  : issues.map(({ message, remedy }) => `${message} ${remedy}`).join(' ')
              }
            >
              {(ids) => (
                <TextArea
                  {...ids}
                  rows={4}
                  value={typed}
                  onChange={(event) => setTyped(event.target.value)}
                  className="font-mono"
                />
              )}
            </Field>
            <div>
              <Button
                look="primary"
                reason={combined?.value === undefined || issues.length > 0 ? text('templates.combineFirst') : null}
                onClick={() => onChange({ choices: { [conflict.id]: { take: 'combined', value: combined!.value } } })}
              >
                {text('templates.accept')}
              </Button>
            </div>
          </div>
        </Card>
      )}
      <ProblemNote error={effect.error} />
      {effect.data?.problem && <Note status="idle">{effect.data.problem}</Note>}
      {effect.data && effect.data.records.length > 0 && <EffectTable effect={effect.data} take={take} />}
    </>
  );
}

function EffectTable({ effect, take }: { readonly effect: MergeEffect; readonly take: Take | '' }): ReactElement {
  const text = useText();
  const after = take === '' ? 'theirs' : take;
  const differing = effect.records.filter((record) => record[after] !== record.ours);
  return (
    <Card title={text('templates.onSamples', { n: effect.records.length })}>
      <p className="px-4 py-2 text-ink-2">{text('templates.differing', { n: differing.length })}</p>
      <Table aria-label={text('templates.onSamples', { n: effect.records.length })}>
        <thead>
          <tr className="h-8">
            <HeadCell>{text('templates.record')}</HeadCell>
            <HeadCell isNumber>{text('templates.today')}</HeadCell>
            <HeadCell isNumber>{text('templates.after')}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {effect.records.map((record) => (
            <tr key={record.key} className="h-9">
              <Cell>{record.name}</Cell>
              <Cell isNumber>
                <EffectValue effect={effect} value={record.ours} />
              </Cell>
              <Cell isNumber>
                <span
                  className={cx(
                    record[after] !== record.ours && 'rounded-1 bg-warn-soft px-1.5 font-bold text-warn-text',
                  )}
                >
                  <EffectValue effect={effect} value={record[after]} />
                </span>
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

function EffectValue({
  effect,
  value,
}: {
  readonly effect: MergeEffect | undefined;
  readonly value: FieldValue;
}): ReactElement {
  const write = useFieldText();
  return <>{write(effect?.field ?? '', value)}</>;
}

/** What each answer makes of real records; of the combination as it was last written so that it can be read. */
function useEffectOf(id: string, conflict: string, combined: unknown) {
  const api = useApi();
  return useQuery<MergeEffect, ApiError>({
    queryKey: ['showMergeEffect', id, conflict, combined ?? null],
    queryFn: ({ signal }) =>
      api.showMergeEffect(
        { params: { id }, body: { conflict, limit: 50, ...(combined === undefined ? {} : { combined }) } },
        { signal },
      ),
    staleTime: 60_000,
    placeholderData: (former) => former,
  });
}
