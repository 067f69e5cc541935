import { conflictRules, mastershipSentence, type MastershipRow } from '@koppel/model';
import type { Mastership } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import { Crown, KeyRound, Lock, Pencil } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useEntityNames } from '../app/entities.ts';
import { useReason } from '../app/session.tsx';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Checkbox } from '../kit/checkbox.tsx';
import { cx } from '../kit/cx.ts';
import { EntityChip } from '../kit/entity.tsx';
import { Field } from '../kit/field.tsx';
import { Icon } from '../kit/icon.tsx';
import { Select } from '../kit/select.tsx';
import { Note } from '../kit/status-pill.tsx';
import { Direction, roleLabel } from '../kit/system-badge.tsx';
import { ChangeDialog } from './change-dialog.tsx';
import { DriftPanel } from './drift-panel.tsx';
import { LockPanel } from './lock-panel.tsx';
import { RowFindings } from './findings.tsx';
import type { Finding } from './found.ts';
import { HandOverField } from './hand-over-field.tsx';
import {
  cellKind,
  flowsOf,
  isSameRow,
  recommendedFor,
  withHandOver,
  withMaster,
  withRulesOf,
  withShared,
  type MatrixRow,
  type WritingFlow,
} from './matrix.ts';
import { SingleFieldDialog } from './single-field-dialog.tsx';
import { useRowTitle } from './row-title.ts';

const roles = ['erp', 'crm'] as const;
const pickIcons = {
  master: Crown,
  copy: Lock,
  maySeed: KeyRound,
  takesOver: KeyRound,
  edited: Pencil,
  notStored: Lock,
} as const;

