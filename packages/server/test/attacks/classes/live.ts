import { accessOfMessage, closeCodes, liveVersion, type ClientMessage, type UserRole } from '@koppel/protocol';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { permissionsOfRole } from '../../../src/auth/permissions.ts';
import { Client } from '../../support/client.ts';
import { tokenOf } from '../../support/test-koppel.ts';
import { each, insist, type AttackClass, type Variant } from '../attack.ts';
import type { Lab } from '../lab.ts';

type Type = ClientMessage['type'];

/** One of each message. One that is not named here does not compile. */
const messages: { readonly [T in Type]: Omit<Extract<ClientMessage, { type: T }>, 'v' | 'type'> } = {
  hello: {},
  watchRun: { runId: 'x', afterSeq: 0 },
  unwatchRun: { runId: 'x' },
  watchRuns: {},
  unwatchRuns: {},
  watchEditors: {},
  unwatchEditors: {},
  openDraft: { flowId: 'accounts-erp-to-crm', tab: 'attack-tab-1', wantsToEdit: true },
  closeDraft: { flowId: 'accounts-erp-to-crm' },
  takeOver: { flowId: 'accounts-erp-to-crm' },
  withdraw: { flowId: 'accounts-erp-to-crm' },
  answer: { flowId: 'accounts-erp-to-crm', isGiven: true },
  select: { flowId: 'accounts-erp-to-crm', nodes: [] },
  ping: {},
};
const types = Object.keys(messages) as Type[];

/** A socket at the first workspace that was welcomed, and what it is told from then on. */
class Listener {
  readonly told: { readonly type: string; readonly code?: string }[] = [];
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;

  private constructor(lab: Lab, cookie: string) {
    const url = `${lab.url.replace('http', 'ws')}/api/workspaces/main/live`;
    this.#socket = new WebSocket(url, { origin: lab.url, headers: { cookie } });
    this.#socket.on('error', () => undefined);
    this.#socket.on('message', (data) => this.told.push(JSON.parse(String(data)) as { type: string }));
    this.closed = new Promise((resolve) => this.#socket.on('close', resolve));
  }

  static async open(lab: Lab, cookie: string): Promise<Listener> {
    const listener = new Listener(lab, cookie);
    await once(listener.#socket, 'open');
    listener.say('hello');
    await listener.until('welcome');
    listener.told.length = 0;
    return listener;
  }

  say(type: Type): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#socket.send(JSON.stringify({ v: liveVersion, type, ...messages[type] }));
  }

  async until(type: string): Promise<void> {
    while (!this.told.some((one) => one.type === type)) await once(this.#socket, 'message');
  }

  end(): void {
    this.#socket.terminate();
  }
}

const byRole: Variant[] = (['administrator', 'consultant', 'analyst', 'viewer'] as const satisfies UserRole[]).flatMap((role) =>
  each(
    types.map((type) => [`the message ${type} of a ${role}`, type] as const),
    async (lab, type) => {
      const listener = await Listener.open(lab, (await lab.person(role)).cookie);
      try {
        listener.say(type);
        listener.say('ping');
        await listener.until('pong');
        const isRefused = listener.told.some(({ code }) => code === 'live.not-allowed');
        const isAllowed = permissionsOfRole[role].includes(accessOfMessage[type]);
        insist(isRefused !== isAllowed, `It is told ${JSON.stringify(listener.told)}`);
      } finally {
        listener.end();
      }
    },
  ),
); // prettier-ignore

interface Newcomer {
  readonly id: string;
  readonly client: Client;
}

let invited = 0;

async function newcomer(lab: Lab): Promise<Newcomer> {
  invited += 1;
  const body = { email: `live${invited}@attack.test`, role: 'analyst' } as const;
  const { member, link } = await lab.commandLine.call('inviteMember', { body });
  return { id: member.id, client: await Client.byLink(lab.url, tokenOf(link!.url)) };
}

/** What takes somebody their right while the socket is open. */
const losses: readonly (readonly [name: string, lose: (lab: Lab, who: Newcomer) => Promise<unknown>])[] = [
  ['who signed out', (_lab, { client }) => client.call('signOut')],
  ['whose sessions were ended', (lab, { id }) => lab.commandLine.call('signOutMember', { params: { id } })],
  ['who has a lesser role', (lab, { id }) => lab.commandLine.call('changeMember', { params: { id }, body: { role: 'sales' } })],
  ['who was taken out', (lab, { id }) => lab.commandLine.call('removeMember', { params: { id } })],
  ['who is kept out', (lab, { id }) => lab.commandLine.call('disablePerson', { params: { id }, body: { isDisabled: true } })],
]; // prettier-ignore

interface Heard {
  /** Null: it is still open. */
  readonly code: number | null;
  readonly told: Listener['told'];
}

/** What each message is answered after a right was lost: all of one person, each at a socket of its own. */
function after(lab: Lab, name: string, lose: (lab: Lab, who: Newcomer) => Promise<unknown>): Promise<ReadonlyMap<Type, Heard>> {
  return lab.once(`live messages of somebody ${name}`, async () => {
    const who = await newcomer(lab);
    const listeners = await Promise.all(types.map((type) => Listener.open(lab, who.client.cookie).then((one) => [type, one] as const)));
    await lose(lab, who);
    const heard = await Promise.all(
      listeners.map(async ([type, listener]) => {
        listener.told.length = 0;
        listener.say(type);
        listener.say('ping');
        const code = await Promise.race([listener.closed, listener.until('pong').then(() => null)]);
        listener.end();
        return [type, { code, told: listener.told }] as const;
      }),
    );
    return new Map(heard);
  });
} // prettier-ignore

const lost: Variant[] = losses.flatMap(([name, lose]) =>
  each(
    types.map((type) => [`the message ${type} of somebody ${name} while the socket was open`, type] as const),
    async (lab, type) => {
      const { code, told } = (await after(lab, name, lose)).get(type)!;
      insist(code === closeCodes.signedOut, `It was closed with ${code}`);
      insist(told.length === 0, `It is told ${JSON.stringify(told)}`);
    },
  ),
);

/** Only looking on, after the right to edit was taken. */
const lowered: Variant[] = each(
  types.map((type) => [`the message ${type} of an analyst who became a viewer while the socket was open`, type] as const),
  async (lab, type) => {
    const { told } = (
      await after(lab, 'who became a viewer', (_lab, { id }) =>
        lab.commandLine.call('changeMember', { params: { id }, body: { role: 'viewer' } }),
      )
    ).get(type)!;
    const isRefused = told.some(({ code }) => code === 'live.not-allowed');
    insist(isRefused !== permissionsOfRole.viewer.includes(accessOfMessage[type]), `It is told ${JSON.stringify(told)}`);
  },
); // prettier-ignore

export const liveMessages: AttackClass = {
  name: 'live messages',
  summary:
    'Every message of the live socket by every role, and by somebody who lost the right to it while the socket was open.',
  variants: [...byRole, ...lost, ...lowered],
};
