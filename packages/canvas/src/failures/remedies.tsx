import type { FieldValue } from '@koppel/model';
import type { FailureDetail, Remedy } from '@koppel/protocol';
import { useState, type ReactElement } from 'react';
import { useCall, useRead } from '../api/use-api.tsx';
import { useEntityNames } from '../app/entities.ts';
import { FieldValueText } from '../app/field-value.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { useToast } from '../app/services.tsx';
import { useReason } from '../app/session.tsx';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { Button, Spinner } from '../kit/button.tsx';
import { Field } from '../kit/field.tsx';
import { Input } from '../kit/input.tsx';
import { Cell, HeadCell, Table } from '../kit/table.tsx';
import { typedValue } from './use-edits.ts';
import type { Repair } from './use-repair.ts';

type Of<Kind extends Remedy['kind']> = Extract<Remedy, { kind: Kind }>;

interface Part<Kind extends Remedy['kind']> {
  readonly failure: FailureDetail;
  readonly remedy: Of<Kind>;
  readonly repair: Repair;
}

/** The remedies of a failure that are more than a retry or a link to elsewhere, as controls. */
export function Remedies({
  failure,
  repair,
}: {
  readonly failure: FailureDetail;
  readonly repair: Repair;
}): ReactElement {
  return (
    <>
      {failure.remedies.map((remedy) => {
        const key = `${failure.id} ${remedy.kind}`;
        if (remedy.kind === 'edit') return <EditRemedy key={key} failure={failure} remedy={remedy} repair={repair} />;
        if (remedy.kind === 'link') return <LinkRemedy key={key} failure={failure} remedy={remedy} repair={repair} />;
        if (remedy.kind === 'unlink')
          return <UnlinkRemedy key={key} failure={failure} remedy={remedy} repair={repair} />;
        if (remedy.kind === 'choose')
          return <ChooseRemedy key={key} failure={failure} remedy={remedy} repair={repair} />;
        if (remedy.kind === 'bring') return <BringRemedy key={key} remedy={remedy} />;
        return null;
      })}
    </>
  );
}

/** Another value for this try. */
function EditRemedy({ failure, remedy: { side, field, value, proposal }, repair }: Part<'edit'>): ReactElement {
  const text = useText();
  const names = useEntityNames();
  const mayNot = useReason('failures.repair');
  const shown = (of: FieldValue) => (of === null ? '' : String(of));
  const [typed, setTyped] = useState(shown(proposal ?? value));
  const send = (set: FieldValue) => repair.retry([failure.id], undefined, { [side]: { [field]: set } });
  const isSame = typed === shown(value);
  return (
    <form
      className="mt-2.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSame && !mayNot) send(typedValue(typed));
      }}
    >
      <Field
        label={text(side === 'input' ? 'failures.setInput' : 'failures.setField', { field: names.field(field) })}
        help={text(proposal === null ? 'failures.setForOnce' : 'failures.proposed', { n: shown(proposal).length })}
      >
        {(control) => (
          <div className="flex flex-wrap gap-2">
            <Input
              {...control}
              data-remedy="edit"
              value={typed}
              className="min-w-45 flex-1"
              onChange={(event) => setTyped(event.target.value)}
            />
            <Button
              type="submit"
              look="primary"
              isBusy={repair.isRetrying}
              reason={mayNot ?? (isSame ? text('failures.setOther') : null)}
            >
              {text('failures.setAndRetry')}
            </Button>
            {value !== null && (
              <Button reason={mayNot} onClick={() => send(null)}>
                {text('failures.leaveEmpty')}
              </Button>
            )}
          </div>
        )}
      </Field>
    </form>
  );
}

