import type { DriftView } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import { CircleSlash2, UserRound } from 'lucide-react';
import type { ReactElement } from 'react';
import { useEntityNames } from '../app/entities.ts';
import { useFieldText } from '../app/field-value.tsx';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Icon } from '../kit/icon.tsx';

/** One departure from the master: who did what, when, and what became of it. */
export function DriftItem({ item, now }: { readonly item: DriftView; readonly now: number }): ReactElement {
  const { entity, field, name, kind, present, wanted, changedBy, changedAt, lastAt, state, runId } = item;
  const text = useText();
  const format = useFormat();
  const names = useEntityNames();
  const write = useFieldText();
  const at = changedAt ?? lastAt;
  const named = `${entity}.${field}`;
  const values = { by: changedBy ?? '', field: names.field(field, entity), name, value: write(named, present) };
  const sentence =
    kind === 'edited'
      ? text(changedBy === null ? 'drift.wasSet' : 'drift.set', values)
      : text(`drift.${kind}`, { name });
  const became =
    state !== 'putBack'
      ? text(`drift.${state}`)
      : kind === 'edited'
        ? text('drift.putBack', { value: write(named, wanted) })
        : text('drift.followed');
  return (
    <li className="flex gap-2.5 border-t border-line py-2 first:border-t-0">
      <Icon of={kind === 'edited' ? UserRound : CircleSlash2} size="s" className="mt-0.5 flex-none text-ink-3" />
      <div className="min-w-0 flex-1 leading-ui">
        <p className="wrap-anywhere">{sentence}</p>
        <p className="text-20 text-ink-2">
          {became}{' '}
          {state === 'held' && (
            <Link to="/failures" search={{ run: runId }} className="underline underline-offset-2">
              {text('drift.seeFailure')}
            </Link>
          )}
        </p>
      </div>
      <time dateTime={at} title={format.dateTime(at)} className="flex-none text-20 text-ink-3">
        {format.moment(at, now)}
      </time>
    </li>
  );
}
