import type { AuditChange } from '@koppel/protocol';

/** Changes of one event that are kept; the rest is counted. */
const mostChanges = 60;
const longestText = 300;

/** What a handler says of its act. Nothing that is secret: whoever reads the audit log may not know it either. */
export class AuditNote {
  #workspaceId: string | undefined;
  #actor: { readonly id: string; readonly name: string } | null = null;
  #objectId: string | null = null;
  #title: string | null = null;
  #reason: string | null = null;
  readonly #changes: AuditChange[] = [];

  /** What it is about, where the address of the call does not say it, and what people call it. */
  about({ id, title }: { readonly id?: string | undefined; readonly title?: string | undefined }): this {
    this.#objectId = id ?? this.#objectId;
    this.#title = title ?? this.#title;
    return this;
  }

  /** What was before and what is now; null for nothing. Only what differs is kept. */
  change(before: unknown, after: unknown): this {
    this.#changes.push(...changesBetween(before, after));
    return this;
  }

  /** Why, in the words of whoever did it. */
  because(reason: string): this {
    this.#reason = reason || null;
    return this;
  }

  /** Who it is, where the call itself finds out. */
  by(actor: { readonly id: string; readonly name: string }): this {
    this.#actor = actor;
    return this;
  }

  /** An act on the instance that concerns one workspace: its administrators see it too. */
  in(workspaceId: string): this {
    this.#workspaceId = workspaceId;
    return this;
  }

  /** What was said so far. */
  said() {
    const more = this.#changes.length - mostChanges;
    const details = {
      ...(this.#title === null ? {} : { title: shortened(this.#title) }),
      ...(this.#reason === null ? {} : { reason: shortened(this.#reason) }),
      ...(this.#changes.length === 0 ? {} : { changes: this.#changes.slice(0, mostChanges) }),
      ...(more > 0 ? { moreChanges: more } : {}),
    };
    return {
      workspaceId: this.#workspaceId,
      actor: this.#actor,
      objectId: this.#objectId,
      details: Object.keys(details).length === 0 ? null : details,
    };
  }
}

type Plain = AuditChange['before'];

/** The places where two JSON values differ, down to plain values. What is in a list is told apart by its id, or by its place. */
export function changesBetween(before: unknown, after: unknown): AuditChange[] {
  const [old, now] = [leavesOf(before), leavesOf(after)];
  const paths = [...new Set([...old.keys(), ...now.keys()])];
  return paths
    .map((path) => ({ path, before: old.get(path) ?? null, after: now.get(path) ?? null }))
    .filter((change) => change.before !== change.after);
}

function leavesOf(value: unknown): Map<string, Plain> {
  const leaves = new Map<string, Plain>();
  const walk = (one: unknown, path: string): void => {
    if (one === null || one === undefined) return;
    if (typeof one !== 'object') leaves.set(path, typeof one === 'string' ? shortened(one) : (one as Plain));
    else if (one instanceof Date) leaves.set(path, one.toISOString());
    else for (const [name, part] of partsOf(one)) walk(part, path === '' ? name : `${path}/${name}`);
  };
  walk(value, '');
  return leaves;
}

function partsOf(value: object): [string, unknown][] {
  if (!Array.isArray(value)) return Object.entries(value);
  const ids = value.map((one: unknown) => (one as { id?: unknown } | null)?.id);
  const areUnique = ids.every((id) => typeof id === 'string') && new Set(ids).size === ids.length;
  return value.map((one: unknown, place) => [areUnique ? String(ids[place]) : String(place + 1), one]);
}

function shortened(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
