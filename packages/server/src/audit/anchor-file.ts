import { auditAnchorSchema } from '@koppel/protocol';
import type { Clock } from '@koppel/sdk';
import type { AuditAnchor, AuditRepository } from '@koppel/store';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Log } from '../start/log.ts';
import { StartupError } from '../startup-error.ts';

const everyMs = 5 * 60_000;
const everyEvents = 100;

/**
 * Where the head of the audit log is written to, a line each time: at the start, after some minutes or many events, and at the
 * end. Lines are only ever added, so that the file may lie where nobody can change what is there.
 */
export class AnchorFile {
  readonly #file: string;
  readonly #audit: AuditRepository;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #timer: NodeJS.Timeout;
  #lastSeq = 0;
  #work: Promise<void> = Promise.resolve();

  private constructor(ports: { file: string; audit: AuditRepository; clock: Clock; log: Log }) {
    this.#file = ports.file;
    this.#audit = ports.audit;
    this.#clock = ports.clock;
    this.#log = ports.log;
    this.#timer = setInterval(() => void this.write(), everyMs);
    this.#timer.unref();
  }

  /** Throws a StartupError when the file cannot be written. Says so where the log does not go on from its newest anchor. */
  static async open(ports: { file: string; audit: AuditRepository; clock: Clock; log: Log }): Promise<AnchorFile> {
    const { file, audit, log } = ports;
    try {
      closeSync(openSync(file, 'a', 0o600));
    } catch (cause) {
      throw new StartupError({
        code: 'start.no-audit-anchor',
        message: `The file ${file}, which the audit log is anchored in, cannot be written.`,
        remedy: 'Give the user that runs Koppel the right to add to it, or set KOPPEL_AUDIT_ANCHOR to another file.',
        cause,
      });
    }
    const anchors = new AnchorFile(ports);
    const newest = anchors.read().at(-1);
    if (newest && (await audit.hashAt(newest.seq)) !== newest.hash) {
      log({
        level: 'error',
        message: `The audit log does not go on from where it was anchored at ${newest.at.toISOString()}: events were changed or removed, or an older backup was put back. Run: koppel audit verify`,
      });
    }
    await anchors.write();
    return anchors;
  }

  /** All anchors, in the order in which they were written. A line that a crash cut off is left out. */
  read(): AuditAnchor[] {
    if (!existsSync(this.#file)) return [];
    return readFileSync(this.#file, 'utf8').split('\n').flatMap(anchorIn);
  }

  /** An event was written. */
  written(seq: number): void {
    if (seq - this.#lastSeq >= everyEvents) void this.write();
  }

  /** Writes the head, where it moved. What cannot be written is told and tried again later. */
  write(): Promise<void> {
    this.#work = this.#work.then(() => this.#write());
    return this.#work;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.write();
  }

  async #write(): Promise<void> {
    const head = await this.#audit.head();
    if (!head || head.seq === this.#lastSeq) return;
    try {
      const descriptor = openSync(this.#file, 'a', 0o600);
      try {
        writeSync(descriptor, `${JSON.stringify({ ...head, at: this.#clock.now().toISOString() })}\n`);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      this.#lastSeq = head.seq;
    } catch (error) {
      this.#log({ level: 'error', message: `The audit log could not be anchored in ${this.#file}`, error });
    }
  }
}

function anchorIn(line: string): AuditAnchor[] {
  try {
    const { seq, hash, at } = auditAnchorSchema.parse(JSON.parse(line));
    return [{ seq, hash, at: new Date(at) }];
  } catch {
    return [];
  }
}