/** Says which record of the target it is: one of those that were found, or another one. */
function LinkRemedy({ failure, remedy: { candidates }, repair }: Part<'link'>): ReactElement | null {
  const text = useText();
  const mayNot = useReason('failures.repair');
  const [chosen, setChosen] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  const { sides } = failure;
  const found = useRead(
    'searchRecords',
    { query: { entity: sides?.entity ?? '', connection: sides?.targetConnectionId ?? '', text: asked } },
    { isEnabled: sides !== null && asked !== '' },
  );
  if (!sides) return null;
  const others = (found.data ?? []).filter(({ key }) => !candidates.includes(key));
  return (
    <div className="mt-2.5">
      {(candidates.length > 0 || others.length > 0) && (
        <div role="radiogroup" aria-label={text('failures.candidates')} className="mb-2">
          {candidates.map((key) => (
            <Candidate
              key={key}
              of={failure.id}
              recordKey={key}
              failure={failure}
              isChosen={chosen === key}
              onChoose={() => setChosen(key)}
            />
          ))}
          {others.map(({ key, name }) => (
            <Candidate
              key={key}
              of={failure.id}
              recordKey={key}
              name={name}
              failure={failure}
              isChosen={chosen === key}
              onChoose={() => setChosen(key)}
            />
          ))}
        </div>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(typed.trim());
        }}
      >
        <Field label={text('failures.searchOther')}>
          {(control) => (
            <div className="flex flex-wrap gap-2">
              <Input
                {...control}
                maxLength={200}
                value={typed}
                className="min-w-45 flex-1"
                onChange={(event) => setTyped(event.target.value)}
              />
              <Button type="submit" reason={typed.trim() === '' ? text('failures.searchOther') : null}>
                {text('failures.find')}
              </Button>
              <Button
                look="primary"
                isBusy={repair.isRetrying}
                reason={mayNot ?? (chosen === null ? text('failures.chooseRecord') : null)}
                onClick={() => chosen !== null && repair.mend(failure.id, { kind: 'link', targetKey: chosen })}
              >
                {text('failures.linkAndRetry')}
              </Button>
            </div>
          )}
        </Field>
      </form>
      <ProblemNote error={found.error} />
      {asked !== '' && found.isPending && <Spinner />}
      {found.data?.length === 0 && <p className="mt-1 text-20 text-ink-3">{text('failures.noneFound')}</p>}
    </div>
  );
}

/** Of a key that is shown beside a name: the rest is told on hover. */
const longestKey = 12;

function Candidate({
  of,
  recordKey,
  name,
  failure: { sides, key },
  isChosen,
  onChoose,
}: {
  readonly of: string;
  readonly recordKey: string;
  readonly name?: string;
  readonly failure: FailureDetail;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}): ReactElement {
  const names = useEntityNames();
  const text = useText();
  const { entity, sourceConnectionId: left, targetConnectionId: right } = sides!;
  // How alike the two are tells which one it is.
  const compared = useRead('compareRecords', { query: { entity, left, right, leftKey: key, rightKey: recordKey } });
  const equal = (compared.data?.fields ?? []).filter(
    ({ field, isEqual }) => isEqual && (compared.data?.right.values[field] ?? null) !== null,
  );
  return (
    <label className="flex items-baseline gap-2 rounded-2 px-1.5 py-1 hover:bg-hover">
      <input
        type="radio"
        name={`candidate-${of}`}
        checked={isChosen}
        onChange={onChoose}
        className="translate-y-0.5 accent-accent"
      />
      <span className="min-w-0">
        <span className="font-medium">{name ?? compared.data?.right.name ?? recordKey}</span>{' '}
        {/* Two that are called the same are told apart by it. */}
        <span title={recordKey} className="font-mono text-20 text-ink-3">
          {recordKey.length > longestKey ? `${recordKey.slice(0, longestKey - 1)}…` : recordKey}
        </span>{' '}
        {equal.length > 0 && (
          <span className="text-20 text-ink-2">
            {text('failures.sameFields', {
              fields: equal
                .slice(0, 4)
                .map(({ field }) => names.field(field, entity))
                .join(', '),
            })}
          </span>
        )}
      </span>
    </label>
  );
}

