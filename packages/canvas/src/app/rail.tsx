import { Link } from '@tanstack/react-router';
import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import type { ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import type { MessageId } from '../i18n/texts.ts';
import { cx } from '../kit/cx.ts';
import { Icon } from '../kit/icon.tsx';
import { Tooltip } from '../kit/tooltip.tsx';
import { Brand } from './brand.tsx';
import { isFor, sectionGroups, settingsSection, type Section } from './sections.ts';
import { useSession } from './session.tsx';
import { useOpenFailures } from './use-open-failures.ts';
import { useWaitingAccess } from './use-waiting-access.ts';
import { useWaitingReviews } from './use-reviews.ts';
import { UserMenu } from './user-menu.tsx';

export interface RailProps {
  readonly isSlim: boolean;
  /** Null where the screen itself decides, as in the designer. */
  readonly onToggle: (() => void) | null;
}

/** The way around: sections a person has a right to, settings, and who is signed in. */
export function Rail({ isSlim, onToggle }: RailProps): ReactElement {
  const text = useText();
  const session = useSession();
  const groups = sectionGroups
    .map((group) => ({
      ...group,
      sections: group.sections.filter((section) => isFor(section, session)),
    }))
    .filter((group) => group.sections.length > 0);
  return (
    <nav
      aria-label={text('rail.label')}
      className={cx(
        'flex flex-none flex-col overflow-y-auto bg-rail px-2 pb-2 text-rail-text max-narrow:w-rail-slim print:hidden',
        isSlim ? 'w-rail-slim' : 'w-rail',
      )}
    >
      <Brand isSlim={isSlim} />
      {groups.map((group, index) => (
        <div key={group.title} role="group" aria-label={text(group.title)}>
          {isSlim ? (
            index > 0 && <hr className="mx-1 my-1.5 border-t border-rail-line" />
          ) : (
            <h2 className="px-2.5 pt-3 pb-1 text-10 font-medium text-rail-muted max-narrow:hidden">
              {text(group.title)}
            </h2>
          )}
          {group.sections.map((section) => (
            <RailLink key={section.to} section={section} isSlim={isSlim} />
          ))}
        </div>
      ))}
      <div className="mt-auto pt-2">
        {onToggle && (
          <button
            type="button"
            onClick={onToggle}
            aria-label={text(isSlim ? 'rail.widen' : 'rail.narrow')}
            className={cx(
              'mb-px flex h-8 w-full items-center gap-2.5 rounded-2 text-rail-muted hover:text-rail-strong max-narrow:hidden',
              isSlim ? 'justify-center' : 'px-2.5',
            )}
          >
            <Icon of={isSlim ? PanelLeftOpen : PanelLeftClose} />
            {!isSlim && text('rail.narrow')}
          </button>
        )}
        <RailLink section={settingsSection} isSlim={isSlim} />
        <UserMenu isSlim={isSlim} />
      </div>
    </nav>
  );
}

/** What waits behind sections, as numbers on them. */
function useCounts(): Partial<Record<Section['to'], { readonly n: number; readonly text: MessageId }>> {
  return {
    '/flows': { n: useWaitingReviews(), text: 'review.waiting' },
    '/settings': { n: useWaitingAccess(), text: 'access.requests' },
    '/failures': { n: useOpenFailures() ?? 0, text: 'rail.openFailures' },
  };
}

function RailLink({ section, isSlim }: { readonly section: Section; readonly isSlim: boolean }): ReactElement {
  const text = useText();
  const count = useCounts()[section.to];
  const title = text(section.title);
  return (
    <Tooltip text={isSlim ? title : null} side="right">
      <Link
        to={section.to}
        activeOptions={{ includeSearch: false }}
        className={cx(
          'group relative mb-px flex items-center gap-2.5 rounded-2 whitespace-nowrap hover:bg-rail-active hover:text-rail-strong focus-visible:outline-rail-mark aria-[current]:bg-rail-active aria-[current]:font-medium aria-[current]:text-rail-strong',
          isSlim ? 'h-9 justify-center' : 'h-8 px-2.5 max-narrow:h-9 max-narrow:justify-center max-narrow:px-0',
        )}
      >
        <span className="absolute inset-y-1.75 -left-2 hidden w-0.75 rounded-r-1 bg-rail-mark group-aria-[current]:block" />
        <Icon of={section.icon} />
        <span className={cx(isSlim ? 'sr-only' : 'max-narrow:sr-only')}>{title}</span>
        {count && count.n > 0 && (
          <span
            className={cx(
              'rounded-round bg-rail-badge text-10 font-bold text-rail-on-badge',
              isSlim ? 'absolute top-0.5 right-px px-1 leading-[14px]' : 'ml-auto px-1.5 leading-4',
              'max-narrow:absolute max-narrow:top-0.5 max-narrow:right-px max-narrow:px-1',
            )}
          >
            <span className="sr-only">{text(count.text, { n: count.n })}</span>
            <span aria-hidden="true">{count.n > 999 ? '999+' : count.n}</span>
          </span>
        )}
      </Link>
    </Tooltip>
  );
}
