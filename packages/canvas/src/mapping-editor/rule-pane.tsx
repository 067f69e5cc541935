import type { IssueSeverity } from '@koppel/model';
import { Link } from '@tanstack/react-router';
import { Copy, ClipboardPaste, Eraser, Info, Lock } from 'lucide-react';
import { useState, type ReactElement, type ReactNode } from 'react';
import { ExpressionEditor } from '../code-editor/expression-editor.tsx';
import { formatExpression } from '../code-editor/format-expression.ts';
import { useDesignerServices } from '../designer/designer-context.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button, buttonClass, IconButton } from '../kit/button.tsx';
import { Icon } from '../kit/icon.tsx';
import { Chip } from '../kit/marks.tsx';
import { Segmented } from '../kit/segmented.tsx';
import { Note, StatusIcon } from '../kit/status-pill.tsx';
import { roleLabel } from '../kit/system-badge.tsx';
import { MatrixRowLink } from '../mastership/matrix-row-link.tsx';
import { useMapping } from './mapping-context.ts';
import { PreviewBox } from './preview-box.tsx';
import type { MappingRow } from './rows.ts';
import { SimpleRuleForm } from './simple-rule-form.tsx';
import { useReasonText } from './suggestion-list.tsx';
import { useReply } from './use-reply.ts';

/** The rule of the chosen row, with what it gives. */
export function RulePane({
  row,
  isExpressionWanted,
  arrival,
}: {
  readonly row: MappingRow;
  /** An expression was asked for where none is written yet. */
  readonly isExpressionWanted: boolean;
  /** A problem led here: another object each time. */
  readonly arrival: object | null;
}): ReactElement {
  const mapping = useMapping();
  const label = mapping.rowLabel(row);
  if (row.lock && !row.rule) {
    return (
      <Pane label={label}>
        <LockExplained row={row} />
      </Pane>
    );
  }
  return (
    <RuleEditor
      key={`${row.name} ${isExpressionWanted}`}
      row={row}
      label={label}
      isExpressionWanted={isExpressionWanted}
      arrival={arrival}
    />
  );
}

type Mode = 'simple' | 'expression';

function RuleEditor({
  row,
  label,
  isExpressionWanted,
  arrival,
}: {
  readonly row: MappingRow;
  readonly label: string;
  readonly isExpressionWanted: boolean;
  readonly arrival: object | null;
}): ReactElement {
  const text = useText();
  const mapping = useMapping();
  const { checker } = useDesignerServices();
  const { nodeId, readOnlyReason, scope, input } = mapping;
  const own: Mode = row.rule && 'cel' in row.rule ? 'expression' : 'simple';
  // What one wants to write while nothing is written in that form yet.
  const [wanted, setWanted] = useState<Mode | null>(isExpressionWanted ? 'expression' : null);
  const [refusal, setRefusal] = useState<Mode | null>(null);
  const [known, setKnown] = useState(row.rule);
  if (row.rule !== known) {
    setKnown(row.rule);
    setRefusal(null);
    if (row.rule) setWanted(null);
  }
  const mode = row.rule ? own : (wanted ?? own);
  const checked = useReply(row.rule ? { kind: 'rule', nodeId, rule: row.rule, target: row.name } : null);
  const [jump, setJump] = useState<{ to: number; arrival: object } | null>(null);
  const mistake = row.issues.find(({ range, severity }) => range !== undefined && severity !== 'hint');
  if (arrival && mistake?.range && jump?.arrival !== arrival) setJump({ to: mistake.range.start, arrival });
  const isBroken = row.issues.some(({ severity }) => severity === 'error');

  const turn = async (to: Mode) => {
    if (!row.rule) return setWanted(to);
    const reply = await checker.ask({ kind: 'convert', nodeId, rule: row.rule, to }).catch(() => null);
    if (reply?.rule) mapping.setRule(row, reply.rule);
    else setRefusal(to);
  };
  const startOver = (to: Mode) => {
    setRefusal(null);
    setWanted(to);
    mapping.setRule(row, null);
  };

  const cel = row.rule && 'cel' in row.rule ? row.rule.cel : '';
  const why = refusal && refusalText(refusal, row, isBroken);
  return (
    <Pane
      label={label}
      type={text(`mapping.type.${row.field.type.kind}`)}
      aside={
        row.rule && (
          <IconButton
            icon={Eraser}
            size="s"
            label={text('mapping.clear')}
            reason={readOnlyReason}
            onClick={() => mapping.setRule(row, null)}
          />
        )
      }
      tools={
        <Segmented
          label={text('mapping.mode')}
          value={mode}
          onChange={(to) => {
            if (readOnlyReason === null) void turn(to);
          }}
          options={[
            { value: 'simple', label: text('mapping.mode.simple') },
            { value: 'expression', label: text('mapping.mode.expression') },
          ]}
        />
      }
      foot={<PreviewBox row={row} checked={checked} />}
    >
      {refusal && why && (
        <Note status="warn">
          <p>{text(why)}</p>
          <div className="mt-1.5 flex flex-wrap gap-1.5">
            <Button size="s" onClick={() => startOver(refusal)}>
              {text(refusal === 'simple' ? 'mapping.startSimple' : 'mapping.startExpression')}
            </Button>
            <Button size="s" look="quiet" onClick={() => setRefusal(null)}>
              {text('mapping.stay')}
            </Button>
          </div>
        </Note>
      )}
      {row.rule && row.lock && <Note status="fail">{text('mapping.lock.ruleText')}</Note>}
      {mode === 'expression' ? (
        <ExpressionEditor
          label={text('mapping.expressionOf', { field: label })}
          value={cel}
          placeholder={text('mapping.expressionHelp')}
          hasFocus={wanted === 'expression'}
          jump={jump}
          onChange={(next) => {
            if (next.trim() === '' && !row.rule) return;
            mapping.setRule(row, { cel: next });
          }}
          onBlur={() => {
            const tidy = formatExpression(cel);
            if (tidy !== cel && readOnlyReason === null) mapping.setRule(row, { cel: tidy });
          }}
          scope={scope}
          issues={checked?.issues ?? []}
          readOnlyText={readOnlyReason}
          isInvalid={isBroken}
        />
      ) : (
        <SimpleRuleForm row={row} onExpression={() => void turn('expression')} />
      )}
      {row.suggestion && mode === 'simple' && <Offer row={row} />}
      <Remarks key={String(isBroken)} row={row} live={checked?.issues} />
      {row.master === null && row.isKnown && (
        <p className="text-20 leading-ui text-ink-3">
          {text('mapping.undecidedText', { field: label, system: roleLabel(input?.sourceRole ?? '') })}{' '}
          <Link to="/mastership" className="text-accent-text hover:underline">
            {text('mapping.lock.open')}
          </Link>
        </p>
      )}
    </Pane>
  );
}

