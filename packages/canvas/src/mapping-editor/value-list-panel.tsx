import type { FieldType, ValueList } from '@koppel/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { keyOf, useApi } from '../api/use-api.tsx';
import { useProblemText } from '../app/problem.tsx';
import { useToast } from '../app/services.tsx';
import { useReason } from '../app/session.tsx';
import { useSayWhy } from '../app/use-say-why.ts';
import { matches } from '../format/fold.ts';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { Button, IconButton } from '../kit/button.tsx';
import { Input, SearchField } from '../kit/input.tsx';
import { StatusIcon } from '../kit/status-pill.tsx';
import { codeLabel, type UnlistedCode } from './unlisted.ts';
import { ValueInput } from './value-input.tsx';

export interface ValueListPanelProps {
  readonly list: ValueList;
  /** What the codes become: a choice offers its options. */
  readonly target: FieldType;
  /** What the codes are, for their labels; null where that is not known. */
  readonly source: FieldType | null;
  readonly unlisted: readonly UnlistedCode[];
  /** Only the codes that are missing. */
  readonly isShort?: boolean;
}

/** Few lists are so long that one has to search. */
const searchedFrom = 12;

/** The entries of a value list: what is missing first, each with the place to add it. */
export function ValueListPanel({ list, target, source, unlisted, isShort = false }: ValueListPanelProps): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const { change, error, isPending } = useListChange(list);
  const reason = useReason('valueLists.edit');
  const [search, setSearch] = useState('');
  const entries = Object.entries(list.entries)
    .filter(([code, value]) =>
      matches(`${code} ${value} ${codeLabel(source, code) ?? ''} ${codeLabel(target, value) ?? ''}`, search),
    )
    .toSorted(([a], [b]) => a.localeCompare(b, undefined, { numeric: true }));
  return (
    <section aria-label={`${text('lists.title')} ${localized(list.title)}`} className="flex flex-col gap-2">
      {!isShort && (
        <div>
          <h4 className="flex items-baseline gap-2">
            <span className="truncate font-medium">{localized(list.title)}</span>
            <span className="flex-none text-20 text-ink-3">
              {text('lists.entries', { n: Object.keys(list.entries).length })}
            </span>
          </h4>
          <p className="text-20 leading-ui text-ink-3">{text('lists.shared')}</p>
        </div>
      )}
      {unlisted.length > 0 && (
        <div className="flex flex-col gap-1.5">
          <p className="flex items-center gap-1.5 text-20 font-medium text-fail-text">
            <StatusIcon status="fail" />
            {text('lists.unlisted', { n: unlisted.length })}
          </p>
          {unlisted.map(({ code, samples }) => (
            <Missing
              key={code}
              code={code}
              label={codeLabel(source, code)}
              samples={samples}
              target={target}
              reason={reason}
              isBusy={isPending}
              onAdd={(value) => change(code, value)}
            />
          ))}
        </div>
      )}
      {error && <p className="text-20 text-fail-text">{error}</p>}
      {!isShort && (
        <>
          {Object.keys(list.entries).length >= searchedFrom && (
            <SearchField
              label={text('lists.search')}
              clearLabel={text('action.clear')}
              value={search}
              onChange={setSearch}
            />
          )}
          <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_26px] items-center gap-1.5">
            <span className="text-10 font-medium text-ink-3">{text('lists.code')}</span>
            <span className="col-span-2 text-10 font-medium text-ink-3">{text('lists.becomes')}</span>
            {entries.map(([code, value]) => (
              <Entry
                key={code}
                code={code}
                label={codeLabel(source, code)}
                value={value}
                target={target}
                reason={reason}
                onChange={(next) => change(code, next)}
              />
            ))}
            {entries.length === 0 && <p className="col-span-3 text-20 text-ink-3">{text('lists.none')}</p>}
            <NewEntry list={list} target={target} reason={reason} isBusy={isPending} onAdd={change} />
          </div>
        </>
      )}
    </section>
  );
}

const isChoice = (type: FieldType) => type.kind === 'choice' && type.options.length > 0;

function Missing({
  code,
  label,
  samples,
  target,
  reason,
  isBusy,
  onAdd,
}: {
  readonly code: string;
  readonly label: string | null;
  readonly samples: number;
  readonly target: FieldType;
  readonly reason: string | null;
  readonly isBusy: boolean;
  readonly onAdd: (value: string) => void;
}): ReactElement {
  const text = useText();
  const [value, setValue] = useState<string | null>(null);
  return (
    <div className="flex items-start gap-1.5">
      <span className="w-22 flex-none truncate pt-1 text-20" title={text('lists.unlistedOf', { code, n: samples })}>
        <span className="font-medium">{code}</span> <span className="text-ink-3">{label ?? `${samples}×`}</span>
      </span>
      <div className="min-w-0 flex-1">
        <ValueInput
          type={target}
          value={value}
          onChange={(next) => setValue(next === null ? null : String(next))}
          label={text('lists.valueOf', { code })}
          placeholder={text(isChoice(target) ? 'lists.chooseValue' : 'lists.becomes')}
          isDisabled={reason !== null}
        />
      </div>
      <Button
        size="s"
        reason={reason ?? (value === null ? text('lists.valueOf', { code }) : null)}
        isBusy={isBusy}
        onClick={() => value !== null && onAdd(value)}
      >
        {text('lists.add')}
      </Button>
    </div>
  );
}

