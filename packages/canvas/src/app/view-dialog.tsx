import type { ColumnState, SavedView, ViewScreen } from '@koppel/protocol';
import { useId, useState, type ReactElement } from 'react';
import { useCall } from '../api/use-api.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Checkbox } from '../kit/checkbox.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { Field } from '../kit/field.tsx';
import { Input } from '../kit/input.tsx';
import { ProblemNote, useFieldErrors } from './problem.tsx';
import { useToast } from './services.tsx';
import { useMay } from './session.tsx';

const stale = { stale: ['listViews'] } as const;

/** Asks for the name of a view, and of a new one whether it is for everybody. */
export function ViewDialog({
  view,
  screen,
  search = {},
  columns,
  onClose,
  onSaved,
}: {
  /** The one that gets another name; without: a new one of these filters and columns. */
  readonly view?: SavedView;
  readonly screen: ViewScreen;
  readonly search?: Readonly<Record<string, string>>;
  readonly columns?: ColumnState | undefined;
  readonly onClose: () => void;
  readonly onSaved?: (view: SavedView) => void;
}): ReactElement {
  const text = useText();
  const toast = useToast();
  const fieldErrors = useFieldErrors();
  const formId = useId();
  const mayShare = useMay('flows.edit');
  const save = useCall('saveView', stale);
  const rename = useCall('changeView', stale);
  const [name, setName] = useState(view?.title ?? '');
  const [isShared, setShared] = useState(false);
  const title = name.trim();
  const call = view ? rename : save;
  const done = (saved: SavedView) => {
    toast({ text: text('views.saved', { title: saved.title }) });
    onSaved?.(saved);
    onClose();
  };
  const submit = () => {
    if (title === '' || call.isPending) return;
    if (view) rename.mutate({ params: { id: view.id }, body: { revision: view.revision, title } }, { onSuccess: done });
    else
      save.mutate({ body: { screen, title, isShared, search, ...(columns ? { columns } : {}) } }, { onSuccess: done });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text(view ? 'views.renameTitle' : 'views.saveTitle')}
      description={view ? undefined : text(columns ? 'views.saveTextColumns' : 'views.saveText')}
      closeLabel={text('action.close')}
      actions={
        <>
          <Button onClick={onClose}>{text('action.cancel')}</Button>
          <Button
            type="submit"
            form={formId}
            look="primary"
            isBusy={call.isPending}
            reason={title === '' ? text('views.nameMissing') : null}
          >
            {text('action.save')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="grid gap-3.5"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <ProblemNote error={call.error} />
        <Field label={text('views.name')} error={fieldErrors(call.error)['title']}>
          {(ids) => (
            <Input {...ids} autoFocus maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        {!view && <ShareChoice value={isShared} onChange={setShared} mayShare={mayShare} />}
      </form>
    </Dialog>
  );
}

function ShareChoice({
  value,
  onChange,
  mayShare,
}: {
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
  readonly mayShare: boolean;
}): ReactElement {
  const text = useText();
  const id = useId();
  const noteId = `${id}-note`;
  return (
    <div>
      <div className="flex min-h-7 items-center gap-2">
        <Checkbox
          ids={{ id, 'aria-describedby': noteId, 'aria-invalid': undefined }}
          value={value}
          onChange={onChange}
          isDisabled={!mayShare}
        />
        <label htmlFor={id} className={mayShare ? '' : 'text-ink-3'}>
          {text('views.share')}
        </label>
      </div>
      <p id={noteId} className="ml-5.75 text-20 text-ink-3">
        {text(mayShare ? 'views.shareHelp' : 'views.mayNotShare')}
      </p>
    </div>
  );
}
