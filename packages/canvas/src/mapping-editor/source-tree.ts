import type { FieldType } from '@koppel/model';
import { matches } from '../format/fold.ts';

/** A field that arrives, as the source pane lists it. */
export interface SourceField {
  /** With its entity in front. */
  readonly name: string;
  readonly label: string;
  /** What the fields it belongs to are called together, such as an address; null where nobody says. */
  readonly group?: string | null;
  readonly type: FieldType;
  /** Of the current sample, as people read it; null where there is none. */
  readonly sample: string | null;
  readonly isUsed: boolean;
  /** When it was first seen, for a while after that. */
  readonly newSince?: string;
  /** It does not arrive any more, and since when; a rule still names it. */
  readonly goneSince?: string;
}

/** Fields that belong together: the parts of an address, or what only the system knows. */
export interface SourceGroup {
  readonly id: string;
  readonly label: string;
  readonly fields: readonly SourceField[];
  readonly isSystem: boolean;
}

export type SourceItem =
  | { readonly kind: 'field'; readonly field: SourceField }
  | { readonly kind: 'group'; readonly group: SourceGroup };

/** The id of the group of fields without a binding. */
export const systemGroup = '~';

/**
 * Puts the fields of a record in groups by what stands in front of their last dot, each group where its first field was;
 * fields without a binding in one at the end. `systemLabel` names that one.
 */
export function sourceTree(fields: readonly SourceField[], systemLabel: string): SourceItem[] {
  const items: SourceItem[] = [];
  const groups = new Map<string, SourceField[]>();
  const own: SourceField[] = [];
  for (const field of fields) {
    const bare = field.name.slice(field.name.indexOf('.') + 1);
    if (bare.startsWith('~')) {
      own.push(field);
      continue;
    }
    const dot = bare.lastIndexOf('.');
    if (dot < 0) {
      items.push({ kind: 'field', field });
      continue;
    }
    const id = bare.slice(0, dot);
    const known = groups.get(id);
    if (known) {
      known.push(field);
      continue;
    }
    const members = [field];
    groups.set(id, members);
    items.push({ kind: 'group', group: { id, label: groupLabel(field, id), fields: members, isSystem: false } });
  }
  if (own.length > 0) {
    items.push({ kind: 'group', group: { id: systemGroup, label: systemLabel, fields: own, isSystem: true } });
  }
  return items;
}

/** "Billing address: street" is part of "Billing address". */
function groupLabel({ group, label }: SourceField, id: string): string {
  if (group) return group;
  const colon = label.indexOf(':');
  return colon > 0 ? label.slice(0, colon).trim() : id;
}

/** A line of the source pane. */
export type SourceLine =
  | { readonly kind: 'group'; readonly group: SourceGroup; readonly isOpen: boolean; readonly shown: number }
  | { readonly kind: 'field'; readonly field: SourceField; readonly label: string; readonly depth: 0 | 1 };

export interface SourceFilter {
  readonly search: string;
  readonly onlyUnused: boolean;
  /** Groups that stand open. */
  readonly open: ReadonlySet<string>;
}

/** The lines to list: groups with something found stand open. Fields are found by label, name and sample value. */
export function sourceLines(items: readonly SourceItem[], { search, onlyUnused, open }: SourceFilter): SourceLine[] {
  const term = search.trim();
  const isShown = (field: SourceField) =>
    !(onlyUnused && field.isUsed) &&
    (term === '' || matches(`${field.label} ${field.name} ${field.sample ?? ''}`, term));
  return items.flatMap((item): SourceLine[] => {
    if (item.kind === 'field') {
      return isShown(item.field) ? [{ kind: 'field', field: item.field, label: item.field.label, depth: 0 }] : [];
    }
    const { group } = item;
    const shown = group.fields.filter(isShown);
    if (shown.length === 0) return [];
    const isOpen = open.has(group.id) || term !== '';
    return [
      { kind: 'group', group, isOpen, shown: shown.length },
      ...(isOpen
        ? shown.map((field): SourceLine => ({ kind: 'field', field, label: partLabel(field, group), depth: 1 }))
        : []),
    ];
  });
}

/** Inside its group a field needs only the last part of its name: "Billing address: street" is "Street". */
function partLabel({ label }: SourceField, group: SourceGroup): string {
  const start = `${group.label}:`;
  if (!label.startsWith(start)) return label;
  const part = label.slice(start.length).trim();
  return part === '' ? label : part[0]!.toUpperCase() + part.slice(1);
}
