import type { FlowVersion, RestorePoint } from '@koppel/protocol';
import type { Text } from '../../i18n/locale.tsx';

/** A state of the flow that one can look at, compare and go back to. */
export type Entry =
  | { readonly kind: 'version'; readonly id: string; readonly at: string; readonly of: FlowVersion }
  | { readonly kind: 'point'; readonly id: string; readonly at: string; readonly of: RestorePoint };

/** Versions and restore points together, newest first. */
export function timeline(versions: readonly FlowVersion[], points: readonly RestorePoint[]): Entry[] {
  return [
    ...versions.map((of): Entry => ({ kind: 'version', id: String(of.version), at: of.publishedAt, of })),
    ...points.map((of): Entry => ({ kind: 'point', id: of.id, at: of.savedAt, of })),
  ].toSorted((a, b) => (a.at < b.at ? 1 : -1));
}

/** How an entry is called. */
export function entryName(entry: Entry, text: Text, time: (at: string) => string): string {
  return entry.kind === 'version'
    ? text('versions.version', { version: entry.id })
    : text('points.name', { time: time(entry.at) });
}

/** What there is to say of an entry: what somebody noted, else why it was kept. */
export function entryNote({ kind, of }: Entry, text: Text): string {
  return kind === 'version' || of.note !== '' ? of.note : text(`points.cause.${of.cause}`);
}
