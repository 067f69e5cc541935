import type { Issue } from '@koppel/model';
import { Component, lazy, Suspense, useState, type ReactElement, type ReactNode } from 'react';
import { cx } from '../kit/cx.ts';
import { TextArea } from '../kit/input.tsx';
import type { ExpressionScope } from './expression-scope.ts';

export interface ExpressionEditorProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  /** Its name. */
  readonly label: string;
  readonly scope: ExpressionScope;
  /** Shown while it is empty. */
  readonly placeholder?: string;
  /** What is wrong, with the place in the text where it is known. */
  readonly issues: readonly Pick<Issue, 'severity' | 'message' | 'remedy' | 'range'>[];
  /** Why it cannot be changed; null when it can. */
  readonly readOnlyText: string | null;
  readonly isInvalid?: boolean;
  /** Whether it takes the focus when it appears. */
  readonly hasFocus?: boolean;
  /** A place to put the caret, each time it is another object. */
  readonly jump?: { readonly to: number } | null;
  readonly className?: string;
}

const MonacoEditor = lazy(async () => ({ default: (await import('./monaco-editor.tsx')).MonacoEditor }));

/**
 * A field for an expression, with completion, explanations and marks where something is wrong. The editor behind it is large
 * and comes when it is first used; until then, and where it cannot be loaded, a plain field does the same work.
 */
export function ExpressionEditor(props: ExpressionEditorProps): ReactElement {
  // Who types already when the editor arrives goes on typing in it.
  const [isTyping, setIsTyping] = useState(false);
  const plain = <PlainEditor {...props} onTyping={setIsTyping} />;
  return (
    <div
      className={cx(
        'h-28 rounded-2 border border-edge-control bg-code-bg focus-within:focus-ring',
        props.isInvalid && 'border-fail',
        props.className,
      )}
    >
      <PlainWhenBroken plain={plain}>
        <Suspense fallback={plain}>
          <MonacoEditor {...props} hasFocus={isTyping || (props.hasFocus ?? false)} />
        </Suspense>
      </PlainWhenBroken>
    </div>
  );
}

function PlainEditor({
  value,
  onChange,
  onBlur,
  label,
  placeholder,
  readOnlyText,
  isInvalid,
  onTyping,
}: ExpressionEditorProps & { readonly onTyping: (isTyping: boolean) => void }): ReactElement {
  return (
    <TextArea
      aria-label={label}
      placeholder={placeholder}
      aria-invalid={isInvalid || undefined}
      spellCheck={false}
      value={value}
      readOnly={readOnlyText !== null}
      onChange={(event) => onChange(event.target.value)}
      onFocus={() => onTyping(true)}
      onBlur={() => {
        onTyping(false);
        onBlur?.();
      }}
      className="h-full resize-none border-transparent bg-transparent pl-9 font-mono text-20 leading-[20px] text-code-text"
    />
  );
}

class PlainWhenBroken extends Component<{ plain: ReactNode; children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false };
  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true };
  }
  override render(): ReactNode {
    return this.state.isBroken ? this.props.plain : this.props.children;
  }
}
