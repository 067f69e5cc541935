import type { ErrorView } from '@koppel/model';
import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import type { RuleReplies } from '../check-worker/messages.ts';
import { useText } from '../i18n/locale.tsx';
import { useTold } from '../i18n/told.ts';
import { Icon } from '../kit/icon.tsx';
import { useMapping } from './mapping-context.ts';
import type { MappingRow } from './rows.ts';
import { sampleNumber } from './sample-title.ts';
import type { SampleStats } from './sample-stats.ts';
import { useValueText } from './use-value-text.ts';

const wordsOf = ({ message, remedy }: Pick<ErrorView, 'message' | 'remedy'>) => `${message} ${remedy}`;

/** The list is a look, not the report. */
const mostTold = 8;

/** What a row gives: for this sample, beside what the target holds, and counted over all samples. */
export function PreviewBox({
  row,
  checked,
}: {
  readonly row: MappingRow;
  readonly checked: RuleReplies['rule'] | null;
}): ReactElement {
  const text = useText();
  const inWords = useTold();
  const mapping = useMapping();
  const write = useValueText();
  const { samples, targetName } = mapping;
  const outcome = mapping.outcome(row);
  const stats = mapping.stats(row);
  const { type } = row.field;
  const typeName = text(`mapping.type.${type.kind}`);
  const isBroken = checked?.issues.some(({ severity }) => severity === 'error') ?? false;
  const told = isBroken ? [] : stats.telling;
  const present = samples.current?.present;
  const now = present?.[row.name];
  return (
    <section
      aria-label={text('mapping.preview')}
      className="flex-none overflow-hidden rounded-2 bg-surface text-20 shadow-0"
    >
      <Line label={text('mapping.result')}>
        {isBroken ? (
          <span className="min-w-0 flex-1 text-ink-3">{text('mapping.resultFails')}</span>
        ) : outcome?.kind === 'failed' ? (
          <span className="min-w-0 flex-1 leading-ui text-fail-text">{wordsOf(inWords(outcome.error))}</span>
        ) : outcome && 'value' in outcome ? (
          <span className="min-w-0 flex-1 truncate text-30 font-bold" title={write(outcome.value, type)}>
            {write(outcome.value, type)}
          </span>
        ) : (
          <span className="min-w-0 flex-1 text-ink-3">
            {outcome?.kind === 'untouched' ? text('mapping.leavesUnless') : text('mapping.noneReach')}
          </span>
        )}
        {!isBroken && outcome?.kind !== 'failed' && checked?.type && (
          <span className="ml-auto flex flex-none items-center gap-1 font-medium text-ok-text">
            <Icon of={Check} size="s" />
            {text('mapping.fits', { type: typeName })}
          </span>
        )}
      </Line>
      <Line label={text('mapping.inTarget', { system: targetName })}>
        {present && now !== undefined ? (
          <span className="min-w-0 truncate">{write(now, type)}</span>
        ) : (
          <span className="text-ink-3">
            {text(samples.current && present === null ? 'mapping.noRecord' : 'mapping.notKnown')}
          </span>
        )}
      </Line>
      <Line label={text('mapping.samples', { n: stats.total })}>
        {isBroken ? <span className="text-ink-3">–</span> : <Summary stats={stats} />}
      </Line>
      {told.slice(0, mostTold).map(({ record, outcome: one }) => (
        <button
          key={record.key}
          type="button"
          onClick={() => samples.pick(record.key)}
          title={one.kind === 'failed' ? wordsOf(inWords(one.error)) : record.name}
          className="flex min-h-6.5 w-full items-baseline gap-2 px-3 py-0.75 text-left hover:bg-hover focus-visible:focus-ring-inner"
        >
          <span className="w-22 flex-none truncate pl-2.5 text-ink-2">
            <span className="sr-only">{text('mapping.showSample')} </span>
            {sampleNumber(record, mapping.input?.entity ?? '') ?? record.name}
          </span>
          {one.kind === 'failed' ? (
            <span className="truncate text-fail-text">{inWords(one.error).message}</span>
          ) : (
            <>
              {/* Whole: what differs may stand at the end. */}
              <span className="min-w-0 flex-1 break-words">
                <del className="text-ink-3">{write(one.present, type)}</del> {write(one.value, type)}
              </span>
            </>
          )}
        </button>
      ))}
      {told.length > mostTold && (
        <p className="px-3 pb-1.5 pl-5.5 text-ink-3">{text('mapping.more', { n: told.length - mostTold })}</p>
      )}
    </section>
  );
}

function Line({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactElement {
  return (
    <div className="flex min-h-7 items-center gap-2 border-b border-line px-3 py-1 last:border-b-0">
      <span className="w-22 flex-none text-ink-3">{label}</span>
      {children}
    </div>
  );
}

const summed = ['failed', 'equal', 'changed', 'new', 'untouched'] as const;

/** "47 equal, 3 would change", with what does not occur left out. */
function Summary({ stats }: { readonly stats: SampleStats }): ReactElement {
  const text = useText();
  const parts = summed.flatMap((kind) =>
    stats.counts[kind] > 0 ? [text(`mapping.stat.${kind}`, { n: stats.counts[kind] })] : [],
  );
  return <span className="min-w-0">{parts.length === 0 ? text('mapping.samplesNone') : parts.join(', ')}</span>;
}
