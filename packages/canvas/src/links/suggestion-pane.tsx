import type { LinkPairView, LinkSuggestion } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import { ArrowLeft, Link2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { useEntityNames } from '../app/entities.ts';
import { RecordKey } from '../app/record-key.tsx';
import { useReason } from '../app/session.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { EntityChip } from '../kit/entity.tsx';
import { Icon } from '../kit/icon.tsx';
import { Comparison } from './comparison.tsx';
import type { Decision } from './reason-dialog.tsx';
import { SuggestionCard } from './reasons.tsx';

/** The way back to the list, where there is room for one pane only. */
export function BackToList(): ReactElement {
  const text = useText();
  return (
    <Link
      to="/links"
      search={(before) => ({ ...before, suggestion: undefined })}
      className="mb-2 hidden items-center gap-1.5 text-20 text-accent-text max-narrow:flex"
    >
      <Icon of={ArrowLeft} size="s" />
      {text('links.title')}
    </Link>
  );
}

/** A suggestion with both records. */
export function SuggestionPane({
  suggestion,
  pair,
  onDecide,
}: {
  readonly suggestion: LinkSuggestion;
  readonly pair: LinkPairView;
  readonly onDecide: (decision: Decision) => void;
}): ReactElement {
  const text = useText();
  const names = useEntityNames();
  return (
    <section
      aria-label={text('links.detail')}
      className="flex min-w-0 flex-1 flex-col gap-4 overflow-y-auto bg-surface px-5.5 py-4"
    >
      <header>
        <BackToList />
        <div className="flex flex-wrap items-center gap-2 text-20 text-ink-2">
          <EntityChip entity={suggestion.entity}>{names.entity(suggestion.entity)}</EntityChip>
          <RecordKey value={suggestion.leftKey} />
          <RecordKey value={suggestion.rightKey} />
        </div>
      </header>
      <SuggestionCard
        suggestion={suggestion}
        pair={pair}
        actions={<SuggestionActions suggestion={suggestion} onDecide={onDecide} />}
      />
      <Comparison pair={pair} leftKey={suggestion.leftKey} rightKey={suggestion.rightKey} />
    </section>
  );
}

export function SuggestionActions({
  suggestion,
  onDecide,
}: {
  readonly suggestion: LinkSuggestion;
  readonly onDecide: (decision: Decision) => void;
}): ReactElement {
  const text = useText();
  const mayNot = useReason('links.edit');
  const isInstead = suggestion.claims.length > 0;
  const suggestions = [suggestion];
  return (
    <>
      <Button
        look="primary"
        icon={Link2}
        reason={mayNot}
        onClick={() => onDecide({ kind: 'accept', suggestions, isInstead })}
      >
        {text(isInstead ? 'links.acceptInstead' : 'links.accept')}
      </Button>
      <Button reason={mayNot} onClick={() => onDecide({ kind: 'dismiss', suggestions })}>
        {text(isInstead ? 'links.keepPresent' : 'links.keep')}
      </Button>
    </>
  );
}
