import { serverMessageSchema, type DraftStand, type ServerMessage } from '@koppel/protocol';
import { WebSocket } from 'ws';
import type { Client } from './client.ts';

/** A live socket of somebody who is signed in, and what it was sent. */
export class LiveClient {
  readonly socket: WebSocket;
  readonly messages: ServerMessage[] = [];
  readonly closed: Promise<number>;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (raw: Buffer) => this.messages.push(serverMessageSchema.parse(JSON.parse(String(raw)))));
    this.closed = new Promise((resolve) => socket.on('close', resolve));
  }

  static async open({ url, cookie, workspace }: Client): Promise<LiveClient> {
    const address = `${url.replace('http', 'ws')}/api/workspaces/${workspace}/live`;
    const live = new LiveClient(new WebSocket(address, { headers: { cookie, origin: url } }));
    await new Promise((resolve, reject) => live.socket.on('open', resolve).on('error', reject));
    live.say({ type: 'hello' });
    return live;
  }

  say(message: object): void {
    this.socket.send(JSON.stringify({ v: 1, ...message }));
  }

  /** The first message, also of those that came, that `isIt`. */
  async until(isIt: (message: ServerMessage) => boolean, from = 0): Promise<ServerMessage> {
    for (;;) {
      const found = this.messages.slice(from).find(isIt);
      if (found) return found;
      await new Promise((resolve) => this.socket.once('message', resolve));
    }
  }

  /** How the draft stands, as soon as it stands so. */
  async stands(isSo: (stand: DraftStand) => boolean): Promise<DraftStand> {
    for (;;) {
      const stand = this.stand();
      if (stand && isSo(stand)) return stand;
      await new Promise((resolve) => this.socket.once('message', resolve));
    }
  }

  /** How the draft stood last. */
  stand(): DraftStand | null {
    const told = this.messages.findLast((message) => message.type === 'draft');
    return told?.type === 'draft' ? told.stand : null;
  }

  /** The code of the next refusal. */
  async refused(): Promise<string> {
    const message = await this.until(({ type }) => type === 'refused');
    return message.type === 'refused' ? message.code : '';
  }
}
