import type { Clock } from '../clock.ts';
import { ConnectionError } from '../errors.ts';
import type { HttpClient, HttpResponse } from '../http-client.ts';
import { retryAfterMs } from './retry-after.ts';

/** How often a read is sent at most. */
const maxReads = 4;
const firstPauseMs = 250;
/** A system that asks for more gets it from whoever wanted the answer, who can tell of it and let others go on. */
const longestAskedMs = 5_000;
const passingStatus = new Set([408, 429, 500, 502, 503, 504]);

/**
 * Sends a request that only reads again, a few times within seconds, that a passing fault befell: no answer, an answer that broke off, a busy or
 * broken server. Work that needs many reads in a row, such as opening a system, gets through one that is only shaky. What
 * may write is sent once, as it comes.
 */
export function repeatReads(http: HttpClient, clock: Clock): HttpClient {
  return {
    connectionId: http.connectionId,
    async request(request) {
      const { method, onlyReads = method === 'GET' } = request;
      if (!onlyReads) return http.request(request);
      for (let read = 1; ; read += 1) {
        try {
          const response = await http.request(request);
          if (read === maxReads || !passesSoon(response, clock)) return response;
        } catch (error) {
          const isPassing = error instanceof ConnectionError && error.retry === 'backoff';
          if (read === maxReads || !isPassing || request.signal.aborted) throw error;
        }
        // A pause that the system asked for is kept inside, for all requests of the connection.
        await clock.sleep(firstPauseMs * 2 ** (read - 1), { signal: request.signal });
      }
    },
  };
}

function passesSoon(response: HttpResponse, clock: Clock): boolean {
  return passingStatus.has(response.status) && (retryAfterMs(response, clock.now()) ?? 0) <= longestAskedMs;
}
