import { Lock } from 'lucide-react';
import { useId, useState, type ReactElement } from 'react';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Icon } from '../kit/icon.tsx';
import { Input } from '../kit/input.tsx';

/** A credential: write-only. Shows when it was set and by whom, never what it is; replacing needs no old value. */
export function SecretField({
  label,
  help,
  setAt,
  setBy,
  value,
  onChange,
  expiresOn,
  onExpiry,
  isAsked,
  error,
  reason,
}: {
  readonly label: string;
  readonly help: string | null;
  /** When it was set last; null while it is not set. */
  readonly setAt: string | null;
  readonly setBy: string | null;
  /** The new value; null while it is not replaced. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  /** The last day on which it holds; null where that is not known. */
  readonly expiresOn: string | null;
  readonly onExpiry: (day: string | null) => void;
  /** It begins with a new value: somebody came to replace it. */
  readonly isAsked: boolean;
  readonly error: string | undefined;
  readonly reason: string | null;
}): ReactElement {
  const text = useText();
  const id = useId();
  const [isReplacing, setIsReplacing] = useState(setAt === null || isAsked);
  return (
    <div>
      <label htmlFor={id} className="mb-0.75 block text-20 text-ink-2">
        {label}
      </label>
      {isReplacing ? (
        <div className="flex gap-2">
          <Input
            id={id}
            type="password"
            autoFocus={isAsked}
            autoComplete="off"
            aria-describedby={`${id}-note`}
            aria-invalid={error ? true : undefined}
            value={value ?? ''}
            onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
          />
          {setAt !== null && (
            <Button
              look="quiet"
              onClick={() => {
                setIsReplacing(false);
                onChange(null);
              }}
            >
              {text('action.cancel')}
            </Button>
          )}
        </div>
      ) : (
        <SetSecret setAt={setAt!} setBy={setBy ?? ''}>
          <Button id={id} look="quiet" size="s" reason={reason} onClick={() => setIsReplacing(true)}>
            {text('connections.replace')}
          </Button>
        </SetSecret>
      )}
      {(setAt !== null || value !== null) && (
        <label className="mt-1.5 flex items-center gap-2 text-20 text-ink-2">
          {text('expiry.holdsUntil')}
          <Input
            type="date"
            className="w-38"
            disabled={reason !== null}
            value={expiresOn ?? ''}
            onChange={(event) => onExpiry(event.target.value === '' ? null : event.target.value)}
          />
        </label>
      )}
      <p id={`${id}-note`} className={error ? 'mt-1 text-20 text-fail-text' : 'mt-1 text-20 text-ink-3'}>
        {error ?? help ?? text('connections.secretHelp')}
      </p>
    </div>
  );
}

/** A credential that is set: when and by whom, with what can be done with it. */
export function SetSecret({
  setAt,
  setBy,
  children,
}: {
  readonly setAt: string;
  readonly setBy: string;
  readonly children: ReactElement;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  return (
    <div className="flex min-h-(--h-control) items-center gap-2 rounded-2 border border-edge-control bg-surface-3 py-0.5 pr-1 pl-2.25">
      <Icon of={Lock} size="s" className="flex-none text-ink-3" />
      <span className="min-w-0">{text('connections.secretSet', { date: format.date(setAt), by: setBy })}</span>
      <span className="ml-auto flex-none">{children}</span>
    </div>
  );
}
