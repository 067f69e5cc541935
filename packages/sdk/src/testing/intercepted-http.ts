import type { HttpClient, HttpRequest, HttpResponse } from '../http-client.ts';
import { ReceivedResponse } from '../http/response.ts';

/** What happens to a request instead: `send` carries it out, or not. */
export type Interception = (request: HttpRequest, send: () => Promise<HttpResponse>) => Promise<HttpResponse>;

/** An HTTP client whose exchanges a test can take over, to let a system answer what no demo system answers. */
export interface InterceptedHttp {
  wrap(http: HttpClient): HttpClient;
  /** Takes over every request that may write, until `clear`. Signing in goes on as before. */
  onWrites(interception: Interception): void;
  clear(): void;
}

const isSignIn = ({ url }: HttpRequest) => new URL(url).pathname.endsWith('/token');

export function interceptedHttp(): InterceptedHttp {
  let interception: Interception | null = null;
  return {
    wrap: (http) => ({
      request(request) {
        const send = () => http.request(request);
        const isWrite = request.method !== 'GET' && !isSignIn(request);
        return interception !== null && isWrite ? interception(request, send) : send();
      },
    }),
    onWrites(next) {
      interception = next;
    },
    clear() {
      interception = null;
    },
  };
}

/** An answer as the HTTP client gives it. */
export function cannedResponse({
  status = 200,
  headers = {},
  body = '',
}: {
  status?: number;
  headers?: Readonly<Record<string, string>>;
  body?: string;
}): HttpResponse {
  return new ReceivedResponse({ status, headers, body: Buffer.from(body), host: 'system.example' });
}
