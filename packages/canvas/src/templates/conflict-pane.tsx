import type { FieldValue, MergeConflict } from '@koppel/model';
import type { MergeChoiceBody, MergeEffect, TemplateInstallation } from '@koppel/protocol';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { useApi } from '../api/use-api.tsx';
import { useFieldText } from '../app/field-value.tsx';
import { ProblemPanel } from '../app/problem.tsx';
import { useSession } from '../app/session.tsx';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { cx } from '../kit/cx.ts';
import { Field } from '../kit/field.tsx';
import { TextArea } from '../kit/input.tsx';
import { Segmented } from '../kit/segmented.tsx';
import { Note, StatusPill } from '../kit/status-pill.tsx';
import { useSettled } from '../kit/timing.ts';
import { threeWay } from '../plan-view/difference.ts';
import { MarkedPieces } from '../plan-view/value-change.tsx';
import { EffectSummary, EffectTable } from './effect-table.tsx';
import type { PartWords } from './part-words.ts';
import { readPart, writePart } from './part-text.ts';
import { StepAction } from './wizard.tsx';

type Conflict = TemplateInstallation['compare']['conflicts'][number];
const pauseMs = 400;

type Take = MergeChoiceBody['take'];

/** One question: the three values, what each makes of real records, and the answer. */
export function ConflictPane({
  work,
  conflict,
  words,
  next,
  onAccept,
}: {
  readonly work: TemplateInstallation;
  readonly conflict: Conflict;
  readonly words: PartWords;
  /** The question after this one; null: it is the last. */
  readonly next: MergeConflict | null;
  readonly onAccept: (choice: MergeChoiceBody) => void;
}): ReactElement {
  const text = useText();
  const { choice } = conflict;
  const [take, setTake] = useState<Take | ''>(choice?.take ?? '');
  const [typed, setTyped] = useState(writePart(choice?.take === 'combined' ? choice.value : conflict.ours));
  const settled = useSettled(typed, pauseMs);
  const like = conflict.ours ?? conflict.theirs;
  const combined = take === 'combined' ? readPart(typed, like) : null;
  const asked = take === 'combined' ? readPart(settled, like) : null;
  const effect = useEffectOf(work.id, conflict.id, asked?.value);
  const isReadable = combined === null || combined.value !== undefined;
  /** Whether what is shown is of this very answer, and not of the one before. */
  const isChecked = effect.isSuccess && !effect.isPlaceholderData && (combined === null || settled === typed);
  const issues = (take !== '' && effect.data?.issues[take].filter(({ severity }) => severity === 'error')) || [];
  const version = work.template.version;
  const name = words.name(conflict);
  const answer: MergeChoiceBody | null =
    take === '' ? null : take === 'combined' ? { take, value: combined!.value } : { take };
  const whyNot = () => {
    if (answer === null) return text('templates.chooseFirst');
    if (!isReadable) return text('templates.notReadable');
    if (effect.isError) return text('templates.notChecked');
    if (!isChecked) return text('templates.beingChecked');
    return issues.length > 0 ? text('templates.combineFirst') : null;
  };
  return (
    <>
      <div className="flex flex-wrap items-end gap-3">
        <div className="min-w-0 flex-1">
          <h2 className="text-50 font-bold">{text('templates.question', { name })}</h2>
          <p className="text-ink-2">{text(`templates.reason.${conflict.reason}`, { version })}</p>
        </div>
        <Segmented<Take | ''>
          label={text('templates.answer')}
          value={take}
          onChange={setTake}
          options={[
            { value: 'ours', label: text('templates.keepOurs') },
            { value: 'theirs', label: text('templates.takeNew', { version }) },
            ...(conflict.canCombine ? [{ value: 'combined' as const, label: text('templates.combine') }] : []),
          ]}
        />
      </div>
      <ThreeValues work={work} conflict={conflict} words={words} take={take} effect={effect.data} />
      {take !== '' && (
        <section
          aria-label={text('templates.resultTitle')}
          className="grid grid-cols-[minmax(0,1fr)_minmax(19rem,22rem)] rounded-3 bg-surface shadow-1 max-wide:grid-cols-1"
        >
          <div className="min-w-0 border-r border-line px-3.5 py-3 max-wide:border-r-0 max-wide:border-b">
            <h3 className="mb-2 flex items-center gap-2 font-bold">
              {text(take === 'combined' ? 'templates.combinedTitle' : 'templates.resultTitle')}
              <span className="ml-auto" role="status">
                {!isReadable || (isChecked && issues.length > 0) ? (
                  <StatusPill status="fail">{text('templates.problems', { n: Math.max(1, issues.length) })}</StatusPill>
                ) : isChecked ? (
                  <StatusPill status="ok">{text('templates.problems', { n: 0 })}</StatusPill>
                ) : (
                  <StatusPill status="idle">{text('templates.beingChecked')}</StatusPill>
                )}
              </span>
            </h3>
            {take === 'combined' ? (
              <Field
                label={text('templates.combinedLabel')}
                error={isReadable ? inWords(isChecked ? issues : []) : text('templates.notReadable')}
              >
                {(ids) => (
                  <TextArea
                    {...ids}
                    rows={5}
                    spellCheck={false}
                    value={typed}
                    onChange={(event) => setTyped(event.target.value)}
                    className="bg-code-bg font-mono text-code-text"
                  />
                )}
              </Field>
            ) : (
              <>
                <pre className="rounded-2 border border-line bg-code-bg px-3 py-2 font-mono text-20 break-words whitespace-pre-wrap text-code-text">
                  {conflict[take] === undefined ? text('templates.absent') : words.value(conflict, conflict[take])}
                </pre>
                {isChecked && issues.length > 0 && <Note status="fail">{inWords(issues)}</Note>}
              </>
            )}
          </div>
          <div className="min-w-0 px-3.5 py-3">
            {effect.data && effect.data.records.length > 0 ? (
              <EffectTable effect={effect.data} take={take} isStale={!isChecked} />
            ) : (
              <p className="text-ink-2">{effect.data?.problem ?? text('templates.beingChecked')}</p>
            )}
          </div>
        </section>
      )}
      {effect.error && <ProblemPanel error={effect.error} onRetry={() => void effect.refetch()} />}
      {take !== '' && effect.data && isChecked && <EffectSummary effect={effect.data} take={take} name={name} />}
      <StepAction>
        <Button reason={whyNot()} onClick={() => answer && onAccept(answer)}>
          {next ? text('templates.acceptAndNext', { name: words.name(next) }) : text('templates.accept')}
        </Button>
      </StepAction>
    </>
  );
}

