export type Row = Readonly<Record<string, unknown>>;

/** Tryton's JSON-RPC without anything of the connector: what somebody at its own screen does. */
export interface Hands {
  /** A method of a model, with the context behind its arguments. */
  call(model: string, method: string, ...args: readonly unknown[]): Promise<unknown>;
  wizard(name: string, method: string, ...args: readonly unknown[]): Promise<unknown>;
  rows(model: string, domain: readonly unknown[], fields: readonly string[]): Promise<Row[]>;
  /** The id of the first record that fits; undefined where none does. */
  one(model: string, domain: readonly unknown[]): Promise<number | undefined>;
  create(model: string, values: Row): Promise<number>;
  /** The context is asked anew: the user works in another company now. */
  refresh(): void;
}

export const decimal = (value: string | number) => ({ __class__: 'Decimal', decimal: String(value) });
export const date = (day: string) => {
  const [year, month, dayOfMonth] = day.split('-').map(Number);
  return { __class__: 'date', year, month, day: dayOfMonth };
};
export const amountOf = (raw: unknown): number => Number((raw as { decimal?: string } | null)?.decimal ?? 0);

export function createHands(at: { origin: string; database: string; user: string; password: string }): Hands {
  let session: Promise<string> | undefined;
  let context: Promise<unknown> | undefined;

  async function signIn(): Promise<string> {
    const [id, token] = (await send('common.db.login', [at.user, { password: at.password }, 'en'], '')) as [
      number,
      string,
    ];
    return `Session ${Buffer.from(`${at.user}:${id}:${token}`).toString('base64')}`;
  }

  async function rpc(method: string, params: readonly unknown[]): Promise<unknown> {
    session ??= signIn();
    return send(method, params, await session);
  }

  async function send(method: string, params: readonly unknown[], authorization: string): Promise<unknown> {
    const response = await fetch(`${at.origin}/${at.database}/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ id: 1, method, params }),
    });
    if (!response.ok) throw new Error(`${method} answered ${response.status}`);
    const answer = (await response.json()) as { result?: unknown; error?: unknown };
    if (answer.error) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
    return answer.result;
  }
  const withContext = async (method: string, args: readonly unknown[], more: Row = {}) => {
    context ??= rpc('model.res.user.get_preferences', [true, {}]);
    return rpc(method, [...args, { ...((await context) as Row), ...more }]);
  };

  const hands: Hands = {
    call: (model, method, ...args) => withContext(`model.${model}.${method}`, args),
    wizard(name, method, ...args) {
      const last = args.at(-1);
      const isContext = typeof last === 'object' && last !== null && 'active_model' in last;
      return withContext(
        `wizard.${name}.${method}`,
        isContext ? args.slice(0, -1) : args,
        isContext ? (last as Row) : {},
      );
    },
    rows: async (model, domain, fields) =>
      (await hands.call(model, 'search_read', domain, 0, null, [['id', 'ASC']], fields)) as Row[],
    one: async (model, domain) => ((await hands.call(model, 'search', domain, 0, 1, [['id', 'ASC']])) as number[])[0],
    create: async (model, values) => ((await hands.call(model, 'create', [values])) as [number])[0],
    refresh() {
      context = undefined;
    },
  };
  return hands;
}