/** What the row could be filled with. */
function Offer({ row }: { readonly row: MappingRow }): ReactElement | null {
  const text = useText();
  const mapping = useMapping();
  const reasonText = useReasonText();
  const { suggestion } = row;
  if (!suggestion) return null;
  const source = mapping.sourceLabel(suggestion.rule.from);
  return (
    <div className="flex items-center gap-2 rounded-2 border border-dashed border-edge-control px-2 py-1.5">
      <span className="min-w-0 flex-1 text-20 leading-ui">
        {text('mapping.suggested', { source, reason: reasonText(suggestion) })}
      </span>
      <Button
        size="s"
        reason={mapping.readOnlyReason}
        aria-label={text('mapping.useFor', { source, target: mapping.rowLabel(row) })}
        onClick={() => mapping.setRule(row, suggestion.rule)}
      >
        {text('mapping.use')}
      </Button>
    </div>
  );
}

function refusalText(to: Mode, { rule }: MappingRow, isBroken: boolean) {
  if (to === 'simple') return isBroken ? 'mapping.noSimple.broken' : 'mapping.noSimple.form';
  return rule && 'from' in rule && rule.when ? 'mapping.noExpression.condition' : 'mapping.noExpression.form';
}

interface Remark {
  readonly code: string;
  readonly severity: IssueSeverity;
  readonly message: string;
  readonly remedy: string;
  readonly path: readonly (string | number)[];
  readonly matrixRow?: string | undefined;
}

/** Longer lists push away what the rule gives: the rest is opened by who wants it. */
const mostRemarks = 2;

