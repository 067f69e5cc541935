import type { DraftStand } from '@koppel/protocol';
import { useNavigate } from '@tanstack/react-router';
import { FileWarning } from 'lucide-react';
import type { ReactElement } from 'react';
import { useCall } from '../../api/use-api.tsx';
import { ProblemNote } from '../../app/problem.tsx';
import { useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { useDesignerServices } from '../designer-context.tsx';
import { Bar } from './seat-bar.tsx';

/** Somebody else edits the draft, and changes of ours were not saved before: what becomes of them. */
export function UnsentNote({ editor }: { readonly editor: DraftStand['editor'] }): ReactElement {
  const text = useText();
  const navigate = useNavigate();
  const { document, autosave } = useDesignerServices();
  const copy = useCall('importFlow', { stale: ['listFlows'] });
  return (
    <Bar
      icon={FileWarning}
      isUrgent
      actions={
        <>
          <Button onClick={autosave.letGo}>{text('seat.letGo')}</Button>
          <Button
            isBusy={copy.isPending}
            onClick={() =>
              copy.mutate(
                { body: { document: document.getState().document } },
                {
                  onSuccess({ summary }) {
                    autosave.letGo();
                    void navigate({ to: '/flows/$id', params: { id: summary.id } });
                  },
                },
              )
            }
          >
            {text('seat.saveCopy')}
          </Button>
        </>
      }
    >
      <span role="alert">
        {editor && !editor.isYou ? text('seat.unsent', { who: editor.name }) : text('seat.unsentHere')}
      </span>
      <ProblemNote error={copy.error} />
    </Bar>
  );
}
