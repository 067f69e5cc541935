import { useEffect, type ReactElement } from 'react';
import { useRead } from '../api/use-api.tsx';
import { useText } from '../i18n/locale.tsx';
import { EmptyState } from '../kit/states.tsx';
import { ProblemPanel } from './problem.tsx';
import { usualWorkspace, workspaceBase } from './workspace-address.ts';

/** An address without a workspace: leads to the same one in the workspace that was used last, or to the sign-in. */
export function Entrance(): ReactElement | null {
  const text = useText();
  const account = useRead('getAccount', {});
  const { data, error } = account;
  const slug =
    data &&
    usualWorkspace(
      data.workspaces.map((one) => one.slug),
      localStorage,
    );
  useEffect(() => {
    const { pathname, search, hash } = location;
    if (error?.isSignedOut) {
      const next = pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + search + hash)}`;
      location.replace(`/sign-in${next}`);
    } else if (slug) location.replace(`${workspaceBase(slug)}${pathname}${search}${hash}`);
  }, [error, slug]);
  if (error && !error.isSignedOut) return <ProblemPanel error={error} onRetry={() => void account.refetch()} />;
  if (slug === null) {
    return (
      <main className="grid h-full place-items-center bg-app">
        <EmptyState title={text('workspace.none')}>{text('workspace.noneText')}</EmptyState>
      </main>
    );
  }
  return null;
}
