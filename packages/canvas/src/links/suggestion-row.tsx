import type { LinkSuggestion } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Checkbox } from '../kit/checkbox.tsx';
import { StatusIcon } from '../kit/status-pill.tsx';
import { RecordName, rowClass } from './link-row.tsx';

/** Two records that look the same, on the list. */
export function SuggestionRow({
  suggestion,
  isCurrent,
  isChecked,
  onCheck,
  now,
}: {
  readonly suggestion: LinkSuggestion;
  readonly isCurrent: boolean;
  readonly isChecked: boolean;
  readonly onCheck: (isChecked: boolean) => void;
  readonly now: number;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  return (
    <li className={rowClass(isCurrent)}>
      <span className="z-dock flex">
        <Checkbox value={isChecked} onChange={onCheck} label={text('links.select', { name: suggestion.leftName })} />
      </span>
      <Link
        to="/links"
        search={(before) => ({ ...before, suggestion: suggestion.id })}
        data-row
        aria-current={isCurrent ? 'true' : undefined}
        className="min-w-0 after:absolute after:inset-0"
      >
        <RecordName name={suggestion.leftName} keyText={suggestion.leftKey} />
      </Link>
      <RecordName name={suggestion.rightName} keyText={suggestion.rightKey} />
      <span className="grid min-w-0 text-20 leading-[1.4]">
        <span className="flex items-center gap-1 font-medium tabular-nums">
          {suggestion.claims.length > 0 && <StatusIcon status="warn" size={13} />}
          {suggestion.score} {text('links.score')}
        </span>
        <span
          title={suggestion.claims.length > 0 ? text('links.state.contested') : undefined}
          className="truncate text-ink-3"
        >
          {suggestion.claims.length > 0 ? text('links.state.contested') : format.age(suggestion.madeAt, now)}
        </span>
      </span>
    </li>
  );
}
