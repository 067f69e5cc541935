import type { DraftStand, FlowSummary } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import { Eye, Redo2, Undo2 } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { AskAccessDialog } from '../app/request-access.tsx';
import { useMay, useReason, useSession } from '../app/session.tsx';
import { useText } from '../i18n/locale.tsx';
import type { MessageId } from '../i18n/texts.ts';
import { Button, IconButton } from '../kit/button.tsx';
import { Icon } from '../kit/icon.tsx';
import { Chip } from '../kit/marks.tsx';
import { StatusPill } from '../kit/status-pill.tsx';
import { Tooltip } from '../kit/tooltip.tsx';
import { TemplateMark, useTemplatesOfFlows } from '../templates/template-mark.tsx';
import type { Editing } from './canvas/use-editing.ts';
import { useDesignerServices } from './designer-context.tsx';
import { isApproved, standOf, useFlowReviews } from './review/use-review.ts';
import { SaveStateText } from './saving/save-state.tsx';
import { RunningLink } from './running-link.tsx';
import type { DesignerTab } from './search.ts';
import { useIntentWords } from './use-intent-words.ts';

const tabs: readonly { readonly tab: DesignerTab | undefined; readonly title: MessageId }[] = [
  { tab: undefined, title: 'top.design' },
  { tab: 'runs', title: 'top.runs' },
  { tab: 'versions', title: 'top.versions' },
  { tab: 'tests', title: 'tests.title' },
  { tab: 'review', title: 'review.title' },
  { tab: 'settings', title: 'top.settings' },
];

/** Behind the name: where the draft stands, and the parts of the designer. */
export function TopHead({
  summary,
  stand,
  tab,
  hasChanges,
}: {
  readonly stand: DraftStand | null;
  readonly summary: FlowSummary;
  readonly tab: DesignerTab | undefined;
  readonly hasChanges: boolean;
}): ReactElement {
  const text = useText();
  const { autosave, editor, readOnlyReason } = useDesignerServices();
  const template = useTemplatesOfFlows().get(summary.id);
  const version = String(summary.publishedVersion ?? 0);
  return (
    <>
      <Chip>
        {summary.publishedVersion === null
          ? text('top.newDraft')
          : text(hasChanges ? 'top.draftAfter' : 'top.published', { version })}
      </Chip>
      {readOnlyReason === null ? (
        <SaveStateText autosave={autosave} onConflict={() => editor.open({ kind: 'conflict' })} />
      ) : (
        <Tooltip text={readOnlyReason}>
          <span tabIndex={0} className="text-20 font-medium whitespace-nowrap text-ink-3">
            {text('top.readOnly')}
          </span>
        </Tooltip>
      )}
      {stand !== null && stand.watchers.length > 0 && <Watchers names={stand.watchers} />}
      <RunningLink summary={summary} />
      <ReviewMark flowId={summary.id} />
      {template && <TemplateMark of={template} isShort />}
      <nav aria-label={text('top.parts')} className="ml-3 flex gap-5 self-stretch">
        {tabs.map(({ tab: part, title }) => (
          <Link
            key={title}
            to="/flows/$id"
            params={{ id: summary.id }}
            search={part ? { tab: part } : {}}
            // The router's own mark must agree: what else the address says plays no part.
            activeOptions={{ exact: true, includeSearch: true }}
            aria-current={tab === part ? 'page' : undefined}
            className="relative inline-flex min-h-10 items-center font-medium whitespace-nowrap text-ink-2 after:absolute after:inset-x-0 after:-bottom-px after:h-0.5 after:rounded-round hover:text-ink aria-[current]:text-ink aria-[current]:after:bg-accent"
          >
            {text(title)}
          </Link>
        ))}
      </nav>
    </>
  );
}

/** Who looks on. */
function Watchers({ names }: { readonly names: readonly string[] }): ReactElement {
  const text = useText();
  return (
    <Tooltip text={names.join(', ')}>
      <span tabIndex={0} role="status" className="inline-flex items-center gap-1 text-20 whitespace-nowrap text-ink-3">
        <Icon of={Eye} size="s" />
        {text('seat.watchers', { n: names.length })}
      </span>
    </Tooltip>
  );
}

/** Where the review of the draft stands, and the way there. */
function ReviewMark({ flowId }: { readonly flowId: string }): ReactElement | null {
  const text = useText();
  const review = useFlowReviews().data?.current;
  if (!review) return null;
  const stand = standOf(review);
  return (
    <Link to="/flows/$id" params={{ id: flowId }} search={{ tab: 'review' }} className="rounded-round">
      <StatusPill status={stand.status} isFolding>
        {text(stand.text)}
      </StatusPill>
    </Link>
  );
}

/** Undo and redo, each saying what it would do. */
export function TopTools({ editing }: { readonly editing: Editing }): ReactElement {
  const text = useText();
  const inWords = useIntentWords();
  const { document, readOnlyReason } = useDesignerServices();
  const last = useStore(document, ({ past }) => past.at(-1)?.intent ?? null);
  const next = useStore(document, ({ future }) => future.at(-1)?.intent ?? null);
  return (
    <>
      <IconButton
        icon={Undo2}
        label={last ? text('top.undo', { what: inWords(last) }) : text('action.undo')}
        reason={readOnlyReason ?? (last ? null : text('say.nothingToUndo'))}
        onClick={editing.undo}
      />
      <IconButton
        icon={Redo2}
        label={next ? text('top.redo', { what: inWords(next) }) : text('top.redoNothing')}
        reason={readOnlyReason ?? (next ? null : text('say.nothingToRedo'))}
        onClick={editing.redo}
      />
    </>
  );
}

/** Run with sample and Publish. */
export function TopActions({
  summary,
  onSample,
  onPublish,
}: {
  readonly summary: FlowSummary;
  readonly onSample: () => void;
  readonly onPublish: () => void;
}): ReactElement {
  const text = useText();
  const publishReason = useReason('flows.publish');
  const mayEdit = useMay('flows.edit');
  const [isAsking, setIsAsking] = useState(false);
  const { isTwoPerson } = useSession().workspace;
  const review = useFlowReviews().data?.current ?? null;
  const isAskFirst = mayEdit && (publishReason !== null || isTwoPerson) && !isApproved(review);
  return (
    <>
      <Button icon={Eye} data-tour="sample" onClick={onSample}>
        {text('top.sample')}
      </Button>
      {!mayEdit && <Button onClick={() => setIsAsking(true)}>{text('access.askToEdit')}</Button>}
      {isAsking && <AskAccessDialog permission="flows.edit" onClose={() => setIsAsking(false)} />}
      {isAskFirst && (
        <Button look="primary" onClick={onPublish}>
          {text('review.ask')}
        </Button>
      )}
      <Button look={isAskFirst ? 'plain' : 'primary'} data-tour="publish" reason={publishReason} onClick={onPublish}>
        {text('top.publish', { version: String((summary.publishedVersion ?? 0) + 1) })}
      </Button>
    </>
  );
}
