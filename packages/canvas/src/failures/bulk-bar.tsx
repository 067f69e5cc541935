import { RotateCw, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useReason } from '../app/session.tsx';
import { useText } from '../i18n/locale.tsx';
import { Icon } from '../kit/icon.tsx';
import { Tooltip } from '../kit/tooltip.tsx';
import { Spinner } from '../kit/button.tsx';

const buttonLook =
  'inline-flex h-control-s items-center gap-1.5 rounded-2 px-2 text-20 font-medium whitespace-nowrap aria-disabled:opacity-60';

/** What can be done with the checked failures, all at once. */
export function BulkBar({
  count,
  isBusy,
  all,
  onClear,
  onDismiss,
  onRetry,
}: {
  readonly count: number;
  readonly isBusy: boolean;
  /** Those that match and are not all on the list, and how many of them can be checked at most; null: they are on it. */
  readonly all: {
    readonly n: number;
    readonly most: number;
    readonly isBusy: boolean;
    readonly onCheck: () => void;
  } | null;
  readonly onClear: () => void;
  readonly onDismiss: () => void;
  readonly onRetry: () => void;
}): ReactElement {
  const text = useText();
  const reason = useReason('failures.repair');
  return (
    <div
      role="toolbar"
      aria-label={text('failures.selected', { n: count })}
      className="absolute inset-x-3 bottom-3 z-dock flex min-h-11.5 animate-appear flex-wrap items-center gap-1 rounded-3 bg-float py-2 pr-2 pl-3 text-on-float shadow-3"
    >
      {all && (
        <button
          type="button"
          aria-disabled={all.isBusy || undefined}
          onClick={() => !all.isBusy && all.onCheck()}
          className="-ml-1 flex min-h-6 w-full items-center gap-1.5 rounded-1 px-1 text-20 underline underline-offset-2 hover:bg-float-hover"
        >
          {all.n > all.most
            ? text('failures.selectFirst', { n: all.n, most: all.most })
            : text('failures.selectMatching', { n: all.n })}
          {all.isBusy && <Spinner />}
        </button>
      )}
      <b className="font-medium whitespace-nowrap">{text('failures.selected', { n: count })}</b>
      <button
        type="button"
        aria-label={text('failures.clearSelection')}
        onClick={onClear}
        className="grid size-6 place-items-center rounded-1 hover:bg-float-hover"
      >
        <Icon of={X} size="xs" />
      </button>
      <span className="flex-1" />
      <Tooltip text={reason}>
        <button
          type="button"
          aria-disabled={reason ? true : undefined}
          onClick={() => !reason && onDismiss()}
          className={`${buttonLook} hover:bg-float-hover`}
        >
          {text('failures.dismiss')}
        </button>
      </Tooltip>
      <Tooltip text={reason}>
        <button
          type="button"
          aria-disabled={reason || isBusy ? true : undefined}
          onClick={() => !reason && !isBusy && onRetry()}
          className={`${buttonLook} bg-surface text-ink hover:bg-hover`}
        >
          {isBusy ? <Spinner /> : <Icon of={RotateCw} size="s" />}
          {text('failures.retryMany', { n: count })}
        </button>
      </Tooltip>
    </div>
  );
}