/** What the check says: of the rule as it stands now, and what belongs to the row from elsewhere in the flow. Worst first. */
function Remarks({
  row,
  live,
}: {
  readonly row: MappingRow;
  readonly live: readonly Remark[] | undefined;
}): ReactElement | null {
  const text = useText();
  const [isOpen, setIsOpen] = useState(false);
  const fromElsewhere = row.issues.filter(
    // What is said of a part of the rule, the rule's own check has said already.
    ({ code, path }) => live === undefined || !code.startsWith('mapping.') || path.length === 3,
  );
  const all: readonly Remark[] = [
    ...(live ?? []).filter(({ path, code }) => path[0] !== 'when' && code !== 'mapping.list-incomplete'),
    ...fromElsewhere.filter(({ path }) => path[3] !== 'when'),
  ].toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  const shown = isOpen ? all : all.slice(0, mostRemarks);
  if (all.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1.5">
      {shown.map(({ code, severity, message, remedy, matrixRow }) => (
        <li key={`${code} ${message}`} className="flex items-start gap-1.5 text-20 leading-ui">
          <span className="pt-px">
            {severity === 'hint' ? (
              <Icon of={Info} size="s" className="text-ink-3" />
            ) : (
              <StatusIcon status={severity === 'error' ? 'fail' : 'warn'} />
            )}
          </span>
          <span className="min-w-0">
            <span className={remarkInk[severity]}>{message}</span> <span className="text-ink-3">{remedy}</span>{' '}
            <MatrixRowLink issue={{ matrixRow }} />
          </span>
        </li>
      ))}
      {all.length > shown.length && (
        <li>
          <Button look="link" size="s" onClick={() => setIsOpen(true)}>
            {text('mapping.moreRemarks', { n: all.length - shown.length })}
          </Button>
        </li>
      )}
    </ul>
  );
}

const severities: readonly IssueSeverity[] = ['error', 'warning', 'hint'];
const remarkInk: Readonly<Record<IssueSeverity, string>> = {
  error: 'font-medium text-fail-text',
  warning: 'text-warn-text',
  hint: 'text-ink-2',
};

function LockExplained({ row }: { readonly row: MappingRow }): ReactElement {
  const text = useText();
  const { rowLabel, targetName } = useMapping();
  const field = rowLabel(row);
  const isMaster = row.lock?.kind === 'master';
  const system = row.lock?.kind === 'master' ? roleLabel(row.lock.master) : targetName;
  return (
    <div className="flex flex-col items-start gap-2.5">
      <p className="flex items-center gap-2 font-medium">
        <Icon of={Lock} size="s" className="text-ink-3" />
        {text(isMaster ? 'mapping.lock.title' : 'mapping.lock.readOnlyTitle', { system, field })}
      </p>
      <p className="leading-prose text-ink-2">
        {text(isMaster ? 'mapping.lock.text' : 'mapping.lock.readOnlyText', { system })}
      </p>
      {isMaster && (
        <Link to="/mastership" data-first className={buttonClass('plain', 's')}>
          {text('mapping.lock.open')}
        </Link>
      )}
    </div>
  );
}

/** Several rows at once. */
export function ManyPane({
  count,
  onClear,
  onCopy,
  onPaste,
}: {
  readonly count: number;
  readonly onClear: () => void;
  readonly onCopy: () => void;
  readonly onPaste: () => void;
}): ReactElement {
  const text = useText();
  const { readOnlyReason } = useMapping();
  return (
    <Pane label={text('mapping.many', { n: count })}>
      <p className="leading-prose text-ink-2">{text('mapping.manyText')}</p>
      <div className="flex flex-wrap gap-1.5">
        <Button size="s" icon={Copy} onClick={onCopy}>
          {text('mapping.manyCopy')}
        </Button>
        <Button size="s" icon={ClipboardPaste} reason={readOnlyReason} onClick={onPaste}>
          {text('mapping.manyPaste')}
        </Button>
        <Button size="s" icon={Eraser} reason={readOnlyReason} onClick={onClear}>
          {text('mapping.manyClear')}
        </Button>
      </div>
    </Pane>
  );
}

/** The frame of the third pane. */
export function Pane({
  label,
  type,
  aside,
  tools,
  foot,
  children,
}: {
  readonly label: string;
  readonly type?: string;
  /** Behind the type. */
  readonly aside?: ReactNode;
  readonly tools?: ReactNode;
  readonly foot?: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  const text = useText();
  return (
    <section
      aria-label={text('mapping.pane', { field: label })}
      className="flex min-h-0 flex-col overflow-y-auto border-l border-line bg-surface-2 max-narrow:border-t max-narrow:border-l-0"
    >
      <header className="flex h-9 flex-none items-center gap-1.75 px-3">
        <h3 className="truncate font-medium">{label}</h3>
        {type && <Chip>{type}</Chip>}
        {aside}
        <span className="ml-auto flex-none">{tools}</span>
      </header>
      <div className="flex flex-none flex-col gap-2.5 px-3 pb-3">{children}</div>
      {foot && <div className="mt-auto flex-none px-3 pb-3">{foot}</div>}
    </section>
  );
}
