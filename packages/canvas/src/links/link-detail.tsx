import type { LinkDetail, LinkPairView } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import { Unlink } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useRead } from '../api/use-api.tsx';
import { useEntityNames } from '../app/entities.ts';
import { QueryView } from '../app/query-view.tsx';
import { RecordKey } from '../app/record-key.tsx';
import { useReason } from '../app/session.tsx';
import { useFormat, useText } from '../i18n/locale.tsx';
import type { MessageId } from '../i18n/texts.ts';
import { Button } from '../kit/button.tsx';
import { EntityChip } from '../kit/entity.tsx';
import { Segmented } from '../kit/segmented.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { Note, StatusPill } from '../kit/status-pill.tsx';
import { Comparison } from './comparison.tsx';
import { HandDialog } from './hand-dialog.tsx';
import { systemName } from './pair.ts';
import type { Decision } from './reason-dialog.tsx';
import { SuggestionCard } from './reasons.tsx';
import { BackToList, SuggestionActions } from './suggestion-pane.tsx';

/** The chosen link: what is wrong with it, both records, and where it came from. */
export function LinkDetailPane({
  id,
  pair,
  onDecide,
}: {
  readonly id: number;
  readonly pair: LinkPairView;
  readonly onDecide: (decision: Decision) => void;
}): ReactElement {
  const text = useText();
  const query = useRead('getLink', { params: { id } });
  return (
    <section aria-label={text('links.detail')} className="flex min-w-0 flex-1 flex-col bg-surface">
      <QueryView query={query} skeleton={<SkeletonRows count={10} />}>
        {(detail) => <Detail detail={detail} pair={pair} onDecide={onDecide} />}
      </QueryView>
    </section>
  );
}

