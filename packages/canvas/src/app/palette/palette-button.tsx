import { Search } from 'lucide-react';
import type { ReactElement } from 'react';
import { useText } from '../../i18n/locale.tsx';
import { controlClass } from '../../kit/input.tsx';
import { cx } from '../../kit/cx.ts';
import { Icon } from '../../kit/icon.tsx';
import { Kbd } from '../../kit/marks.tsx';
import { usePalette } from './palette-context.tsx';

/** Opens the command palette; looks like the field that it opens. */
export function PaletteButton(): ReactElement {
  const text = useText();
  const { open } = usePalette();
  const isApple = /mac|iphone|ipad/i.test(navigator.platform);
  return (
    <button
      type="button"
      onClick={open}
      title={text('palette.open')}
      aria-keyshortcuts={isApple ? 'Meta+K' : 'Control+K'}
      className={cx(
        controlClass,
        'flex h-control w-45 flex-none items-center gap-1.75 overflow-hidden px-2.25 text-ink-3 folded-2:w-9',
      )}
    >
      <Icon of={Search} size="s" />
      <span className="min-w-0 truncate folded-2:sr-only">{text('palette.open')}</span>
      <span className="ml-auto flex-none whitespace-nowrap folded-2:hidden">
        <Kbd>{isApple ? '⌘ K' : 'Ctrl K'}</Kbd>
      </span>
    </button>
  );
}
