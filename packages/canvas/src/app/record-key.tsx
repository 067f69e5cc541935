import { Check, Copy } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { IconButton } from '../kit/button.tsx';
import { OnlyHeard } from '../kit/marks.tsx';

const shownMs = 2_000;

/** The key that a system knows a record by, to be copied. Lists call a record by its name; only details show its key. */
export function RecordKey({ value }: { readonly value: string }): ReactElement {
  const text = useText();
  const [isDone, setIsDone] = useState(false);
  useEffect(() => {
    if (!isDone) return;
    const timer = setTimeout(() => setIsDone(false), shownMs);
    return () => clearTimeout(timer);
  }, [isDone]);
  return (
    <span className="inline-flex min-w-0 items-center gap-0.5">
      <span className="truncate">{text('record.key', { key: value })}</span>
      <IconButton
        icon={isDone ? Check : Copy}
        size="s"
        label={text('record.copyKey')}
        onClick={() => void navigator.clipboard.writeText(value).then(() => setIsDone(true))}
      />
      <OnlyHeard>
        <span aria-live="polite">{isDone && text('action.copied')}</span>
      </OnlyHeard>
    </span>
  );
}
