import { WandSparkles, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { Button, IconButton } from '../kit/button.tsx';
import { Popover } from '../kit/popover.tsx';
import { useMapping } from './mapping-context.ts';
import type { Suggestion } from './suggestions.ts';

/** A function that says why a field is suggested. */
export function useReasonText(): (suggestion: Suggestion) => string {
  const text = useText();
  return ({ reason, fit, alike }) => {
    const named = text(`mapping.reason.${reason}`);
    const words =
      alike === undefined
        ? named
        : reason === 'sameValues'
          ? text('mapping.reasonValues', alike)
          : text('mapping.reasonAlso', { reason: named, values: text('mapping.reasonValues', alike) });
    return fit === 'fits' ? words : text(`mapping.reasonFit.${fit}`, { reason: words });
  };
}

/** How many suggestions there are; opened, each with its reason, and what uses all certain ones. */
export function SuggestionList(): ReactElement {
  const text = useText();
  const mapping = useMapping();
  const reasonText = useReasonText();
  const { rows, dismissed, readOnlyReason } = mapping;
  const offered = rows.flatMap((row) => (row.suggestion ? [{ row, suggestion: row.suggestion }] : []));
  const certain = offered.filter(({ suggestion }) => suggestion.isCertain);
  const useAll = () =>
    mapping.setRules(
      Object.fromEntries(certain.map(({ row, suggestion }) => [row.name, suggestion.rule])),
      'mapping.intent.useCertain',
    );
  return (
    <Popover
      label={text('mapping.suggestions', { n: offered.length })}
      align="end"
      trigger={
        <Button size="s" icon={WandSparkles}>
          {offered.length === 0 ? text('mapping.noSuggestions') : text('mapping.suggestions', { n: offered.length })}
        </Button>
      }
    >
      <div className="flex w-100 flex-col gap-2">
        <p className="text-20 leading-ui text-ink-3">{text('mapping.certainHelp')}</p>
        <ul className="flex max-h-72 flex-col overflow-y-auto">
          {offered.map(({ row, suggestion }) => {
            const names = { source: mapping.sourceLabel(suggestion.rule.from), target: mapping.rowLabel(row) };
            return (
              <li key={row.name} className="flex items-center gap-2 border-t border-line py-1.5">
                <span className="min-w-0 flex-1">
                  <span className="block truncate">
                    <span className="font-medium">{names.target}</span> <span aria-hidden="true">←</span> {names.source}
                  </span>
                  <span className="block truncate text-20 text-ink-3">{reasonText(suggestion)}</span>
                </span>
                <Button
                  size="s"
                  reason={readOnlyReason}
                  aria-label={text('mapping.useFor', names)}
                  onClick={() => mapping.setRule(row, suggestion.rule)}
                >
                  {text('mapping.use')}
                </Button>
                <IconButton
                  icon={X}
                  size="s"
                  label={text('mapping.dismiss', { target: names.target })}
                  onClick={() => mapping.dismiss([row.name])}
                />
              </li>
            );
          })}
        </ul>
        <div className="flex flex-wrap gap-2">
          {offered.length > 0 && (
            <>
              <Button
                size="s"
                look="primary"
                reason={readOnlyReason ?? (certain.length === 0 ? text('mapping.useCertainNone') : null)}
                onClick={useAll}
              >
                {text('mapping.useCertain', { n: certain.length })}
              </Button>
              <Button size="s" onClick={() => mapping.dismiss(offered.map(({ row }) => row.name))}>
                {text('mapping.dismissAll')}
              </Button>
            </>
          )}
          {dismissed.length > 0 && (
            <Button size="s" look="quiet" onClick={mapping.bringBack}>
              {text('mapping.bringBack', { n: dismissed.length })}
            </Button>
          )}
        </div>
      </div>
    </Popover>
  );
}
