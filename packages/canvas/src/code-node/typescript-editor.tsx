import * as monaco from 'monaco-editor/editor';
import { useEffect, useRef, type ReactElement } from 'react';
import { createEditor } from '../code-editor/create-editor.ts';
import { followTheme } from '../code-editor/theme.ts';
import { setTypes } from './typescript-setup.ts';

export interface TypeScriptEditorProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label: string;
  /** What its types are, as TypeScript. */
  readonly declarations: string;
  readonly readOnlyText: string | null;
}

/** Code in the full editor, with completion and marks from the types of the records. */
export function TypeScriptEditor(props: TypeScriptEditorProps): ReactElement {
  const { value, declarations, label, readOnlyText } = props;
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor | null>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => setTypes(declarations), [declarations]);

  useEffect(() => {
    followTheme();
    const { value, label, readOnlyText } = latest.current;
    const model = monaco.editor.createModel(value, 'typescript', monaco.Uri.parse('file:///node.ts'));
    model.updateOptions({ tabSize: 2 });
    const created = createEditor(box.current!, { model, label, readOnlyText });
    editor.current = created;
    created.onDidChangeModelContent(() => {
      const text = model.getValue();
      if (text !== latest.current.value) latest.current.onChange(text);
    });
    return () => {
      created.dispose();
      model.dispose();
      editor.current = null;
    };
  }, []);

  // Changed from outside: undone, or another version.
  useEffect(() => {
    const model = editor.current?.getModel();
    if (!model || model.getValue() === value) return;
    model.pushEditOperations([], [{ range: model.getFullModelRange(), text: value }], () => null);
  }, [value]);

  useEffect(() => {
    editor.current?.updateOptions({ ariaLabel: label, readOnly: readOnlyText !== null });
  }, [label, readOnlyText]);

  return <div ref={box} className="h-full min-h-0 w-full overflow-hidden" />;
}
