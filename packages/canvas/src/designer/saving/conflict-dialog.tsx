import type { FlowDetail } from '@koppel/protocol';
import { useEffect, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import type { ApiError } from '../../api/api-error.ts';
import { useApi } from '../../api/use-api.tsx';
import { ProblemNote } from '../../app/problem.tsx';
import { useFormat, useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { useDesignerServices, useEditor } from '../designer-context.tsx';
import { replaceDocument } from '../document/flow-commands.ts';

/** Somebody else saved this flow meanwhile: whose drawing goes on. Nothing is lost either way. */
export function ConflictDialog(): ReactElement | null {
  const { autosave } = useDesignerServices();
  const isOpen = useStore(autosave, ({ status }) => status === 'conflict');
  return isOpen ? <Choice /> : null;
}

function Choice(): ReactElement {
  const text = useText();
  const format = useFormat();
  const api = useApi();
  const { flowId, autosave, document, editor } = useDesignerServices();
  const [theirs, setTheirs] = useState<FlowDetail | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [isLater, setIsLater] = useState(false);
  const isAsked = useEditor(({ overlay }) => overlay?.kind === 'conflict');
  useEffect(() => {
    const closing = new AbortController();
    api.getFlow({ params: { id: flowId } }, { signal: closing.signal }).then(setTheirs, (problem: unknown) => {
      if (!closing.signal.aborted) setError(problem as ApiError);
    });
    return () => closing.abort();
  }, [api, flowId]);
  const waits = theirs ? null : text('conflict.loading');
  return (
    <Dialog
      isOpen={!isLater || isAsked}
      onClose={() => {
        setIsLater(true);
        editor.close();
      }}
      title={text('conflict.title')}
      description={
        theirs
          ? text('conflict.text', { who: theirs.savedBy, time: format.dateTime(theirs.savedAt) })
          : text('conflict.loading')
      }
      closeLabel={text('action.close')}
      actions={
        <>
          <Button
            reason={waits}
            onClick={() => {
              // Theirs comes in as one step: what was drawn here is one undo away.
              document.execute(replaceDocument(theirs!.draft, { id: 'designer.intent.takeTheirs' }));
              autosave.resolve({ revision: theirs!.revision, savedAt: theirs!.savedAt, isOurs: false });
            }}
          >
            {text('conflict.theirs')}
          </Button>
          <Button
            look="primary"
            reason={waits}
            onClick={() => {
              // Theirs goes into the history, so that it is one undo away, too.
              const ours = document.getState().document;
              document.execute(replaceDocument(theirs!.draft, { id: 'designer.intent.takeTheirs' }));
              document.execute(replaceDocument(ours, { id: 'designer.intent.keepOurs' }));
              autosave.resolve({ revision: theirs!.revision, savedAt: theirs!.savedAt, isOurs: true });
            }}
          >
            {text('conflict.ours')}
          </Button>
        </>
      }
    >
      <p className="text-ink-2">{text('conflict.safe')}</p>
      <ProblemNote error={error} />
    </Dialog>
  );
}

/** Unsaved work of an earlier visit, and the draft changed since: which of the two goes on. */
export function HomecomingDialog({
  at,
  savedBy,
  savedAt,
  onChoose,
}: {
  readonly at: number;
  readonly savedBy: string;
  readonly savedAt: string;
  readonly onChoose: (choice: 'ours' | 'theirs') => void;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  return (
    <Dialog
      isOpen
      onClose={() => onChoose('theirs')}
      title={text('homecoming.title')}
      description={text('homecoming.text', {
        time: format.dateTime(at),
        who: savedBy,
        since: format.dateTime(savedAt),
      })}
      closeLabel={text('action.close')}
      actions={
        <>
          <Button onClick={() => onChoose('theirs')}>{text('homecoming.theirs')}</Button>
          <Button look="primary" onClick={() => onChoose('ours')}>
            {text('homecoming.ours')}
          </Button>
        </>
      }
    />
  );
}