/** The counterpart is gone: it is matched or made anew. */
function UnlinkRemedy({ failure, repair }: Part<'unlink'>): ReactElement {
  const text = useText();
  const mayNot = useReason('failures.repair');
  return (
    <div className="mt-2.5">
      <Button
        look="primary"
        reason={mayNot}
        isBusy={repair.isRetrying}
        onClick={() => repair.mend(failure.id, { kind: 'unlink' })}
      >
        {text('failures.forgetAndRetry')}
      </Button>
    </div>
  );
}

/** Whose value is right, field by field. */
function ChooseRemedy({ failure, remedy: { conflicts }, repair }: Part<'choose'>): ReactElement {
  const text = useText();
  const names = useEntityNames();
  const mayNot = useReason('failures.repair');
  const [choices, setChoices] = useState<Readonly<Record<string, 'source' | 'target'>>>({});
  const isComplete = conflicts.every(({ field }) => choices[field] !== undefined);
  return (
    <div className="mt-2.5">
      <Table aria-label={text('failures.whoIsRight')}>
        <thead>
          <tr className="h-6.5">
            <HeadCell className="first:pl-2">{text('failures.field')}</HeadCell>
            <HeadCell>{text('failures.inSource')}</HeadCell>
            <HeadCell>{text('failures.inTarget')}</HeadCell>
            <HeadCell>{text('failures.before')}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {conflicts.map(({ field, source, target, base }) => (
            <tr key={field}>
              <Cell className="h-8.25 font-medium first:pl-2">{names.field(field)}</Cell>
              {(['source', 'target'] as const).map((side) => (
                <Cell key={side}>
                  <label className="flex items-baseline gap-1.5">
                    <input
                      type="radio"
                      name={`right-${failure.id}-${field}`}
                      checked={choices[field] === side}
                      onChange={() => setChoices({ ...choices, [field]: side })}
                      aria-label={text(side === 'source' ? 'failures.keepSource' : 'failures.keepTarget', {
                        field: names.field(field),
                      })}
                      className="translate-y-0.5 accent-accent"
                    />
                    <FieldValueText name={field} value={side === 'source' ? source : target} />
                  </label>
                </Cell>
              ))}
              <Cell className="text-ink-3">
                <FieldValueText name={field} value={base ?? null} />
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
      <Button
        look="primary"
        className="mt-2"
        isBusy={repair.isRetrying}
        reason={mayNot ?? (isComplete ? null : text('failures.chooseSides'))}
        onClick={() => repair.mend(failure.id, { kind: 'choose', choices: { ...choices } })}
      >
        {text('failures.chooseAndRetry')}
      </Button>
    </div>
  );
}

/** Runs a flow that brings the record which this one refers to. */
function BringRemedy({ remedy: { entity, key, flows } }: { readonly remedy: Of<'bring'> }): ReactElement | null {
  const text = useText();
  const toast = useToast();
  const localized = useLocalized();
  const names = useEntityNames();
  const mayNot = useReason('flows.run');
  const start = useCall('startRun', { stale: ['listRuns'] });
  if (flows.length === 0) return null;
  return (
    <div className="mt-2.5 flex flex-wrap gap-2">
      {flows.slice(0, 3).map(({ id, title }) => (
        <Button
          key={id}
          reason={mayNot}
          isBusy={start.isPending}
          onClick={() =>
            start.mutate(
              { params: { id }, body: { scope: { kind: 'keys', keys: [key] } } },
              {
                onSuccess: ({ number }) =>
                  toast({
                    text: text('failures.bringing', { entity: names.entity(entity), number: String(number) }),
                  }),
              },
            )
          }
        >
          {text('failures.runFlow', { flow: localized(title) })}
        </Button>
      ))}
      <ProblemNote error={start.error} />
    </div>
  );
}
