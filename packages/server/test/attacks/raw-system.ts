import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A system that answers with bytes, not with HTTP. */
export class RawSystem {
  readonly #answers: ((socket: Socket) => void)[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor() {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => undefined);
      let head = '';
      socket.on('data', (chunk) => {
        head += chunk.toString('latin1');
        if (!head.includes('\r\n\r\n')) return;
        const [, number] = /^\w+ \/(\d+)/.exec(head) ?? [];
        head = '';
        this.#answers[Number(number)]?.(socket);
      });
    });
  }

  static async start(): Promise<RawSystem> {
    const system = new RawSystem();
    system.#server.listen(0, '127.0.0.1');
    await once(system.#server, 'listening');
    return system;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** An address below which every request gets this answer: `answer` is called when its head has come. */
  answerWith(answer: (socket: Socket) => void): string {
    return `${this.origin}/${this.#answers.push(answer) - 1}`;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}
