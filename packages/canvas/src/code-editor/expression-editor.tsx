import type { Issue } from '@koppel/model';
import {
  Component,
  lazy,
  Suspense,
  useLayoutEffect,
  useRef,
  useState,
  type ReactElement,
  type ReactNode,
  type RefObject,
} from 'react';
import { cx } from '../kit/cx.ts';
import { TextArea } from '../kit/input.tsx';
import type { ExpressionScope, ScopeFunction } from './expression-scope.ts';
import { FunctionReference } from './function-reference.tsx';

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

/** What the full editor is told besides. */
export interface FullEditorProps extends ExpressionEditorProps {
  /** A function to write at the caret, each time it is another object. */
  readonly call: { readonly of: ScopeFunction } | null;
  /** What was selected in the plain field that it takes the place of; null where there was none. */
  readonly selected: RefObject<Selected | null>;
}

/** From and to, as places in the text. */
type Selected = readonly [number, number];

const MonacoEditor = lazy(async () => ({ default: (await import('./monaco-editor.tsx')).MonacoEditor }));

/**
 * A field for an expression, with completion, explanations and marks where something is wrong. The editor behind it is large
 * and comes when it is first used; until then, and where it cannot be loaded, a plain field does the same work.
 */
export function ExpressionEditor(props: ExpressionEditorProps): ReactElement {
  // Who types already when the editor arrives goes on typing in it.
  const [isTyping, setIsTyping] = useState(false);
  const [call, setCall] = useState<FullEditorProps['call']>(null);
  const selected = useRef<Selected>(null);
  const plain = <PlainEditor {...props} onTyping={setIsTyping} selected={selected} />;
  return (
    <div className="flex flex-col items-start gap-1">
      <div
        className={cx(
          'h-28 w-full rounded-2 border border-edge-control bg-code-bg focus-within:focus-ring',
          props.isInvalid && 'border-fail',
          props.className,
        )}
      >
        <PlainWhenBroken plain={plain}>
          <Suspense fallback={plain}>
            <MonacoEditor {...props} call={call} selected={selected} hasFocus={isTyping || (props.hasFocus ?? false)} />
          </Suspense>
        </PlainWhenBroken>
      </div>
      <FunctionReference scope={props.scope} onUse={props.readOnlyText === null ? (of) => setCall({ of }) : null} />
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
  selected,
}: ExpressionEditorProps & {
  readonly onTyping: (isTyping: boolean) => void;
  /** Told when it goes. */
  readonly selected: RefObject<Selected | null>;
}): ReactElement {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const { current } = field;
    return () => {
      selected.current = current && [current.selectionStart, current.selectionEnd];
    };
  }, [selected]);
  return (
    <TextArea
      ref={field}
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
