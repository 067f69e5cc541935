import { isLoopback, startKoppel, StartupError, readConfig, readServerFile, rootFolder } from '@koppel/server';
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
 * Gives a command a Koppel: the one at `KOPPEL_URL` where that is set; else that of this machine, the running server's or, when
 * none runs, one opened in this process and closed again. `KOPPEL_WORKSPACE` says in which workspace the command works. There is
 * one writer in each case.
 */
export async function withWorkspace<T>(environment: Environment, use: (api: ApiClient) => Promise<T>): Promise<T> {
  try {
    const elsewhere = serverElsewhere(environment);
    if (elsewhere) return await withServer(elsewhere, environment['KOPPEL_WORKSPACE'], use);
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

/** A server that answers, and the token that it knows this command by. */
interface Server {
  readonly url: string;
  readonly token: string;
}

/** The one that `KOPPEL_URL` and `KOPPEL_TOKEN` name; null where neither is set. Throws WorkspaceUnavailable. */
function serverElsewhere(environment: Environment): Server | null {
  const address = environment['KOPPEL_URL']?.trim() || undefined;
  const token = environment['KOPPEL_TOKEN']?.trim() || undefined;
  if (address === undefined && token === undefined) return null;
  if (address === undefined || token === undefined) {
    throw new WorkspaceUnavailable(
      `Only ${address === undefined ? 'KOPPEL_TOKEN' : 'KOPPEL_URL'} is set.`,
      'Set both, to work on the Koppel at that address with an API token of it; or neither, to work on that of this machine.',
    );
  }
  const url = URL.canParse(address) ? new URL(address) : null;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (url && isSafe && url.pathname === '/' && url.search === '') return { url: url.origin, token };
  throw new WorkspaceUnavailable(
    `KOPPEL_URL is "${address}", which cannot be used.`,
    'Set it to the https address of Koppel without a path, such as https://koppel.example.com: the token must not travel in the open.',
  );
}

function clientOf({ url }: Server) {
  const { origin, hostname } = new URL(url);
  const http = createHttpClient({
    allowedOrigins: [origin],
    ...(isLoopback(hostname) ? { loopbackOrigins: [origin] } : { privateOrigins: [origin] }),
    pace: { maxConcurrent: 4, maxRequests: 10_000, windowMs: 60_000 },
    clock: systemClock,
  });
  return { origin, http };
}

/** Whether a Koppel is there: the file may be of one that was killed, and its process id another program's by now. */
async function answers(server: Server): Promise<boolean> {
  const { origin, http } = clientOf(server);
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
  server: Server,
  workspace: string | undefined,
  use: (api: ApiClient) => Promise<T>,
): Promise<T> {
  const { origin, http } = clientOf(server);
  const stop = new AbortController();
  const transport: Transport = async ({ method, path, body }) => {
    const response = await http.request({
      method: method as 'GET',
      url: origin + path,
      headers: {
        authorization: `Bearer ${server.token}`,
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
