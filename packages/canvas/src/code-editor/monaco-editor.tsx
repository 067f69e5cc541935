import './monaco-setup.ts';
import './code-editor.css';
import * as monaco from 'monaco-editor/editor';
import { useEffect, useRef, type ReactElement } from 'react';
import type { ExpressionEditorProps } from './expression-editor.tsx';
import { languageId, registerLanguage, setScope } from './language.ts';
import { followTheme, themeName } from './theme.ts';

const severities = {
  error: monaco.MarkerSeverity.Error,
  warning: monaco.MarkerSeverity.Warning,
  hint: monaco.MarkerSeverity.Info,
} as const;

/** Lists and explanations of all editors hang here: inside a panel they would be cut off. */
let overflow: HTMLElement | null = null;

function overflowNode(): HTMLElement {
  if (overflow) return overflow;
  overflow = document.createElement('div');
  overflow.className = 'monaco-editor z-menu';
  document.body.append(overflow);
  return overflow;
}

/** Whether a key belongs to the designer: problems, palette, dock, samples. */
function isOfScreen({ keyCode, ctrlKey, metaKey, altKey }: monaco.IKeyboardEvent): boolean {
  const { F8, KeyK, KeyJ, Enter, PageUp, PageDown } = monaco.KeyCode;
  if (keyCode === F8) return true;
  if (ctrlKey || metaKey) return keyCode === KeyK || keyCode === KeyJ || keyCode === Enter;
  return altKey && (keyCode === Enter || keyCode === PageUp || keyCode === PageDown);
}

/** An expression in the full editor: see `ExpressionEditor`, which loads it. */
export function MonacoEditor(props: ExpressionEditorProps): ReactElement {
  const { value, scope, issues, label, readOnlyText, isInvalid } = props;
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor | null>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    registerLanguage();
    followTheme();
    const { value, label, readOnlyText, hasFocus, placeholder } = latest.current;
    const model = monaco.editor.createModel(value, languageId);
    model.updateOptions({ tabSize: 2 });
    const created = monaco.editor.create(box.current!, {
      model,
      theme: themeName,
      ariaLabel: label,
      readOnly: readOnlyText !== null,
      ...(readOnlyText === null ? {} : { readOnlyMessage: { value: readOnlyText } }),
      ...(placeholder === undefined ? {} : { placeholder }),
      // Tab goes on to the next control; in the completion list it accepts.
      tabFocusMode: true,
      automaticLayout: true,
      // A field like any other: keys of the designer know that one is typing.
      editContext: false,
      fixedOverflowWidgets: true,
      overflowWidgetsDomNode: overflowNode(),
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--font-mono'),
      fontSize: 12,
      lineHeight: 20,
      lineNumbersMinChars: 2,
      lineDecorationsWidth: 8,
      glyphMargin: false,
      folding: false,
      minimap: { enabled: false },
      overviewRulerLanes: 0,
      overviewRulerBorder: false,
      hideCursorInOverviewRuler: true,
      scrollBeyondLastLine: false,
      scrollbar: { verticalScrollbarSize: 8, horizontalScrollbarSize: 8, alwaysConsumeMouseWheel: false },
      renderLineHighlight: 'none',
      wordWrap: 'on',
      padding: { top: 8, bottom: 8 },
      contextmenu: false,
      wordBasedSuggestions: 'off',
      quickSuggestions: { other: true, comments: false, strings: true },
      suggest: { showIcons: true, showStatusBar: false, preview: false, showWords: false, filterGraceful: false },
      suggestSelection: 'first',
      suggestLineHeight: 25,
      stickyScroll: { enabled: false },
    });
    editor.current = created;
    created.onDidChangeModelContent(() => {
      const text = model.getValue();
      if (text !== latest.current.value) latest.current.onChange(text);
    });
    // Keys of the screen around it go past the field, as from any other.
    created.onKeyDown((event) => {
      if (!isOfScreen(event)) return;
      event.preventDefault();
      event.stopPropagation();
      const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event.browserEvent;
      const passed = { key, code, ctrlKey, metaKey, altKey, shiftKey, bubbles: true, cancelable: true };
      box.current?.dispatchEvent(new KeyboardEvent('keydown', passed));
    });
    // Escape that closes nothing here belongs to what is around the field.
    created.addCommand(
      monaco.KeyCode.Escape,
      () =>
        box.current?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true })),
      '!suggestWidgetVisible && !parameterHintsVisible && !findWidgetVisible && !editorHasSelection && !editorHasMultipleSelections && !inSnippetMode && !editorHoverVisible && !markersNavigationVisible',
    );
    created.onDidBlurEditorText(() => latest.current.onBlur?.());
    if (hasFocus) {
      created.setPosition(model.getFullModelRange().getEndPosition());
      created.focus();
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

  useEffect(() => {
    const model = editor.current?.getModel();
    if (model) setScope(model, scope);
  }, [scope]);

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
