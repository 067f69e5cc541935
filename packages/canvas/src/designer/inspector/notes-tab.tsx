import { useState, type ReactElement } from 'react';
import { useLocalized, useText } from '../../i18n/locale.tsx';
import { Field } from '../../kit/field.tsx';
import { Input } from '../../kit/input.tsx';
import { useActions, useDesignerServices, useFlow } from '../designer-context.tsx';
import { rename } from '../document/node-commands.ts';
import { useNodeTitle, useNodeTypes } from '../use-drawing-facts.ts';

/** The name of a node, and what it is in general. */
export function NotesTab({ nodeId }: { readonly nodeId: string }): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const { execute } = useActions();
  const { readOnlyReason } = useDesignerServices();
  const own = useFlow((flow) => flow.nodes[nodeId]?.title);
  const named = useNodeTitle();
  const title = own === undefined ? '' : named(nodeId);
  const type = useFlow((flow) => flow.nodes[nodeId]?.type ?? '');
  const descriptor = useNodeTypes().get(type);
  const [typed, setTyped] = useState(title);
  const [known, setKnown] = useState(title);
  if (title !== known) {
    setKnown(title);
    if (title !== typed.trim()) setTyped(title);
  }
  return (
    <>
      <Field label={text('notes.name')} help={text('notes.nameHelp')}>
        {(ids) => (
          <Input
            {...ids}
            value={typed}
            maxLength={80}
            placeholder={descriptor ? localized(descriptor.title) : type}
            readOnly={readOnlyReason !== null}
            onChange={(event) => {
              setTyped(event.target.value);
              execute(rename(nodeId, event.target.value));
            }}
          />
        )}
      </Field>
      <p className="text-20 text-ink-3">
        {text('notes.id')} <span className="font-mono">{nodeId}</span>
      </p>
    </>
  );
}
