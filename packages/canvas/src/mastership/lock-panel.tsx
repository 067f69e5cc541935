import type { EntityLocks } from '@koppel/protocol';
import { useId, type ReactElement } from 'react';
import { useCall, useRead } from '../api/use-api.tsx';
import { useEntityNames } from '../app/entities.ts';
import { ProblemNote } from '../app/problem.tsx';
import { useReason } from '../app/session.tsx';
import { useFormat, useLocalized, useSentence, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { Note } from '../kit/status-pill.tsx';
import { roleLabel } from '../kit/system-badge.tsx';
import { useNow } from '../kit/timing.ts';
import type { MatrixRow } from './matrix.ts';

/** Whether people can change a row's fields in the systems that hold a copy, and the way to keep them from it. */
export function LockPanel({ chosen }: { readonly chosen: MatrixRow }): ReactElement | null {
  const text = useText();
  const id = useId();
  const { entity, row, fields } = chosen;
  const isCopied = row.master !== 'undecided' && row.shared !== true;
  const locks = useRead('getLocks', { query: { entity } });
  const systems = (locks.data ?? []).flatMap((system) => {
    const ofRow = system.fields.filter(({ field }) => fields.includes(field));
    const isCopy = isCopied && system.role !== row.master;
    const isLeftLocked = ofRow.some(({ state, wanted }) => state === 'locked' && wanted === 'open');
    return (isCopy && (ofRow.length > 0 || !system.canLock || system.problem)) || isLeftLocked
      ? [{ ...system, fields: ofRow }]
      : [];
  });
  if (locks.data ? systems.length === 0 : !isCopied) return null;
  if (locks.isPending) {
    return (
      <section aria-labelledby={id}>
        <h3 id={id} className="mb-1 text-20 font-bold">
          {text('locks.title')}
        </h3>
        <SkeletonRows count={1} />
        <p className="sr-only">{text('locks.checking')}</p>
      </section>
    );
  }
  if (locks.error) return <ProblemNote error={locks.error} />;
  return (
    <>
      {systems.map((system) => (
        <SystemLocks key={system.connectionId} system={system} onCheck={() => void locks.refetch()} />
      ))}
    </>
  );
}

function SystemLocks({
  system,
  onCheck,
}: {
  readonly system: EntityLocks;
  readonly onCheck: () => void;
}): ReactElement {
  const { connectionId, connectionName, entity, role, fields, checkedAt } = system;
  const text = useText();
  const sentence = useSentence();
  const localized = useLocalized();
  const names = useEntityNames();
  const format = useFormat();
  const now = useNow(60_000);
  const id = useId();
  const reason = useReason('mastership.edit');
  const change = useCall('setLocks', { stale: ['getLocks'] });
  const toLock = fields.filter(({ state, wanted }) => state === 'open' && wanted === 'locked');
  const toOpen = fields.filter(({ state, wanted }) => state === 'locked' && wanted === 'open');
  const locked = fields.filter(({ state, wanted }) => state === 'locked' && wanted === 'locked');
  const impossible = fields.filter(({ state, wanted }) => state === 'impossible' && wanted === 'locked');
  const seeded = [...locked, ...toLock].filter(({ maySeed }) => maySeed);
  const list = (some: EntityLocks['fields']) => some.map(({ field }) => names.field(field, entity)).join(', ');
  const set = (wanted: 'open' | 'locked', some: EntityLocks['fields']) =>
    change.mutate({ body: { connectionId, entity, wanted, fields: some.map(({ field }) => field) } });
  const isBusy = (wanted: 'open' | 'locked') => change.isPending && change.variables.body.wanted === wanted;
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      <h3 id={id} className="text-20 font-bold">
        {text('locks.in', { system: roleLabel(role) })}
      </h3>
      {system.problem && (
        <Note
          status="warn"
          action={
            <Button size="s" onClick={onCheck}>
              {text('action.tryAgain')}
            </Button>
          }
        >
          {text('locks.failed')} {sentence(system.problem.message)} {sentence(system.problem.remedy)}
        </Note>
      )}
      {!system.canLock && <Note status="idle">{text('locks.cannot', { name: connectionName })}</Note>}
      {locked.length > 0 && (
        <Note status="ok">
          <strong>{text('locks.working')}</strong>{' '}
          {text(toLock.length === 0 && impossible.length === 0 ? 'locks.onlyKoppel' : 'locks.onlyKoppelThese', {
            fields: list(locked),
          })}{' '}
          {text('locks.checked', { moment: format.moment(checkedAt, now) })}
        </Note>
      )}
      {toLock.length > 0 && (
        <Note status="warn">
          <strong>{text('locks.open')}</strong> {text('locks.openText', { fields: list(toLock), name: connectionName })}
        </Note>
      )}
      {toOpen.length > 0 && (
        <Note status="warn">
          <strong>{text('locks.leftLocked')}</strong>{' '}
          {text('locks.leftLockedText', { fields: list(toOpen), name: connectionName })}
        </Note>
      )}
      {impossible.length > 0 && (
        <div className="text-20 leading-ui text-ink-2">
          <p>{text('locks.impossible', { system: roleLabel(role) })}</p>
          <ul className="list-disc pl-4">
            {impossible.map(({ field, reason: why }) => (
              <li key={field}>
                {names.field(field, entity)}
                {why && `: ${localized(why)}`}
              </li>
            ))}
          </ul>
        </div>
      )}
      {seeded.length > 0 && (
        <p className="text-20 leading-ui text-ink-2">{text('locks.seed', { system: roleLabel(role) })}</p>
      )}
      <ProblemNote error={change.error} />
      <div className="flex flex-wrap gap-2">
        {toLock.length > 0 && (
          <Button size="s" reason={reason} isBusy={isBusy('locked')} onClick={() => set('locked', toLock)}>
            {text('locks.lock', { n: toLock.length })}
          </Button>
        )}
        {toOpen.length + locked.length > 0 && (
          <Button
            size="s"
            look={toOpen.length > 0 ? 'plain' : 'quiet'}
            reason={reason}
            isBusy={isBusy('open')}
            onClick={() => set('open', toOpen.length > 0 ? toOpen : locked)}
          >
            {text('locks.unlock', { n: toOpen.length > 0 ? toOpen.length : locked.length })}
          </Button>
        )}
      </div>
    </section>
  );
}
