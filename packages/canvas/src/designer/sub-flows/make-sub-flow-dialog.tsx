import { useId, useState, type ReactElement } from 'react';
import { useCall } from '../../api/use-api.tsx';
import { ProblemNote } from '../../app/problem.tsx';
import { chosenNodes } from '../../flow-canvas/drawing.ts';
import { useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { Field } from '../../kit/field.tsx';
import { Input } from '../../kit/input.tsx';
import { useActions, useDesignerServices, useEditor } from '../designer-context.tsx';
import { replaceDocument } from '../document/flow-commands.ts';

/** Makes a sub-flow of the selected nodes: asks for its name, and puts one node in their place. */
export function MakeSubFlowDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const text = useText();
  const formId = useId();
  const { flowId, document } = useDesignerServices();
  const { execute, select, say } = useActions();
  const selection = useEditor((state) => state.selection);
  const nodeIds = chosenNodes(selection, document.getState().document.layout);
  const [title, setTitle] = useState('');
  const make = useCall('makeSubFlow', { stale: ['listFlows', 'getCheckContext'] });
  const submit = () =>
    make.mutate(
      { params: { id: flowId }, body: { document: document.getState().document, nodeIds, title: title.trim() } },
      {
        onSuccess(made) {
          execute(
            replaceDocument(made.document, { id: 'designer.intent.makeSubFlow', values: { title: title.trim() } }),
          );
          select([made.nodeId]);
          say(text(made.version === null ? 'subFlow.madeDraft' : 'subFlow.made', { title: title.trim() }));
          onClose();
        },
      },
    );
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text('subFlow.make')}
      description={text('subFlow.makeText', { n: nodeIds.length })}
      closeLabel={text('action.close')}
      actions={
        <>
          <Button onClick={onClose}>{text('action.cancel')}</Button>
          <Button
            type="submit"
            form={formId}
            look="primary"
            isBusy={make.isPending}
            reason={title.trim() === '' ? text('flows.titleMissing') : null}
          >
            {text('subFlow.makeIt')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="grid gap-3.5"
        onSubmit={(event) => {
          event.preventDefault();
          if (title.trim() !== '' && !make.isPending) submit();
        }}
      >
        <ProblemNote error={make.error} />
        <Field label={text('subFlow.name')}>
          {(ids) => (
            <Input {...ids} autoFocus maxLength={80} value={title} onChange={(event) => setTitle(event.target.value)} />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
