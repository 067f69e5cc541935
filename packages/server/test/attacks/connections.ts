import type { Connection, ConnectionTest } from '@koppel/protocol';
import { insist } from './attack.ts';
import type { Lab } from './lab.ts';
import type { Received } from './wire.ts';

let made = 0;

export interface Wanted {
  readonly connectorId?: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, string>>;
}

/** Asks for a connection, whatever comes of it. */
export function askForConnection(
  lab: Lab,
  { connectorId = 'http', settings, secrets = {} }: Wanted,
): Promise<Received> {
  made += 1;
  return lab.send({
    method: 'POST',
    path: lab.path('createConnection'),
    as: 'commandLine',
    json: { name: `Attack ${made}`, connectorId, role: 'shop', settings, secrets },
  });
}

/** Makes a connection, does something with it, and removes it. Null when it was refused as it was entered. */
export async function withConnection<Result>(
  lab: Lab,
  wanted: Wanted,
  use: (connection: Connection) => Promise<Result>,
): Promise<Result | null> {
  const answer = await askForConnection(lab, wanted);
  if (answer.status === 400) return null;
  insist(answer.status === 200, `Making the connection answered ${answer.status}: ${answer.text}`);
  const connection = JSON.parse(answer.text) as Connection;
  try {
    return await use(connection);
  } finally {
    await lab.send({ method: 'DELETE', path: lab.path('deleteConnection', { id: connection.id }), as: 'commandLine' });
  }
}

/** What a test of a connection finds; null when it was refused as it was entered. */
export function tested(lab: Lab, wanted: Wanted): Promise<ConnectionTest | null> {
  return withConnection(lab, wanted, async ({ id }) => {
    const answer = await lab.send({ method: 'POST', path: lab.path('testConnection', { id }), as: 'commandLine' });
    insist(answer.status === 200, `The test answered ${answer.status}: ${answer.text}`);
    return JSON.parse(answer.text) as ConnectionTest;
  });
}