function Entry({
  code,
  label,
  value,
  target,
  reason,
  onChange,
}: {
  readonly code: string;
  readonly label: string | null;
  readonly value: string;
  readonly target: FieldType;
  readonly reason: string | null;
  readonly onChange: (value: string | null) => void;
}): ReactElement {
  const text = useText();
  return (
    <>
      <span className="truncate text-20" title={label ?? code}>
        {code} {label && <span className="text-ink-3">{label}</span>}
      </span>
      {isChoice(target) ? (
        <ValueInput
          type={target}
          value={value}
          onChange={(next) => next !== null && onChange(String(next))}
          label={text('lists.valueOf', { code })}
          isDisabled={reason !== null}
        />
      ) : (
        <Input
          key={value}
          size="s"
          aria-label={text('lists.valueOf', { code })}
          defaultValue={value}
          readOnly={reason !== null}
          onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
          onBlur={(event) => {
            const next = event.target.value.trim();
            if (next !== '' && next !== value) onChange(next);
          }}
        />
      )}
      <IconButton
        icon={X}
        size="s"
        label={text('lists.remove', { code })}
        reason={reason}
        onClick={() => onChange(null)}
      />
    </>
  );
}

function NewEntry({
  list,
  target,
  reason,
  isBusy,
  onAdd,
}: {
  readonly list: ValueList;
  readonly target: FieldType;
  readonly reason: string | null;
  readonly isBusy: boolean;
  readonly onAdd: (code: string, value: string) => void;
}): ReactElement {
  const text = useText();
  const [code, setCode] = useState('');
  const [value, setValue] = useState<string | null>(null);
  const isKnown = code.trim() in list.entries;
  const isReady = code.trim() !== '' && value !== null && !isKnown;
  return (
    <>
      <Input
        size="s"
        aria-label={text('lists.code')}
        placeholder={text('lists.code')}
        aria-invalid={isKnown || undefined}
        value={code}
        readOnly={reason !== null}
        onChange={(event) => setCode(event.target.value)}
      />
      <ValueInput
        key={Object.keys(list.entries).length}
        type={target}
        value={value}
        onChange={(next) => setValue(next === null ? null : String(next))}
        label={text('lists.becomes')}
        placeholder={text(isChoice(target) ? 'lists.chooseValue' : 'lists.becomes')}
        isDisabled={reason !== null}
      />
      <IconButton
        icon={Plus}
        size="s"
        look="plain"
        label={text('lists.addEntry')}
        isBusy={isBusy}
        reason={reason ?? (isKnown ? text('lists.exists') : isReady ? null : text('lists.addEntry'))}
        onClick={() => {
          if (!isReady) return;
          onAdd(code.trim(), value);
          setCode('');
          setValue(null);
        }}
      />
    </>
  );
}

interface EntryWanted {
  readonly code: string;
  /** Null: out of the list. */
  readonly to: string | null;
  readonly isUndo: boolean;
}
interface EntryChanged {
  readonly from: string | null;
}
const stale = ['getCheckContext', 'listValueLists', 'previewFlow'] as const;

/** Changes one entry of a list, where it is still what is shown here; others of the list stay as they are. Null removes it. */
function useListChange(list: ValueList): {
  readonly change: (code: string, value: string | null) => void;
  readonly error: string | null;
  readonly isPending: boolean;
} {
  const api = useApi();
  const client = useQueryClient();
  const text = useText();
  const localized = useLocalized();
  const toast = useToast();
  const problemText = useProblemText();
  const sayWhy = useSayWhy();
  // What is shown here, and at once what was made of it here: one change may follow the other before the list is read again.
  const known = useRef(list.entries);
  useEffect(() => {
    known.current = list.entries;
  }, [list.entries]);
  const { mutate, error, isPending } = useMutation<EntryChanged, ApiError, EntryWanted>({
    scope: { id: `value-list ${list.id}` },
    mutationFn: async ({ code, to }) => {
      const from = known.current[code] ?? null;
      const body = { changes: [{ code, from, to }] };
      const { entries } = await api.changeValueList({ params: { id: list.id }, body });
      known.current = entries;
      return { from };
    },
    onSuccess: ({ from }, { code, isUndo }) =>
      toast({
        text: text('lists.saved', { list: localized(list.title) }),
        ...(isUndo
          ? {}
          : { action: { label: text('action.undo'), run: () => mutate({ code, to: from, isUndo: true }) } }),
      }),
    // The panel may be gone by then.
    onError: (problem, { isUndo }) => isUndo && sayWhy(problem),
    // Also where somebody else was first: what they made of it is shown.
    onSettled: () => Promise.all(stale.map((route) => client.invalidateQueries({ queryKey: keyOf(route) }))),
  });
  const problem = error && problemText(error);
  return {
    change: (code, to) => mutate({ code, to, isUndo: false }),
    error: problem && `${problem.title} ${problem.remedy}`,
    isPending,
  };
}
