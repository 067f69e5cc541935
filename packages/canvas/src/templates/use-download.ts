import type { TemplatePackage } from '@koppel/protocol';
import type { ApiError } from '../api/api-error.ts';
import { useCall } from '../api/use-api.tsx';
import { saveFile } from '../app/save-file.ts';

export interface PackageDownload {
  /** Why the last one did not come. */
  readonly error: ApiError | null;
  readonly isBusy: (one: TemplatePackage) => boolean;
  /** Saves a package of the library as a file. */
  readonly save: (one: TemplatePackage) => void;
}

export function useDownload(): PackageDownload {
  const { mutate, error, isPending, variables } = useCall('downloadTemplate');
  return {
    error,
    isBusy: ({ id, version }) => isPending && variables.params.id === id && variables.params.version === version,
    save: ({ id, version }) =>
      mutate(
        { params: { id, version } },
        { onSuccess: ({ fileName, content }) => saveFile(fileName, content, 'application/json') },
      ),
  };
}
