import * as monaco from 'monaco-editor/editor';

/** The name under which the editor knows the colours of the interface. */
export const themeName = 'koppel';

const tokens = {
  background: '--code-bg',
  text: '--code-text',
  key: '--code-key',
  function: '--code-fn',
  string: '--code-str',
  number: '--code-num',
  dim: '--code-dim',
  surface: '--c-surface',
  hover: '--c-hover',
  selected: '--c-selected',
  line: '--c-line-strong',
  ink: '--c-text',
  ink3: '--c-text-3',
  accent: '--c-accent',
  accentLine: '--c-accent-line',
  accentText: '--c-accent-text',
  fail: '--st-fail',
  warn: '--st-warn',
  idle: '--st-idle',
} as const;
type TokenName = keyof typeof tokens;

/** Reads the tokens of the theme that is in use; the editor takes colours as #rrggbb only. */
function readColours(): Record<TokenName, string> {
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  const read = (token: string) => {
    probe.style.color = `var(${token})`;
    const parts =
      getComputedStyle(probe)
        .color.match(/[\d.]+/g)
        ?.map(Number) ?? [];
    const hex = (part: number | undefined) =>
      Math.round(part ?? 0)
        .toString(16)
        .padStart(2, '0');
    return `#${hex(parts[0])}${hex(parts[1])}${hex(parts[2])}`;
  };
  const colours = Object.fromEntries(Object.entries(tokens).map(([name, token]) => [name, read(token)]));
  probe.remove();
  return colours as Record<TokenName, string>;
}

function define(): void {
  const colour = readColours();
  const isDark = document.documentElement.dataset['theme'] === 'dark';
  monaco.editor.defineTheme(themeName, {
    base: isDark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: colour.text },
      { token: 'identifier', foreground: colour.text },
      { token: 'field', foreground: colour.key },
      { token: 'function', foreground: colour.function },
      { token: 'keyword', foreground: colour.function },
      { token: 'string', foreground: colour.string },
      { token: 'number', foreground: colour.number },
      { token: 'comment', foreground: colour.dim },
      { token: 'delimiter', foreground: colour.text },
    ],
    colors: {
      'editor.background': colour.background,
      'editor.foreground': colour.text,
      'editor.lineHighlightBackground': `${colour.background}00`,
      'editor.lineHighlightBorder': `${colour.background}00`,
      'editor.selectionBackground': colour.accentLine,
      // Where else a word occurs has a frame: behind it, a shade makes the colours of code too faint.
      ...Object.fromEntries(
        ['wordHighlight', 'wordHighlightStrong', 'wordHighlightText'].flatMap((part) => [
          [`editor.${part}Background`, `${colour.background}00`],
          [`editor.${part}Border`, colour.line],
        ]),
      ),
      'editorCursor.foreground': colour.accent,
      'editorLineNumber.foreground': colour.dim,
      'editorLineNumber.activeForeground': colour.dim,
      'editorError.foreground': colour.fail,
      'editorWarning.foreground': colour.warn,
      'editorInfo.foreground': colour.idle,
      ...Object.fromEntries(
        [1, 2, 3, 4, 5, 6].map((level) => [`editorBracketHighlight.foreground${level}`, colour.text]),
      ),
      'editorBracketMatch.background': `${colour.background}00`,
      'editorBracketMatch.border': colour.accentLine,
      'editorWidget.background': colour.surface,
      'editorWidget.border': colour.line,
      'editorWidget.foreground': colour.ink,
      'editorHoverWidget.background': colour.surface,
      'editorHoverWidget.border': colour.line,
      'editorHoverWidget.foreground': colour.ink,
      'editorSuggestWidget.background': colour.surface,
      'editorSuggestWidget.border': colour.line,
      'editorSuggestWidget.foreground': colour.ink,
      'editorSuggestWidget.selectedBackground': colour.selected,
      'editorSuggestWidget.selectedForeground': colour.ink,
      'editorSuggestWidget.highlightForeground': colour.accentText,
      'editorSuggestWidget.focusHighlightForeground': colour.accentText,
      'list.hoverBackground': colour.hover,
      'textLink.foreground': colour.accentText,
      'textCodeBlock.background': colour.hover,
      focusBorder: colour.accent,
      descriptionForeground: colour.ink3,
      'scrollbarSlider.background': `${colour.ink3}44`,
      'scrollbarSlider.hoverBackground': `${colour.ink3}77`,
      'scrollbarSlider.activeBackground': `${colour.ink3}99`,
    },
  });
}

let isFollowing = false;

/** Gives the editor the colours of the interface, now and whenever the theme changes. Once for all editors. */
export function followTheme(): void {
  if (isFollowing) return;
  isFollowing = true;
  define();
  new MutationObserver(() => {
    define();
    monaco.editor.setTheme(themeName);
  }).observe(document.documentElement, { attributeFilter: ['data-theme'] });
}