function inWords(issues: readonly { readonly message: string; readonly remedy: string }[]): string {
  return issues.map(({ message, remedy }) => `${message} ${remedy}`).join(' ');
}

/** As installed, as it is here, and as the new version has it, with what differs marked. */
function ThreeValues({
  work,
  conflict,
  words,
  take,
  effect,
}: {
  readonly work: TemplateInstallation;
  readonly conflict: Conflict;
  readonly words: PartWords;
  readonly take: Take | '';
  readonly effect: MergeEffect | undefined;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const write = useFieldText();
  const { workspace } = useSession();
  const { changedHere } = conflict;
  const { version, note, addedAt } = work.template;
  const written = (said: unknown) => (said === undefined ? null : words.value(conflict, said));
  const marked = threeWay(written(conflict.base), written(conflict.ours), written(conflict.theirs));
  const sample = effect?.records.find(({ ours, theirs }) => ours !== theirs) ?? effect?.records[0];
  const cards = [
    {
      id: 'base',
      title: text('templates.cardBase', { version: work.upgrades ?? '' }),
      remark: work.upgradesSince && text('templates.installedOn', { day: format.date(work.upgradesSince) }),
    },
    {
      id: 'ours',
      title: workspace.name,
      remark: changedHere
        ? text('templates.changedBy', { day: format.date(changedHere.at), name: changedHere.by })
        : text('templates.asItIsHere'),
    },
    {
      id: 'theirs',
      title: text('templates.cardNew', { version }),
      remark: text('templates.releasedOn', { day: format.date(addedAt), note: note === '' ? 'none' : note }),
    },
  ] as const;
  return (
    <div className="grid grid-cols-3 gap-3 max-narrow:grid-cols-1">
      {cards
        .filter(({ id }) => id !== 'base' || work.upgrades !== null)
        .map(({ id, title, remark }) => (
          <section
            key={id}
            aria-label={title}
            className={cx(
              'flex min-w-0 flex-col rounded-3 border bg-surface shadow-1',
              take === id || (take === 'combined' && id !== 'base')
                ? 'border-accent outline outline-accent'
                : 'border-line',
            )}
          >
            <header className="px-3.5 pt-2.5 pb-2">
              <h3 className="font-bold">{title}</h3>
              <p className="text-20 text-ink-2">{remark}</p>
            </header>
            <pre className="min-h-20 flex-1 border-y border-line bg-code-bg px-3.5 py-2 font-mono text-20 break-words whitespace-pre-wrap text-code-text">
              {conflict[id] === undefined ? (
                <span className="font-sans text-ink-2">{text('templates.absent')}</span>
              ) : (
                <MarkedPieces pieces={marked[id]} />
              )}
            </pre>
            {sample && (
              <p className="flex justify-between gap-3 px-3.5 py-2 text-20">
                <span className="truncate text-ink-2">{sample.name}</span>
                <b className="font-bold tabular-nums">{write(effect?.field ?? '', sample[id] as FieldValue)}</b>
              </p>
            )}
          </section>
        ))}
    </div>
  );
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
