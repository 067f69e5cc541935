import { ChevronUp } from 'lucide-react';
import type { ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { Icon } from '../kit/icon.tsx';

/** Says that runs began since the list was read, and shows them when asked. */
export function NewRunsPill({ count, onShow }: { readonly count: number; readonly onShow: () => void }): ReactElement {
  const text = useText();
  return (
    <div role="status" className="pointer-events-none absolute inset-x-0 top-8.5 z-topbar flex justify-center">
      {count > 0 && (
        <button
          type="button"
          onClick={onShow}
          className="pointer-events-auto inline-flex h-7.5 animate-appear items-center gap-1.75 rounded-round bg-accent px-3.5 font-medium text-on-accent shadow-3 hover:bg-accent-hover"
        >
          <Icon of={ChevronUp} size="s" />
          {text('runs.newRuns', { n: count })}
        </button>
      )}
    </div>
  );
}
