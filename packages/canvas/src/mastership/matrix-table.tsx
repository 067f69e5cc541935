import { Link } from '@tanstack/react-router';
import { Crown, KeyRound, Lock, Pencil, TriangleAlert, type LucideIcon } from 'lucide-react';
import { Fragment, type ReactElement } from 'react';
import { useEntityNames } from '../app/entities.ts';
import { useLocalized, useSentence, useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { EntityChip } from '../kit/entity.tsx';
import { Icon } from '../kit/icon.tsx';
import { bankOf, roleLabel, SystemBadge } from '../kit/system-badge.tsx';
import type { Finding } from './found.ts';
import { carrierOf, cellKind, isBothWays, type CellKind, type MatrixRow, type WritingFlow } from './matrix.ts';
import { useRowTitle } from './row-title.ts';
import { useStored } from './use-stored.ts';

/** ERP left, CRM right, whatever the direction. */
const [left, right] = ['erp', 'crm'] as const;

/** The matrix: groups of fields by entity, how each system stands to them, and what carries the values over. */
export function MatrixTable({
  rows,
  flows,
  findings,
  chosenId,
  onChoose,
}: {
  readonly rows: readonly MatrixRow[];
  readonly flows: readonly WritingFlow[];
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
  readonly chosenId: string | undefined;
  readonly onChoose: (id: string) => void;
}): ReactElement {
  const text = useText();
  const names = useEntityNames();
  const isStored = useStored();
  const entities = [...Map.groupBy(rows, ({ entity }) => entity)];
  return (
    <div tabIndex={0} className="flex-none overflow-x-auto rounded-3 bg-surface shadow-1 -outline-offset-2">
      <table aria-label={text('mastership.question')} className="w-full min-w-205 table-fixed border-collapse">
        <colgroup>
          <col className="w-31" />
          <col />
          <col className="w-27" />
          <col className="w-28" />
          <col className="w-27" />
          <col className="w-25" />
          <col className="w-25" />
        </colgroup>
        <thead>
          <tr className="h-10 bg-surface-2 text-10 text-ink-3">
            <th scope="col" className="px-3 text-left font-medium">
              {text('mastership.entity')}
            </th>
            <th scope="col" className="px-2 text-left font-medium">
              {text('mastership.group')}
            </th>
            <th scope="col" className="px-2">
              <SystemBadge role={left} />
            </th>
            <th scope="col" className="px-2 font-medium">
              {text('mastership.howOften')}
            </th>
            <th scope="col" className="px-2">
              <SystemBadge role={right} />
            </th>
            <th scope="col" className="px-2 text-left font-medium">
              {text('mastership.ifBoth')}
            </th>
            <th scope="col" className="px-2 text-left font-medium">
              {text('mastership.flow')}
            </th>
          </tr>
        </thead>
        {entities.map(([entity, own]) => (
          <tbody key={entity} className="border-t border-line-strong">
            {own.map((row, index) => (
              <tr
                key={row.id}
                onClick={(event) => !(event.target as HTMLElement).closest('a, button') && onChoose(row.id)}
                className={cx(
                  'h-11.5 cursor-pointer break-inside-avoid',
                  row.id === chosenId
                    ? 'bg-selected print:bg-transparent'
                    : row.row.master === 'undecided'
                      ? 'bg-warn-faint'
                      : 'hover:bg-hover',
                )}
              >
                {index === 0 && (
                  <th
                    scope="rowgroup"
                    rowSpan={own.length}
                    className="border-r border-line bg-surface-2 px-3 pt-3 text-left align-top font-medium"
                  >
                    <EntityChip entity={entity}>{names.entity(entity)}</EntityChip>
                  </th>
                )}
                <GroupCell
                  row={row}
                  findings={findings.get(row.id) ?? []}
                  isChosen={row.id === chosenId}
                  isFirst={index === 0}
                  onChoose={onChoose}
                />
                <StateCell row={row} role={left} isStored={isStored(row, left)} isFirst={index === 0} />
                <BridgeCell row={row} flows={flows} isFirst={index === 0} />
                <StateCell row={row} role={right} isStored={isStored(row, right)} isFirst={index === 0} />
                <td className={cx('px-2 text-ink-2', index > 0 && 'border-t border-line')}>
                  {row.row.master === 'undecided' ? (
                    <span className="inline-flex items-center gap-1.5 font-medium text-warn-text">
                      <Icon of={TriangleAlert} size="s" />
                      {text('mastership.undecided')}
                    </span>
                  ) : (
                    text(
                      [left, right].every((role) => cellKind(row.row, role, isStored(row, role)) !== 'notStored')
                        ? `mastership.conflict.${row.row.conflict}`
                        : 'mastership.noConflict',
                    )
                  )}
                </td>
                <FlowCell row={row} flows={flows} isFirst={index === 0} />
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function GroupCell({
  row,
  findings,
  isChosen,
  isFirst,
  onChoose,
}: {
  readonly row: MatrixRow;
  readonly findings: readonly Finding[];
  readonly isChosen: boolean;
  readonly isFirst: boolean;
  readonly onChoose: (id: string) => void;
}): ReactElement {
  const text = useText();
  const names = useEntityNames();
  const title = useRowTitle();
  const isField = 'field' in row.row;
  const fields = row.fields.map((field) => names.field(field, row.entity));
  return (
    <th
      scope="row"
      className={cx('px-2 text-left font-regular', !isFirst && 'border-t border-line', isField && 'pl-6')}
    >
      <button
        type="button"
        data-row
        aria-current={isChosen ? 'true' : undefined}
        onClick={() => onChoose(row.id)}
        className="block w-full min-w-0 rounded-1 text-left"
      >
        <span className="flex items-center gap-1.5 font-medium">
          <span className="truncate">{title(row)}</span>
          {row.hasDeviation && (
            <span title={text('mastership.deviates')} className="size-1.5 flex-none rounded-round bg-accent">
              <span className="sr-only">{text('mastership.deviates')}</span>
            </span>
          )}
          <FindingMark findings={findings} />
        </span>
        {!isField && (
          <span className="block truncate text-20 text-ink-3" title={fields.join(', ')}>
            {fields.join(', ')}
          </span>
        )}
      </button>
    </th>
  );
}

/** That flows do something to each other here; what only nobody needs so far is not marked. */
function FindingMark({ findings }: { readonly findings: readonly Finding[] }): ReactElement | null {
  const text = useText();
  const sentence = useSentence();
  const serious = findings.filter(({ severity }) => severity !== 'hint');
  const [worst] = serious;
  if (!worst) return null;
  return (
    <span
      title={serious.map(({ message }) => sentence(message)).join('\n')}
      className={cx('flex-none print:hidden', worst.severity === 'error' ? 'text-fail-text' : 'text-warn-text')}
    >
      <Icon of={TriangleAlert} size="s" />
      <span className="sr-only">{text('mastership.hasFindings', { n: serious.length })}</span>
    </span>
  );
}

const icons: Partial<Record<CellKind, LucideIcon>> = {
  master: Crown,
  copy: Lock,
  maySeed: KeyRound,
  takesOver: KeyRound,
  edited: Pencil,
};
const corners = { erp: 'rounded-1', crm: 'rounded-round', other: 'rounded-2' } as const;
const fills: Record<'erp' | 'crm', Record<CellKind, string>> = {
  erp: {
    master: 'bg-erp text-on-erp',
    copy: 'bg-erp-soft text-erp-text',
    maySeed: 'text-erp-text shadow-[inset_0_0_0_1.5px_var(--sys-erp)]',
    takesOver:
      'text-erp-text shadow-[inset_0_0_0_1.5px_var(--sys-erp)] bg-[repeating-linear-gradient(115deg,var(--sys-erp-soft)_0_7px,var(--c-surface)_7px_11px)]',
    edited: 'bg-warn-soft text-warn-text shadow-[inset_0_0_0_1px_var(--st-warn)]',
    notStored: 'font-regular text-ink-3',
  },
  crm: {
    master: 'bg-crm text-on-crm',
    copy: 'bg-crm-soft text-crm-text',
    maySeed: 'text-crm-text shadow-[inset_0_0_0_1.5px_var(--sys-crm)]',
    takesOver:
      'text-crm-text shadow-[inset_0_0_0_1.5px_var(--sys-crm)] bg-[repeating-linear-gradient(115deg,var(--sys-crm-soft)_0_7px,var(--c-surface)_7px_11px)]',
    edited: 'bg-warn-soft text-warn-text shadow-[inset_0_0_0_1px_var(--st-warn)]',
    notStored: 'font-regular text-ink-3',
  },
};

function StateCell({
  row,
  role,
  isStored,
  isFirst,
}: {
  readonly row: MatrixRow;
  readonly role: 'erp' | 'crm';
  readonly isStored: boolean;
  readonly isFirst: boolean;
}): ReactElement {
  const text = useText();
  const title = useRowTitle();
  const kind = cellKind(row.row, role, isStored);
  return (
    <td className={cx('px-2', !isFirst && 'border-t border-line')}>
      <span
        data-outline
        className={cx(
          'flex h-7 items-center justify-center gap-1.5 text-20 font-medium',
          corners[bankOf(role)],
          fills[role][kind],
        )}
      >
        {icons[kind] && <Icon of={icons[kind]} size="xs" />}
        <span className="sr-only">{`${title(row)}, ${roleLabel(role)}, `}</span>
        {text(`mastership.cell.${kind}`)}
      </span>
    </td>
  );
}

/** An arrow from the master to the copy, with how often values travel. */
function BridgeCell({
  row,
  flows,
  isFirst,
}: {
  readonly row: MatrixRow;
  readonly flows: readonly WritingFlow[];
  readonly isFirst: boolean;
}): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const carrier = carrierOf(flows, row);
  const isFromLeft = row.row.master === left;
  const isBoth = carrier !== null && isBothWays(carrier.summary.direction);
  return (
    <td className={cx('px-0 text-center', !isFirst && 'border-t border-line')}>
      {carrier && (
        <span className={cx('relative block h-8 leading-tight', isFromLeft ? 'text-erp' : 'text-crm')}>
          <span className="block truncate text-10 text-ink-3" title={carrier.summary.starts.map(localized).join(', ')}>
            {carrier.summary.isOn
              ? (carrier.summary.starts.map(localized)[0] ?? text('mastership.byHand'))
              : text('mastership.switchedOff')}
          </span>
          <svg
            viewBox="0 0 100 10"
            preserveAspectRatio="none"
            aria-hidden="true"
            className="absolute inset-x-0 bottom-1 h-2.5 w-full"
          >
            <path
              d="M0 5H100"
              className="stroke-current"
              strokeWidth={2}
              vectorEffect="non-scaling-stroke"
              strokeDasharray={carrier.summary.isOn ? undefined : '4 4'}
            />
          </svg>
          {(isFromLeft || isBoth) && <ArrowHead className="right-0" />}
          {(!isFromLeft || isBoth) && <ArrowHead className="left-0 rotate-180" />}
        </span>
      )}
    </td>
  );
}

function ArrowHead({ className }: { readonly className: string }): ReactElement {
  return (
    <svg viewBox="0 0 8 10" aria-hidden="true" className={cx('absolute bottom-1 h-2.5 w-2', className)}>
      <path d="M0 0 8 5 0 10z" className="fill-current" />
    </svg>
  );
}

function FlowCell({
  row,
  flows,
  isFirst,
}: {
  readonly row: MatrixRow;
  readonly flows: readonly WritingFlow[];
  readonly isFirst: boolean;
}): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const carrier = carrierOf(flows, row);
  return (
    <td className={cx('truncate px-2 text-20 text-ink-2', !isFirst && 'border-t border-line')}>
      {carrier ? (
        <Link
          to="/flows/$id"
          params={{ id: carrier.summary.id }}
          title={localized(carrier.summary.title)}
          className="hover:underline"
        >
          {/* The arrow beside it says where from and where to. */}
          {localized(carrier.summary.title).replace(/ (?:ERP|CRM) → (?:ERP|CRM)$/, '')}
        </Link>
      ) : (
        <Fragment>{text('mastership.noFlow')}</Fragment>
      )}
    </td>
  );
}
