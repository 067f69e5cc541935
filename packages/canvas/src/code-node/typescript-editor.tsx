import * as monaco from 'monaco-editor/editor';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { createEditor } from '../code-editor/create-editor.ts';
import { followTheme } from '../code-editor/theme.ts';
import { useText } from '../i18n/locale.tsx';
import { StatusIcon } from '../kit/status-pill.tsx';
import { setTypes } from './typescript-setup.ts';

export interface TypeScriptEditorProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label: string;
  /** What its types are, as TypeScript. */
  readonly declarations: string;
  readonly readOnlyText: string | null;
  /** Another one each time somebody begins with a function: the cursor goes to where its fields are given. */
  readonly begunAt: object | null;
}

/** A mistake as it is told below the code. */
interface Mistake {
  readonly line: number;
  readonly message: string;
}

/** Code in the full editor, with completion and marks from the types of the records. */
export function TypeScriptEditor(props: TypeScriptEditorProps): ReactElement {
  const { value, declarations, label, readOnlyText, begunAt } = props;
  const text = useText();
  const [doesTabLeave, setDoesTabLeave] = useState(false);
  const [mistake, setMistake] = useState<Mistake | null>(null);
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
    const created = createEditor(box.current!, { model, label, readOnlyText, onTab: setDoesTabLeave });
    editor.current = created;
    created.onDidChangeModelContent(() => {
      const text = model.getValue();
      if (text !== latest.current.value) latest.current.onChange(text);
    });
    const tell = () => setMistake(mistakeAt(model, created.getPosition()?.lineNumber ?? 1));
    created.onDidChangeCursorPosition(tell);
    const marked = monaco.editor.onDidChangeMarkers((changed) => {
      if (changed.some((uri) => uri.toString() === model.uri.toString())) tell();
    });
    return () => {
      marked.dispose();
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

  useEffect(() => {
    const model = editor.current?.getModel();
    if (!begunAt || !model) return;
    editor.current?.setPosition(model.getPositionAt(model.getValue().lastIndexOf('{}') + 1));
    editor.current?.focus();
  }, [begunAt]);

  return (
    <div className="flex h-full min-h-0 w-full flex-col">
      <div ref={box} className="min-h-0 flex-1 overflow-hidden" />
      {readOnlyText === null && (
        <div className="flex min-h-7 flex-none items-center gap-3 border-t border-line bg-surface px-3.5 py-1 text-20 leading-ui">
          {/* What is marked is read by the mouse alone. */}
          <p
            role="status"
            aria-label={text('code.mistake')}
            className="flex min-w-0 flex-1 items-center gap-1.5 text-fail-text"
          >
            {mistake && (
              <>
                <StatusIcon status="fail" />
                <span className="min-w-0 break-words">
                  {text('code.mistakeAt', { line: String(mistake.line), message: mistake.message })}
                </span>
              </>
            )}
          </p>
          <p role="status" className="flex-none text-ink-2">
            {text(doesTabLeave ? 'code.tabLeaves' : 'code.tabIndents')}
          </p>
        </div>
      )}
    </div>
  );
}

/** The mistake on a line, else the first one of the code; null where nothing is marked. */
function mistakeAt(model: monaco.editor.ITextModel, line: number): Mistake | null {
  const errors = monaco.editor
    .getModelMarkers({ resource: model.uri })
    .filter(({ severity }) => severity === monaco.MarkerSeverity.Error)
    .toSorted((a, b) => a.startLineNumber - b.startLineNumber || a.startColumn - b.startColumn);
  const found =
    errors.find(({ startLineNumber, endLineNumber }) => startLineNumber <= line && line <= endLineNumber) ?? errors[0];
  return found ? { line: found.startLineNumber, message: found.message } : null;
}
