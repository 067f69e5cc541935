import type { LinkPairView, LinkSuggestion } from '@koppel/protocol';
import { Check } from 'lucide-react';
import type { ReactElement } from 'react';
import { useEntityNames } from '../app/entities.ts';
import { useText } from '../i18n/locale.tsx';
import { Icon } from '../kit/icon.tsx';
import { StatusIcon } from '../kit/status-pill.tsx';
import type { ReactNode } from 'react';

/** Why two records look the same: what agrees, what differs, how much of it, and what to do. */
export function SuggestionCard({
  suggestion,
  pair,
  actions,
}: {
  readonly suggestion: LinkSuggestion;
  readonly pair: LinkPairView;
  readonly actions: ReactNode;
}): ReactElement {
  const text = useText();
  const names = useEntityNames();
  const { leftName, rightName, score, reasons, claims } = suggestion;
  return (
    <section className="rounded-3 border border-accent-line bg-selected-faint px-4 py-3">
      <div className="flex items-start gap-3">
        <h2 className="min-w-0 flex-1 text-40 font-bold">
          {text(claims.length > 0 ? 'links.insteadOf' : 'links.sameAs', { left: leftName, right: rightName })}
        </h2>
        <span className="flex-none text-right leading-none">
          <span className="block text-60 font-bold tabular-nums">{score}</span>
          <span className="text-20 text-ink-3">{text('links.score')}</span>
        </span>
      </div>
      <ul className="mt-1.5 grid gap-1">
        {reasons.map(({ field, left, right, isEqual }) => (
          <li key={field} className="flex items-start gap-2">
            <span className="flex h-5 w-4 flex-none items-center">
              {isEqual ? <Icon of={Check} size="s" className="text-ok-text" /> : <StatusIcon status="warn" />}
            </span>
            <span className="min-w-0">
              <span className="font-medium">
                {text(isEqual ? 'links.fieldsAgree' : 'links.fieldsDiffer', {
                  field: names.field(field, pair.entity),
                })}
              </span>{' '}
              <span className="text-ink-2">
                {isEqual ? (left ?? right) : `${left ?? text('value.empty')} · ${right ?? text('value.empty')}`}
              </span>
            </span>
          </li>
        ))}
        {claims.map((claim) => (
          <li key={claim.id} className="flex items-start gap-2">
            <span className="flex h-5 w-4 flex-none items-center">
              <StatusIcon status="warn" />
            </span>
            <span>
              {text('links.claims', {
                left: claim.leftName ?? claim.leftKey,
                right: claim.rightName ?? claim.rightKey,
              })}
            </span>
          </li>
        ))}
      </ul>
      <div className="mt-3 flex flex-wrap gap-2">{actions}</div>
    </section>
  );
}
