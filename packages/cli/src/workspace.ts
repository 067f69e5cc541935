import { startKoppel, StartupError, readConfig, readServerFile, rootFolder, type ServerFile } from '@koppel/server';
import { systemClock, ConnectionError } from '@koppel/sdk';
import { createHttpClient } from '@koppel/sdk/http';
import { ApiClient, type Transport } from './api-client.ts';

const helloMs = 5_000;

export type Environment = Readonly<Record<string, string | undefined>>;

/** Koppel could not start, and no server answers. */
export class WorkspaceUnavailable extends Error {
  readonly remedy: string;
  constructor(message: string, remedy: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'WorkspaceUnavailable';
    this.remedy = remedy;
  }
}

/**
 * Gives a command the Koppel of this machine: the running server's, or, when none runs, one opened in this process and closed
 * again. `KOPPEL_WORKSPACE` says in which workspace the command works. There is one writer either way.
 */
export async function withWorkspace<T>(environment: Environment, use: (api: ApiClient) => Promise<T>): Promise<T> {
  try {
    const config = readConfig(environment, rootFolder);
    const file = readServerFile(config.dataFolder);
    if (file && isAlive(file.pid) && (await answers(file)))
      return await withServer(file, environment['KOPPEL_WORKSPACE'], use);
    const koppel = await startKoppel({ config, isListening: false });
    try {
      return await use(new ApiClient(koppel.call, environment['KOPPEL_WORKSPACE']));
    } finally {
      await koppel.close();
    }
  } catch (error) {
    if (error instanceof StartupError) throw new WorkspaceUnavailable(error.message, error.remedy, error);
    if (error instanceof ConnectionError) throw new WorkspaceUnavailable(error.message, error.remedy, error);
    throw error;
  }
}

function clientOf({ url }: ServerFile) {
  const { origin } = new URL(url);
  const http = createHttpClient({
    allowedOrigins: [origin],
    loopbackOrigins: [origin],
    pace: { maxConcurrent: 4, maxRequests: 10_000, windowMs: 60_000 },
    clock: systemClock,
  });
  return { origin, http };
}

/** Whether a Koppel is there: the file may be of one that was killed, and its process id another program's by now. */
async function answers(file: ServerFile): Promise<boolean> {
  const { origin, http } = clientOf(file);
  try {
    const signal = AbortSignal.timeout(helloMs);
    const { status } = await http.request({ method: 'GET', url: `${origin}/healthz`, signal, timeoutMs: helloMs });
    return status === 200 || status === 503;
  } catch {
    return false;
  } finally {
    await http.close();
  }
}

async function withServer<T>(
  file: ServerFile,
  workspace: string | undefined,
  use: (api: ApiClient) => Promise<T>,
): Promise<T> {
  const { origin, http } = clientOf(file);
  const stop = new AbortController();
  const transport: Transport = async ({ method, path, body }) => {
    const response = await http.request({
      method: method as 'GET',
      url: origin + path,
      headers: {
        authorization: `Bearer ${file.token}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: stop.signal,
      timeoutMs: 300_000,
    });
    return { status: response.status, body: response.body.length === 0 ? null : response.json() };
  };
  try {
    return await use(new ApiClient(transport, workspace));
  } finally {
    await http.close();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
