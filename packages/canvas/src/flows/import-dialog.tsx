import { useNavigate } from '@tanstack/react-router';
import { FileUp } from 'lucide-react';
import { useRef, useState, type ReactElement } from 'react';
import { useCall } from '../api/use-api.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { Note } from '../kit/status-pill.tsx';

/** Creates a flow from an exported file, of this or an earlier version of Koppel, and opens it as a draft. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const text = useText();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const upload = useCall('importFlow', { stale: ['listFlows'] });
  const [unreadable, setUnreadable] = useState<string | null>(null);

  const read = async (file: File) => {
    setUnreadable(null);
    upload.reset();
    let document: unknown;
    try {
      document = JSON.parse(await file.text());
    } catch {
      setUnreadable(file.name);
      return;
    }
    upload.mutate(
      { body: { document } },
      { onSuccess: ({ summary }) => void navigate({ to: '/flows/$id', params: { id: summary.id } }) },
    );
  };

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text('flows.import')}
      description={text('flows.importText')}
      closeLabel={text('action.close')}
      actions={
        <>
          <Button onClick={onClose}>{text('action.cancel')}</Button>
          <Button look="primary" icon={FileUp} isBusy={upload.isPending} onClick={() => input.current?.click()}>
            {text('flows.chooseFile')}
          </Button>
        </>
      }
    >
      {unreadable && <Note status="fail">{text('flows.importUnreadable', { file: unreadable })}</Note>}
      <ProblemNote error={upload.error} />
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        aria-label={text('flows.chooseFile')}
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file, corrected, can be chosen again.
          event.target.value = '';
          if (file) void read(file);
        }}
      />
    </Dialog>
  );
}
