import { BookOpen, ChevronDown, ChevronRight } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import type { RuleReplies } from '../check-worker/messages.ts';
import { useDesignerServices } from '../designer/designer-context.tsx';
import { matches } from '../format/fold.ts';
import { useSentence, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Icon } from '../kit/icon.tsx';
import { Input, SearchField } from '../kit/input.tsx';
import { Popover } from '../kit/popover.tsx';
import { useSettled } from '../kit/timing.ts';
import type { ExpressionScope, ScopeFunction } from './expression-scope.ts';

export interface FunctionReferenceProps {
  readonly scope: ExpressionScope;
  /** Writes a function in the expression; null where that cannot be changed. */
  readonly onUse: ((entry: ScopeFunction) => void) | null;
}

/** The button that opens the function reference beside an expression. It stays open while one writes. */
export function FunctionReference(props: FunctionReferenceProps): ReactElement {
  const text = useText();
  return (
    <Popover
      label={text('functions.title')}
      side="left"
      isLasting
      trigger={
        <Button size="s" look="quiet" icon={BookOpen}>
          {text('functions.title')}
        </Button>
      }
    >
      <Reference {...props} />
    </Popover>
  );
}

function Reference({ scope, onUse }: FunctionReferenceProps): ReactElement {
  const text = useText();
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState<string | null>(null);
  const found = scope.functions.filter(({ signature, summary }) => matches(`${signature} ${summary}`, search));
  return (
    <div className="flex h-100 w-96 max-w-full flex-col gap-2">
      <SearchField
        label={text('functions.search')}
        clearLabel={text('action.clear')}
        value={search}
        onChange={setSearch}
      />
      <SampleRecord />
      <div className="-mx-3 min-h-0 flex-1 overflow-y-auto px-3">
        {found.length === 0 && <p className="py-2 text-20 text-ink-3">{text('functions.none')}</p>}
        {scope.groups.map(({ id, title }) => {
          const entries = found.filter(({ group }) => group === id);
          return (
            entries.length > 0 && (
              <section key={id} aria-label={title}>
                <h3 className="pt-2 pb-1 text-10 font-medium text-ink-3">{title}</h3>
                {entries.map((entry) => (
                  <Entry
                    key={entry.signature}
                    entry={entry}
                    isOpen={open === entry.signature}
                    onTurn={() => setOpen(open === entry.signature ? null : entry.signature)}
                    onUse={onUse}
                  />
                ))}
              </section>
            )
          );
        })}
      </div>
    </div>
  );
}

/** What the examples read, for who changes one. */
function SampleRecord(): ReactElement {
  const text = useText();
  const { catalog } = useDesignerServices();
  return (
    <details className="text-20">
      <summary className="cursor-pointer rounded-1 text-ink-2 focus-visible:focus-ring">
        {text('functions.sample')}
      </summary>
      <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5">
        {catalog.exampleRecord.map(({ written, value }) => (
          <div key={written} className="contents">
            <dt className="font-mono text-code-text">{written}</dt>
            <dd className="truncate text-ink-2">{value === null ? text('functions.empty') : String(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Entry({
  entry,
  isOpen,
  onTurn,
  onUse,
}: {
  readonly entry: ScopeFunction;
  readonly isOpen: boolean;
  readonly onTurn: () => void;
} & Pick<FunctionReferenceProps, 'onUse'>): ReactElement {
  const text = useText();
  return (
    <div className="border-t border-line">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={onTurn}
        className="flex w-full items-start gap-1.5 py-1.5 text-left hover:bg-hover focus-visible:focus-ring-inner"
      >
        <span className="pt-0.5 text-ink-3">
          <Icon of={isOpen ? ChevronDown : ChevronRight} size="xs" />
        </span>
        <span className="min-w-0 flex-1">
          <span className="block font-mono text-20 font-medium break-words text-code-text">{entry.signature}</span>
          <span className="block text-20 leading-ui text-ink-2">{entry.summary}</span>
        </span>
      </button>
      {isOpen && (
        <div className="flex flex-col gap-1.5 pb-2.5 pl-4.5">
          <Example example={entry.example} />
          {onUse && (
            <div>
              <Button size="s" onClick={() => onUse(entry)}>
                {text('functions.use')}
              </Button>
            </div>
          )}
        </div>
      )}
    </div>
  );
}

const pauseMs = 200;

/** An example that one may change, with what it gives on the sample record: computed, not told. */
function Example({ example }: { readonly example: string }): ReactElement {
  const text = useText();
  const sentence = useSentence();
  const [written, setWritten] = useState(example);
  const outcome = useExample(useSettled(written, pauseMs));
  return (
    <>
      <Input
        size="s"
        aria-label={text('functions.example')}
        value={written}
        spellCheck={false}
        onChange={(event) => setWritten(event.target.value)}
        className="font-mono"
      />
      <p role="status" className="min-h-5 text-20 leading-ui">
        {outcome === null ? null : 'problem' in outcome ? (
          <span className="text-fail-text">
            {sentence(outcome.problem.message)} {sentence(outcome.problem.remedy)}
          </span>
        ) : (
          <>
            <span className="text-ink-3">{text('functions.gives')} </span>
            <span className="font-mono font-medium break-words">
              {outcome.result === 'empty' ? text('functions.empty') : outcome.result}
            </span>
          </>
        )}
      </p>
    </>
  );
}

/** What an expression gives on the sample record, by the evaluator of runs. */
function useExample(cel: string): RuleReplies['example'] | null {
  const { checker } = useDesignerServices();
  const [outcome, setOutcome] = useState<RuleReplies['example'] | null>(null);
  useEffect(() => {
    let isWanted = true;
    const ask = async () => {
      const reply = await checker.ask<'example'>({ kind: 'example', cel }).catch(() => null);
      if (isWanted) setOutcome(reply);
    };
    void ask();
    return () => {
      isWanted = false;
    };
  }, [checker, cel]);
  return outcome;
}