function Detail({
  detail,
  pair,
  onDecide,
}: {
  readonly detail: LinkDetail;
  readonly pair: LinkPairView;
  readonly onDecide: (decision: Decision) => void;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const names = useEntityNames();
  const mayNot = useReason('links.edit');
  const { link, suggestions } = detail;
  const [suggestion] = suggestions;
  const [shown, setShown] = useState<'present' | 'suggestion'>('present');
  const [isSearching, setIsSearching] = useState(false);
  const [left, right] = [link.leftName ?? link.leftKey, link.rightName ?? link.rightKey];
  const goneSide = link.leftGoneAt ? 'left' : link.rightGoneAt ? 'right' : null;
  // The record that is still there, or that two others claim.
  const isLeftContested = suggestion?.leftKey === link.leftKey;
  const stays = goneSide === 'left' ? right : left;
  const title = goneSide
    ? text('links.headingGone', { name: stays })
    : suggestion
      ? text('links.headingContested', { name: isLeftContested ? left : right })
      : text('links.heading', { left, right });
  return (
    <>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-5.5 py-4">
        <header>
          <BackToList />
          <div className="mb-1 flex flex-wrap items-center gap-2 text-20 text-ink-2">
            <EntityChip entity={link.entity}>{names.entity(link.entity)}</EntityChip>
            <span className="flex min-w-0 items-center gap-1">
              {systemName(pair, 'left')} <RecordKey value={link.leftKey} />
            </span>
            <span className="flex min-w-0 items-center gap-1">
              {systemName(pair, 'right')} <RecordKey value={link.rightKey} />
            </span>
            <span className="ml-auto">
              {goneSide ? (
                <StatusPill status="fail">
                  {text('links.state.gone', { system: systemName(pair, goneSide) })}
                </StatusPill>
              ) : suggestion ? (
                <StatusPill status="warn">{text('links.state.contested')}</StatusPill>
              ) : (
                <StatusPill status="ok">{text('links.state.linked')}</StatusPill>
              )}
            </span>
          </div>
          <h2 className="text-60 leading-[1.25] font-bold tracking-[-0.01em]">{title}</h2>
          {suggestion && (
            <p className="mt-0.5 text-ink-2">
              {text('links.contestedText', { present: isLeftContested ? right : left })}
            </p>
          )}
        </header>
        {goneSide && (
          <Note status="fail">
            {text('links.goneText', {
              system: systemName(pair, goneSide),
              time: format.dateTime((goneSide === 'left' ? link.leftGoneAt : link.rightGoneAt)!),
            })}
          </Note>
        )}
        {suggestion && (
          <SuggestionCard
            suggestion={suggestion}
            pair={pair}
            actions={<SuggestionActions suggestion={suggestion} onDecide={onDecide} />}
          />
        )}
        {suggestion && (
          <div>
            <Segmented
              label={text('links.sides')}
              value={shown}
              onChange={setShown}
              options={[
                { value: 'present', label: text('links.withPresent') },
                { value: 'suggestion', label: text('links.withSuggestion') },
              ]}
            />
          </div>
        )}
        {suggestion && shown === 'suggestion' ? (
          <Comparison pair={pair} leftKey={suggestion.leftKey} rightKey={suggestion.rightKey} />
        ) : (
          <Comparison
            pair={pair}
            leftKey={link.leftKey}
            rightKey={link.rightKey}
            base={detail.base}
            knownGone={goneSide}
          />
        )}
        <History detail={detail} />
      </div>
      <footer className="flex min-h-14 flex-none flex-wrap items-center gap-2 border-t border-line bg-surface-2 px-5.5 py-2">
        <Button look="danger" icon={Unlink} reason={mayNot} onClick={() => onDecide({ kind: 'unlink', link })}>
          {text('links.unlink')}
        </Button>
        <Button look="quiet" reason={mayNot} onClick={() => setIsSearching(true)}>
          {text('links.other')}
        </Button>
        <span className="min-w-0 flex-1 text-20 text-ink-2">{text('links.unlinkNote')}</span>
      </footer>
      {isSearching && (
        <HandDialog
          pair={pair}
          fixed={
            goneSide === 'left'
              ? { side: 'right', key: link.rightKey, name: right }
              : { side: 'left', key: link.leftKey, name: left }
          }
          onClose={() => setIsSearching(false)}
        />
      )}
    </>
  );
}

const origins: Readonly<Record<string, MessageId>> = {
  created: 'links.origin.created',
  hand: 'links.origin.hand',
  import: 'links.origin.import',
  link: 'links.origin.key',
  merge: 'links.origin.merge',
};

function History({ detail }: { readonly detail: LinkDetail }): ReactElement {
  const text = useText();
  const format = useFormat();
  const names = useEntityNames();
  const { link } = detail;
  const how = (madeBy: string) => {
    const known = origins[madeBy];
    if (known) return text(known);
    const fields = madeBy.split('+').map((field) => names.field(field, link.entity));
    return text('links.ruleSame', { fields: fields.join(', ') });
  };
  return (
    <section aria-label={text('links.history')}>
      <h3 className="mb-1.5 font-bold">{text('links.history')}</h3>
      <ol className="grid gap-1">
        {detail.history.map((event, index) => (
          <li key={index} className="grid grid-cols-[9.5rem_1fr] gap-3">
            <time dateTime={event.at} className="text-ink-3 tabular-nums">
              {format.dateTime(event.at)}
            </time>
            <span>
              {event.kind === 'linked'
                ? text('links.event.linked', { how: how(event.how ?? '') })
                : text(`links.event.${event.kind}`)}
              {event.run && (
                <>
                  {', '}
                  <Link
                    to="/runs/$id"
                    params={{ id: event.run.id }}
                    className="text-accent-text underline underline-offset-2"
                  >
                    {text('links.event.run', { number: String(event.run.number) })}
                  </Link>
                </>
              )}
              {event.by && `, ${text('links.event.by', { name: event.by })}`}
              {(event.leftKey !== link.leftKey || event.rightKey !== link.rightKey) && (
                <span className="text-ink-3">
                  {' '}
                  ({text('links.event.keys', { left: event.leftKey, right: event.rightKey })})
                </span>
              )}
              {event.reason && <span className="block text-ink-2">{event.reason}</span>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
