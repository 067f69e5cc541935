import { Bookmark, History } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { ApiError } from '../../api/api-error.ts';
import { useCall } from '../../api/use-api.tsx';
import { ProblemNote } from '../../app/problem.tsx';
import { useToast } from '../../app/services.tsx';
import { useFormat, useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { cx } from '../../kit/cx.ts';
import { Icon } from '../../kit/icon.tsx';
import { Input } from '../../kit/input.tsx';
import { Chip } from '../../kit/marks.tsx';
import { useDesignerServices } from '../designer-context.tsx';
import { sendAll } from '../saving/autosave.ts';
import { entryName, entryNote, type Entry } from './entries.ts';

/** Versions and restore points, newest first, with how the runs of each version went. */
export function Timeline({
  entries,
  chosen,
  live,
  onChoose,
}: {
  readonly entries: readonly Entry[];
  readonly chosen: string | null;
  readonly live: number | null;
  readonly onChoose: (id: string) => void;
}): ReactElement {
  const text = useText();
  return (
    <div className="flex w-85 flex-none flex-col border-r border-line bg-surface max-narrow:w-40">
      <KeepDraft />
      <ol aria-label={text('versions.title')} className="min-h-0 flex-1 overflow-y-auto">
        {entries.map((entry) => (
          <li key={entry.id}>
            <button
              type="button"
              aria-pressed={entry.id === chosen}
              onClick={() => onChoose(entry.id)}
              className={cx(
                'block w-full border-b border-line px-4 py-2.5 text-left hover:bg-hover',
                entry.id === chosen && 'bg-selected shadow-[inset_3px_0_0_var(--c-accent)] hover:bg-selected',
              )}
            >
              <EntryText entry={entry} isLive={entry.kind === 'version' && entry.of.version === live} />
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}

function EntryText({ entry, isLive }: { readonly entry: Entry; readonly isLive: boolean }): ReactElement {
  const text = useText();
  const format = useFormat();
  const author = entry.kind === 'version' ? entry.of.publishedBy : entry.of.savedBy;
  return (
    <>
      <span className="flex items-center gap-2">
        {entry.kind === 'point' && <Icon of={History} size="s" className="text-ink-3" />}
        <b className={entry.kind === 'version' ? 'font-bold' : 'font-medium'}>
          {entryName(entry, text, format.dateTime)}
        </b>
        {isLive && <Chip>{text('versions.live')}</Chip>}
      </span>
      <span className="block truncate text-ink-2">{entryNote(entry, text)}</span>
      <span className="block text-20 text-ink-3">
        {text('versions.by', { who: author, time: format.dateTime(entry.at) })}
      </span>
      {entry.kind === 'version' && <VersionFacts of={entry.of} />}
    </>
  );
}

function VersionFacts({
  of: { runs, records, failed, askedBy, approvedBy },
}: {
  readonly of: Extract<Entry, { kind: 'version' }>['of'];
}): ReactElement {
  const text = useText();
  const format = useFormat();
  return (
    <>
      {askedBy !== null && approvedBy !== null && (
        <span className="block text-20 text-ink-3">
          {text('review.versionBy', { asker: askedBy, approver: approvedBy })}
        </span>
      )}
      <span className="block text-20 text-ink-3 tabular-nums">
        {runs === 0
          ? text('versions.noRuns')
          : records === 0
            ? text('versions.runs', { n: runs })
            : text('versions.runsFailed', {
                n: runs,
                share:
                  failed > 0 && failed / records < 0.005
                    ? `< ${format.percent(0.01)}`
                    : format.percent(failed / records),
              })}
      </span>
    </>
  );
}

/** Keeps the draft as it is now, under a name if one gives it one. */
function KeepDraft(): ReactElement {
  const text = useText();
  const toast = useToast();
  const { flowId, autosave, readOnlyReason } = useDesignerServices();
  const keep = useCall('keepRestorePoint', { stale: ['listRestorePoints'] });
  const [note, setNote] = useState('');
  const [unsent, setUnsent] = useState<ApiError | null>(null);
  const send = async () => {
    if (keep.isPending || readOnlyReason !== null) return;
    setUnsent(null);
    try {
      if (!(await sendAll(autosave))) return;
    } catch (problem) {
      setUnsent(problem as ApiError);
      return;
    }
    keep.mutate(
      { params: { id: flowId }, body: { note: note.trim() } },
      {
        onSuccess: () => {
          setNote('');
          toast({ text: text('points.kept') });
        },
      },
    );
  };
  return (
    <form
      className="flex flex-none flex-wrap items-center gap-2 border-b border-line px-4 py-2.5"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Input
        aria-label={text('points.note')}
        placeholder={text('points.note')}
        maxLength={200}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        className="min-w-0 flex-1"
      />
      <Button type="submit" icon={Bookmark} reason={readOnlyReason} isBusy={keep.isPending}>
        {text('points.keep')}
      </Button>
      <ProblemNote error={unsent ?? keep.error} />
    </form>
  );
}
