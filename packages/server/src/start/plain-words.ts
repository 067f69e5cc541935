import { StoreError } from '@koppel/store';
import { StartupError } from '../startup-error.ts';

/** Why a port cannot be listened on, or null when the error is of another kind. */
export function portError(error: unknown, port: number, what: string): StartupError | null {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return new StartupError({
      code: 'start.port-taken',
      message: `Port ${port}, for ${what}, is taken by another program.`,
      remedy:
        'Stop that program (it may be another Koppel), or set KOPPEL_PORT to another port; the demo systems take the two after it.',
      cause: error,
    });
  }
  if (code === 'EACCES') {
    return new StartupError({
      code: 'start.port-not-allowed',
      message: `This user may not listen on port ${port}.`,
      remedy: 'Set KOPPEL_PORT to a port from 1024 on.',
      cause: error,
    });
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new StartupError({
      code: 'start.no-such-address',
      message: 'KOPPEL_HOST is not an address of this machine.',
      remedy: 'Set it to 127.0.0.1, to 0.0.0.0 for all addresses, or to an address of this machine.',
      cause: error,
    });
  }
  return null;
}

/** An error of the store as the start says it; any other error as it is. */
export function asStartupError(error: unknown): unknown {
  if (!(error instanceof StoreError)) return error;
  const { code, message, remedy } = error;
  const inUse = code === 'store.in-use';
  return new StartupError({
    code,
    message,
    remedy: inUse ? 'Stop the other one, or set KOPPEL_DATA to another folder.' : remedy,
    cause: error,
  });
}
