import { Outlet, useMatchRoute } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, type ReactElement } from 'react';
import { useRead } from '../api/use-api.tsx';
import { LocaleProvider } from '../i18n/locale.tsx';
import { preferredRegion } from '../theme/preferences.ts';
import { useRefreshAfterLoss, useRefreshOnRuns } from '../live/use-refresh.ts';
import { TourProvider } from '../tour/tour.tsx';
import { ConnectionBar } from './connection-bar.tsx';
import { Palette } from './palette/palette.tsx';
import { ProblemPanel } from './problem.tsx';
import { Rail } from './rail.tsx';
import { usePreferences, useServices } from './services.tsx';
import { SessionProvider } from './session.tsx';

const askAgainMs = 3_000;
// Seen once a person: it is not part of what everybody loads.
const HeldBack = lazy(async () => ({ default: (await import('./held-back.tsx')).HeldBack }));

/** Everything behind the sign-in: the rail, the bar of a lost connection, and the screen. */
export function Shell(): ReactElement | null {
  const session = useRead('getSession', {}, { everyMs: 5 * 60_000 });
  const { error, refetch } = session;
  useEffect(() => {
    // Without a session there is no socket yet that would tell when the server is back.
    if (error?.kind !== 'unreachable') return;
    const timer = setInterval(() => void refetch(), askAgainMs);
    return () => clearInterval(timer);
  }, [error, refetch]);
  const isSignedOut = session.error?.isSignedOut === true;
  useEffect(() => {
    if (!isSignedOut) return;
    const { pathname, search, hash } = location;
    location.replace(`/sign-in?next=${encodeURIComponent(pathname + search + hash)}`);
  }, [isSignedOut]);
  if (isSignedOut) return null;
  if (!session.data) {
    if (!session.error) return null;
    if (session.error.problem?.code === 'session.second-factor-needed') {
      return (
        <Suspense>
          <HeldBack onDone={() => void session.refetch()} />
        </Suspense>
      );
    }
    return <ProblemPanel error={session.error} onRetry={() => void session.refetch()} />;
  }
  return (
    <SessionProvider value={session.data}>
      <WorkspaceLocale timeZone={session.data.workspace.timeZone}>
        <TourProvider>
          <Frame />
        </TourProvider>
      </WorkspaceLocale>
    </SessionProvider>
  );
}

/** Times are those of the workspace, wherever the reader is. */
function WorkspaceLocale({ timeZone, children }: { timeZone: string; children: ReactElement }): ReactElement {
  const { i18n } = useServices();
  const [preferences] = usePreferences();
  return (
    <LocaleProvider i18n={i18n} region={preferredRegion(preferences, i18n.locale)} timeZone={timeZone}>
      {children}
    </LocaleProvider>
  );
}

function Frame(): ReactElement {
  const [{ railSlim }, change] = usePreferences();
  const isInDesigner = Boolean(useMatchRoute()({ to: '/flows/$id' }));
  useRefreshOnRuns('countOpenFailures');
  useRefreshAfterLoss();
  return (
    <div className="flex h-full print:block print:h-auto">
      <Rail isSlim={isInDesigner || railSlim} onToggle={isInDesigner ? null : () => change({ railSlim: !railSlim })} />
      <div className="flex min-w-0 flex-1 flex-col print:block">
        <ConnectionBar />
        <Outlet />
      </div>
      <Palette />
    </div>
  );
}
