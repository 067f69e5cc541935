import { isOfWorkspace, problemSchema, routes, type RouteName, type Routes } from '@koppel/protocol';
import type { z } from 'zod';

/** What a call sends, by the route's own schemas. */
export type CallInput<Name extends RouteName> = {
  readonly params?: z.input<Routes[Name]['params']>;
  readonly query?: z.input<Routes[Name]['query']>;
  readonly body?: z.input<Routes[Name]['body']>;
};

/** Sends one request to the API and gives status and body: over HTTP to a running server, or inside this process. */
export type Transport = (request: {
  method: string;
  path: string;
  body: unknown;
}) => Promise<{ status: number; body: unknown }>;

/** The API said no. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly remedy: string;
  readonly code: string;
  constructor(status: number, problem: { code: string; message: string; remedy: string }) {
    super(problem.message);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = problem.code;
    this.remedy = problem.remedy;
  }
}

/** Calls routes of the protocol by name. Rejects with an ApiProblem when the answer is 400 or above. */
export class ApiClient {
  readonly #transport: Transport;
  /** The workspace that was asked for. */
  readonly #wanted: string | undefined;
  #workspace: Promise<string> | null = null;

  /** `workspace`: the slug of the one to work in; without it, the only one there is. */
  constructor(transport: Transport, workspace?: string) {
    this.#transport = transport;
    this.#wanted = workspace;
  }

  async call<Name extends RouteName>(
    name: Name,
    input: CallInput<Name> = {},
  ): Promise<z.output<Routes[Name]['reply']>> {
    const route = routes[name];
    const workspace = isOfWorkspace(name) ? { workspace: await (this.#workspace ??= this.#chosen()) } : {};
    const { status, body } = await this.#transport({
      method: route.method,
      path: pathOf(
        route.path,
        { ...workspace, ...(input.params as Record<string, unknown> | undefined) },
        input.query as Record<string, unknown> | undefined,
      ),
      body: input.body,
    });
    if (status >= 400) {
      const problem = problemSchema.safeParse(body);
      throw new ApiProblem(
        status,
        problem.success
          ? problem.data
          : { code: 'cli.unreadable-answer', message: `The server answered ${status}.`, remedy: 'Look at its log.' },
      );
    }
    return route.reply.parse(status === 204 ? null : body) as z.output<Routes[Name]['reply']>;
  }

  async #chosen(): Promise<string> {
    const slugs = (await this.call('getAccount')).workspaces.map(({ slug }) => slug);
    const wanted = this.#wanted ?? (slugs.length === 1 ? slugs[0] : undefined);
    if (wanted !== undefined && slugs.includes(wanted)) return wanted;
    throw new ApiProblem(400, {
      code: 'cli.which-workspace',
      message: wanted === undefined ? 'There are several workspaces.' : `There is no workspace "${wanted}".`,
      remedy:
        slugs.length === 0
          ? 'Make one: koppel workspace create <short name> <name>'
          : `Choose one with --workspace or KOPPEL_WORKSPACE: ${slugs.join(', ')}.`,
    });
  }
}

function pathOf(path: string, params: Record<string, unknown> = {}, query: Record<string, unknown> = {}): string {
  const filled = path.replace(/:(\w+)/g, (_match, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  const text = search.toString();
  return text === '' ? filled : `${filled}?${text}`;
}
