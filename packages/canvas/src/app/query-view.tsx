import type { Permission } from '@koppel/protocol';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { useText } from '../i18n/locale.tsx';
import { Spinner } from '../kit/button.tsx';
import { CopyButton, NoPermission } from '../kit/states.tsx';
import { useLasting } from '../kit/timing.ts';
import { ProblemPanel } from './problem.tsx';
import { RequestAccess } from './request-access.tsx';
import { permissionReasons, useMay, useSession } from './session.tsx';

const skeletonAfterMs = 150;
const slowAfterMs = 8_000;

export interface QueryViewProps<Data> {
  /** Of one reply or of pages of it. */
  readonly query: Pick<UseQueryResult<Data, ApiError>, 'data' | 'error' | 'isPending'> & {
    readonly refetch: () => unknown;
  };
  /** In the final layout; shown when loading takes longer than a moment. */
  readonly skeleton: ReactNode;
  readonly children: (data: Data) => ReactNode;
}

/**
 * What every part that reads from the server goes through: nothing for a moment, then a skeleton, then a word that it is
 * slow; an error in this part only; and the old data while new data is on its way.
 */
export function QueryView<Data>({ query, skeleton, children }: QueryViewProps<Data>): ReactElement {
  const { data, error, isPending } = query;
  if (data !== undefined) return <>{children(data)}</>;
  if (error?.isForbidden) return <Forbidden />;
  if (error) return <ProblemPanel error={error} onRetry={() => void query.refetch()} />;
  return <Loading isOn={isPending}>{skeleton}</Loading>;
}

/** A skeleton after a moment, and a word after eight seconds. */
export function Loading({ isOn, children }: { readonly isOn: boolean; readonly children: ReactNode }): ReactElement {
  const text = useText();
  const isShown = useLasting(isOn, skeletonAfterMs);
  const isSlow = useLasting(isOn, slowAfterMs);
  return (
    <div aria-busy={isOn} className="flex min-h-0 flex-1 flex-col">
      {isShown && children}
      <p role="status" className="mt-auto">
        {isSlow && (
          <span className="flex items-center gap-2 border-t border-line px-4 py-2.5 text-20 text-ink-2">
            <Spinner />
            {text('state.slow')}
          </span>
        )}
      </p>
    </div>
  );
}

/** Shows its children to whoever has the permission, and to others which right is missing and who can grant it. */
export function Guard({
  permission,
  children,
}: {
  readonly permission: Permission;
  readonly children: ReactNode;
}): ReactElement {
  return useMay(permission) ? <>{children}</> : <Forbidden permission={permission} />;
}

function Forbidden({ permission }: { readonly permission?: Permission }): ReactElement {
  const text = useText();
  const { workspace } = useSession();
  return (
    <NoPermission
      title={text('state.noPermission')}
      actions={
        // Its words begin where those above do.
        <span className="-ml-2.25">
          <CopyButton text={location.href} label={text('state.copyAddress')} doneLabel={text('action.copied')} />
        </span>
      }
    >
      {permission && `${text(permissionReasons[permission])}. `}
      {permission ? (
        <RequestAccess permission={permission} />
      ) : (
        text('state.noPermissionWho', { workspace: workspace.name })
      )}
    </NoPermission>
  );
}
