import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ListChecks, LogOut, Moon, Settings, Signpost, Sun } from 'lucide-react';
import { useCallback, type ReactElement } from 'react';
import { useCall } from '../api/use-api.tsx';
import { useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { Avatar } from '../kit/marks.tsx';
import { Menu } from '../kit/menu.tsx';
import { useLive } from '../live/use-live.tsx';
import { useTour } from '../tour/tour.tsx';
import { roleNames } from './role-names.ts';
import { usePreferences } from './services.tsx';
import { useMay, useSession } from './session.tsx';

/** Who is signed in, and what one does about oneself. */
export function UserMenu({ isSlim }: { readonly isSlim: boolean }): ReactElement {
  const text = useText();
  const { user, workspace } = useSession();
  const [, change] = usePreferences();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const tour = useTour();
  const mayStart = useMay('flows.edit');
  const isDark = document.documentElement.dataset['theme'] === 'dark';
  const hasOtherZone = workspace.timeZone !== new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <div className="mt-2 border-t border-rail-line pt-1">
      <Menu
        label={user.name}
        align="start"
        trigger={
          <button
            type="button"
            className={cx(
              'flex w-full items-center gap-2.25 rounded-2 text-left text-20 leading-tight hover:bg-rail-active focus-visible:outline-rail-mark',
              isSlim ? 'justify-center px-1 py-2' : 'p-2 max-narrow:justify-center max-narrow:px-1',
            )}
          >
            <Avatar name={user.name} />
            <span
              title={hasOtherZone ? workspace.timeZone : undefined}
              className={cx('min-w-0', isSlim ? 'sr-only' : 'max-narrow:sr-only')}
            >
              <span className="block truncate text-rail-strong">{user.name}</span>
              <span className="block truncate text-rail-muted">
                {text(roleNames[user.role])}
                {hasOtherZone && `, ${cityOf(workspace.timeZone)}`}
              </span>
            </span>
          </button>
        }
        entries={[
          {
            id: 'theme',
            label: text(isDark ? 'user.light' : 'user.dark'),
            icon: isDark ? Sun : Moon,
            onChoose: () => change({ theme: isDark ? 'light' : 'dark' }),
          },
          {
            id: 'settings',
            label: text('settings.title'),
            icon: Settings,
            onChoose: () => void navigate({ to: '/settings' }),
          },
          ...(mayStart
            ? [
                {
                  id: 'first-steps',
                  label: text('firstSteps.menu'),
                  icon: ListChecks,
                  onChoose: () => void navigate({ to: '/flows', search: { do: 'first-steps' } }),
                },
              ]
            : []),
          ...(tour.isThere ? [{ id: 'tour', label: text('tour.title'), icon: Signpost, onChoose: tour.start }] : []),
          { id: 'out', label: text('user.signOut'), icon: LogOut, startsGroup: true, onChoose: () => void signOut() },
        ]}
      />
    </div>
  );
}

/** Signs out here and on the server, and forgets everything that was read. */
export function useSignOut(): () => Promise<void> {
  const { mutateAsync } = useCall('signOut');
  const live = useLive();
  const client = useQueryClient();
  return useCallback(async () => {
    // Also when the server does not answer: the person wants the screen gone.
    await mutateAsync({}).catch(() => {});
    live.stop();
    client.clear();
    location.assign('/sign-in');
  }, [mutateAsync, live, client]);
}

/** The city of a time zone, as people name it: `Europe/Brussels` is Brussels. */
function cityOf(timeZone: string): string {
  return (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
}