/** One row in words, and the way to change it. Nothing is saved before the dialog says what it means. */
export function RowInspector({
  chosen,
  flows,
  findings,
  mastership,
  onChoose,
}: {
  readonly chosen: MatrixRow;
  readonly flows: readonly WritingFlow[];
  readonly findings: readonly Finding[];
  readonly mastership: Mastership;
  readonly onChoose: (id: string) => void;
}): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const names = useEntityNames();
  const title = useRowTitle();
  const reason = useReason('mastership.edit');
  const [draft, setDraft] = useState<MastershipRow>(chosen.row);
  const [isAsking, setIsAsking] = useState(false);
  const [single, setSingle] = useState<string | null>(null);
  const touching = flowsOf(flows, chosen);
  const isChanged = !isSameRow(draft, chosen.row);
  const advised = recommendedFor(chosen.row);
  const isAdvised = advised === null || isSameRow(advised, draft);
  const other = roles.find((role) => role !== draft.master) ?? 'crm';
  return (
    <aside
      aria-label={title(chosen)}
      className="flex w-81 flex-none flex-col gap-4 overflow-y-auto border-l border-line bg-surface p-5 max-wide:w-full max-wide:border-t max-wide:border-l-0 print:hidden"
    >
      <div>
        <EntityChip entity={chosen.entity}>{names.entity(chosen.entity)}</EntityChip>
        <h2 className="mt-3 text-50 leading-tight font-bold">{title(chosen)}</h2>
      </div>
      <p className="text-40 leading-prose text-ink-2">{localized(mastershipSentence(chosen.row))}</p>
      <RowFindings findings={findings} />
      <div role="radiogroup" aria-label={text('mastership.master')} className="grid grid-cols-2 gap-2">
        {roles.map((role) => {
          const isMaster = draft.master === role;
          return (
            <button
              key={role}
              type="button"
              role="radio"
              aria-checked={isMaster}
              aria-disabled={reason ? true : undefined}
              title={reason ?? undefined}
              onClick={() => !reason && setDraft(withMaster(draft, role))}
              className={cx(
                'border-[1.5px] px-2.75 py-2 text-left text-20',
                role === 'erp' ? 'rounded-1' : 'rounded-[14px]',
                isMaster
                  ? role === 'erp'
                    ? 'border-erp bg-erp-soft text-erp-text'
                    : 'border-crm bg-crm-soft text-crm-text'
                  : 'border-line-strong text-ink-2 hover:bg-hover',
              )}
            >
              <span className="mb-0.5 flex items-center gap-1.5 text-30 font-bold text-ink">
                <Icon of={pickIcons[cellKind(draft, role)]} size="s" />
                {roleLabel(role)}
              </span>
              {text(`mastership.cell.${cellKind(draft, role)}`)}
            </button>
          );
        })}
      </div>
      {draft.master !== 'undecided' && (
        <label className="flex items-start gap-2.5 leading-ui">
          <span className="pt-0.5">
            <Checkbox
              value={draft.maySeed.includes(other)}
              onChange={(isOn) => !reason && setDraft({ ...draft, maySeed: isOn ? [other] : [] })}
              label={text('mastership.maySeed', { system: roleLabel(other), master: roleLabel(draft.master) })}
            />
          </span>
          <span aria-hidden="true">
            {text('mastership.maySeed', { system: roleLabel(other), master: roleLabel(draft.master) })}
          </span>
        </label>
      )}
      {draft.master !== 'undecided' && (
        <label className="flex items-start gap-2.5 leading-ui">
          <span className="pt-0.5">
            <Checkbox
              value={draft.shared ?? false}
              onChange={(isOn) => !reason && setDraft(withShared(draft, isOn))}
              label={text('mastership.shared')}
            />
          </span>
          <span aria-hidden="true">{text('mastership.shared')}</span>
        </label>
      )}
      {draft.master !== 'undecided' && (
        <HandOverField
          row={draft}
          next={other}
          reason={reason}
          onChange={(handOver) => setDraft(withHandOver(draft, handOver))}
        />
      )}
      {advised && !isAdvised && (
        <p className="text-20 text-ink-2">
          {text('mastership.recommended', {
            system: advised.master === 'undecided' ? text('mastership.undecided') : roleLabel(advised.master),
          })}{' '}
          <Button look="quiet" size="s" reason={reason} onClick={() => setDraft(withRulesOf(chosen.row, advised))}>
            {text('mastership.toRecommended')}
          </Button>
        </p>
      )}
      <Field label={text('mastership.ifBoth')} help={text(`mastership.conflictHelp.${draft.conflict}`)}>
        {(ids) => (
          <Select
            ids={ids}
            className="w-full"
            isDisabled={reason !== null}
            value={draft.conflict}
            onChange={(conflict) => setDraft({ ...draft, conflict })}
            options={conflictRules.map((rule) => ({ value: rule, label: text(`mastership.conflict.${rule}`) }))}
          />
        )}
      </Field>
      {reason ? (
        <Note status="idle">{reason}</Note>
      ) : (
        <div className="flex flex-wrap gap-2">
          <Button
            look={isChanged ? 'primary' : 'plain'}
            reason={isChanged ? null : text('mastership.nothingChanged')}
            onClick={() => setIsAsking(true)}
          >
            {text('mastership.change')}
          </Button>
          {isChanged && (
            <Button look="quiet" onClick={() => setDraft(chosen.row)}>
              {text('mastership.reset')}
            </Button>
          )}
        </div>
      )}
      <section>
        <h3 className="mb-1 text-20 font-bold">{text('mastership.fields')}</h3>
        <ul>
          {chosen.fields.map((field) => (
            <li key={field} className="flex min-h-7 items-center border-t border-line first:border-t-0">
              <span className="flex-1">{names.field(field, chosen.entity)}</span>
              {'group' in chosen.row && chosen.fields.length > 1 && (
                <Button
                  look="quiet"
                  size="s"
                  reason={reason}
                  aria-label={`${text('mastership.ownRule')}: ${names.field(field, chosen.entity)}`}
                  onClick={() => setSingle(field)}
                >
                  {text('mastership.ownRule')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </section>
      <LockPanel chosen={chosen} />
      <DriftPanel chosen={chosen} flows={flows} />
      <section>
        <h3 className="mb-1 text-20 font-bold">{text('mastership.flows')}</h3>
        {touching.length === 0 ? (
          <p className="text-ink-2">{text('mastership.noFlow')}</p>
        ) : (
          <ul>
            {touching.map(({ summary: flow }) => (
              <li key={flow.id} className="flex min-h-8 items-center gap-2 border-t border-line first:border-t-0">
                <Link to="/flows/$id" params={{ id: flow.id }} className="min-w-0 flex-1 truncate hover:underline">
                  {localized(flow.title)}
                </Link>
                <Direction
                  direction={flow.direction}
                  label={text('direction.to', {
                    from: roleLabel(flow.direction[0] ?? ''),
                    to: roleLabel(flow.direction[1] ?? ''),
                  })}
                />
              </li>
            ))}
          </ul>
        )}
      </section>
      {isAsking && (
        <ChangeDialog before={chosen} after={draft} mastership={mastership} onClose={() => setIsAsking(false)} />
      )}
      {single !== null && (
        <SingleFieldDialog
          field={single}
          group={chosen}
          mastership={mastership}
          onClose={(id) => {
            setSingle(null);
            if (id !== null) onChoose(id);
          }}
        />
      )}
    </aside>
  );
}
