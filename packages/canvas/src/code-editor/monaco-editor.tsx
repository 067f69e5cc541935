import './monaco-setup.ts';
import './code-editor.css';
import * as monaco from 'monaco-editor/editor';
import { useEffect, useLayoutEffect, useRef, type ReactElement } from 'react';
import type { FullEditorProps } from './expression-editor.tsx';
import { callSnippet, languageId, registerLanguage, setScope } from './language.ts';
import { createEditor } from './create-editor.ts';
import { followTheme } from './theme.ts';

const severities = {
  error: monaco.MarkerSeverity.Error,
  warning: monaco.MarkerSeverity.Warning,
  hint: monaco.MarkerSeverity.Info,
} as const;

/** The part of the editor that writes a text with places to fill in; its own types are not published. */
interface SnippetWriter extends monaco.editor.IEditorContribution {
  insert(template: string): void;
}

/** The list of what can come next; its own types are not published either. In state 0 it is closed. */
interface SuggestList extends monaco.editor.IEditorContribution {
  readonly model: { readonly state: number };
  triggerSuggest(): void;
}

/** An expression in the full editor: see `ExpressionEditor`, which loads it. */
export function MonacoEditor(props: FullEditorProps): ReactElement {
  const { value, scope, issues, label, readOnlyText, isInvalid } = props;
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor | null>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  // At once when it takes the place of the plain field: what is typed in between would be lost.
  useLayoutEffect(() => {
    registerLanguage();
    followTheme();
    const { value, label, readOnlyText, hasFocus, placeholder, scope, selected } = latest.current;
    const model = monaco.editor.createModel(value, languageId);
    model.updateOptions({ tabSize: 2 });
    setScope(model, scope);
    const created = createEditor(box.current!, { model, label, readOnlyText, placeholder });
    editor.current = created;
    created.onDidChangeModelContent(() => {
      const text = model.getValue();
      if (text !== latest.current.value) latest.current.onChange(text);
    });
    created.onDidBlurEditorText(() => latest.current.onBlur?.());
    if (hasFocus) {
      const [from, to] = selected.current ?? [value.length, value.length];
      created.setSelection(monaco.Range.fromPositions(model.getPositionAt(from), model.getPositionAt(to)));
      created.focus();
      // Somebody began to write before this editor was loaded: what can come next is offered now, and not with the next letter.
      if (from === to && /[\w.]$/.test(value.slice(0, to)))
        created.trigger('koppel', 'editor.action.triggerSuggest', {});
    }
    return () => {
      created.dispose();
      model.dispose();
      editor.current = null;
    };
  }, []);

  // Changed from outside: undone, or converted.
  useEffect(() => {
    const model = editor.current?.getModel();
    if (!model || model.getValue() === value) return;
    model.pushEditOperations([], [{ range: model.getFullModelRange(), text: value }], () => null);
  }, [value]);

  const { jump } = props;
  useEffect(() => {
    const model = editor.current?.getModel();
    if (!jump || !model) return;
    const position = model.getPositionAt(jump.to);
    editor.current?.setPosition(position);
    editor.current?.revealPositionInCenterIfOutsideViewport(position);
    editor.current?.focus();
  }, [jump]);

  const { call } = props;
  const written = useRef(call);
  useEffect(() => {
    const current = editor.current;
    if (!call || !current || written.current === call) return;
    written.current = call;
    current.focus();
    current.getContribution<SnippetWriter>('snippetController2')?.insert(callSnippet(call.of));
  }, [call]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (model) setScope(model, scope);
  }, [scope]);

  // A list that is open while the samples come is made anew with them.
  const offered = scope.fields.map(({ written, sample }) => `${written} ${sample ?? ''}`).join('\n');
  const listed = useRef(offered);
  useEffect(() => {
    if (listed.current === offered) return;
    listed.current = offered;
    const list = editor.current?.getContribution<SuggestList>('editor.contrib.suggestController');
    if (list && list.model.state !== 0) list.triggerSuggest();
  }, [offered]);

  useEffect(() => {
    editor.current?.updateOptions({ ariaLabel: label, readOnly: readOnlyText !== null });
  }, [label, readOnlyText]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (!model) return;
    // Without a place only what breaks the whole is marked: the rest is said beside the field.
    const marked = issues.filter(({ severity, range }) => range !== undefined || severity === 'error');
    const markers = marked.map(({ severity, message, remedy, range }): monaco.editor.IMarkerData => {
      const whole = model.getFullModelRange();
      const [start, end] = range
        ? [model.getPositionAt(range.start), model.getPositionAt(Math.max(range.end, range.start + 1))]
        : [whole.getStartPosition(), whole.getEndPosition()];
      return {
        severity: severities[severity],
        message: `${message} ${remedy}`,
        startLineNumber: start.lineNumber,
        startColumn: start.column,
        endLineNumber: end.lineNumber,
        endColumn: end.column,
      };
    });
    monaco.editor.setModelMarkers(model, languageId, markers);
  }, [issues]);

  return (
    <div ref={box} aria-invalid={isInvalid || undefined} className="h-full min-h-0 w-full overflow-hidden rounded-2" />
  );
}
