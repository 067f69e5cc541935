import './monaco-setup.ts';
import './code-editor.css';
import * as monaco from 'monaco-editor/editor';
import { themeName } from './theme.ts';

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

const isMac = navigator.userAgent.includes('Mac');

/** An editor in a box, as all of them are: a field among others, in the colours of the screen. */
export function createEditor(
  box: HTMLElement,
  {
    model,
    label,
    readOnlyText,
    placeholder,
    onTab,
  }: {
    readonly model: monaco.editor.ITextModel;
    readonly label: string;
    readonly readOnlyText: string | null;
    readonly placeholder?: string | undefined;
    /** Tab indents, until Ctrl+M makes it leave; hears which of the two it does. Without it Tab always leaves. */
    readonly onTab?: (doesLeave: boolean) => void;
  },
): monaco.editor.IStandaloneCodeEditor {
  const created = monaco.editor.create(box, {
    model,
    theme: themeName,
    ariaLabel: label,
    readOnly: readOnlyText !== null,
    ...(readOnlyText === null ? {} : { readOnlyMessage: { value: readOnlyText } }),
    ...(placeholder === undefined ? {} : { placeholder }),
    // Where Tab goes on to the next control it accepts in the completion list all the same.
    tabFocusMode: onTab === undefined,
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
    // What is not used would be written too faintly to read.
    showUnused: false,
    wordBasedSuggestions: 'off',
    quickSuggestions: { other: true, comments: false, strings: true },
    suggest: { showIcons: true, showStatusBar: false, preview: false, showWords: false, filterGraceful: false },
    suggestSelection: 'first',
    suggestLineHeight: 25,
    stickyScroll: { enabled: false },
  });
  // Keys of the screen around it go past the field, as from any other.
  created.onKeyDown((event) => {
    if (!isOfScreen(event)) return;
    event.preventDefault();
    event.stopPropagation();
    const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event.browserEvent;
    const passed = { key, code, ctrlKey, metaKey, altKey, shiftKey, bubbles: true, cancelable: true };
    box.dispatchEvent(new KeyboardEvent('keydown', passed));
  });
  if (onTab) {
    // Of this editor alone: what Monaco has is one switch for all, and tells of it in English.
    created.addAction({
      id: 'koppel.tab-leaves',
      label: 'Tab',
      keybindings: [(isMac ? monaco.KeyMod.WinCtrl : monaco.KeyMod.CtrlCmd) | monaco.KeyCode.KeyM],
      run() {
        const doesLeave = !created.getOption(monaco.editor.EditorOption.tabFocusMode);
        created.updateOptions({ tabFocusMode: doesLeave });
        onTab(doesLeave);
      },
    });
  }
  // Escape that closes nothing here belongs to what is around the field.
  created.addCommand(
    monaco.KeyCode.Escape,
    () => box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true })),
    '!suggestWidgetVisible && !parameterHintsVisible && !findWidgetVisible && !editorHasSelection && !editorHasMultipleSelections && !inSnippetMode && !editorHoverVisible && !markersNavigationVisible',
  );
  return created;
}
