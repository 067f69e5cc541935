import type { Client, ClientTemplate } from '@koppel/protocol';
import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import type { ApiError } from '../api/api-error.ts';
import { useApi } from '../api/use-api.tsx';
import { workspaceBase } from '../app/workspace-address.ts';

/**
 * Begins the upgrade in the client's workspace, and goes there. A package that only another library has is brought over first;
 * nothing of the client changes before the last step of the wizard.
 */
export function useUpgrade(): UseMutationResult<
  void,
  ApiError,
  { readonly client: Client; readonly template: ClientTemplate }
> {
  const api = useApi();
  return useMutation<void, ApiError, { readonly client: Client; readonly template: ClientTemplate }>({
    mutationFn: async ({ client: { slug }, template: { id, upgrade, unfinished } }) => {
      if (unfinished !== null || !upgrade) {
        if (unfinished !== null) goTo(slug, unfinished);
        return;
      }
      const { version, from } = upgrade;
      if (from !== slug) {
        const { content } = await api.downloadTemplate({ params: { id, version } }, { workspace: from });
        await api.uploadTemplate({ body: { content } }, { workspace: slug });
      }
      const work = await api.beginInstallation({ body: { id, version } }, { workspace: slug });
      goTo(slug, work.id);
    },
  });
}

/** Another page, so that nothing of one workspace is left in the other. */
function goTo(slug: string, installation: string): void {
  location.assign(`${workspaceBase(slug)}/templates/install/${encodeURIComponent(installation)}`);
}
