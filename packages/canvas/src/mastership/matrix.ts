import {
  canonicalEntities,
  canonicalField,
  defaultMastership,
  masterOf,
  mastershipRowId,
  type FlowDocument,
  type HandOver,
  type MastershipRow,
  type MastershipTable,
} from '@koppel/model';
import type { FlowSummary } from '@koppel/protocol';

/** How a system stands to a group of fields. */
export type CellKind = 'master' | 'copy' | 'maySeed' | 'takesOver' | 'edited' | 'notStored';

/** One row of the matrix: a group, or a field that deviates from its group. */
export interface MatrixRow {
  readonly id: string;
  readonly entity: string;
  readonly row: MastershipRow;
  /** Names of the fields that this row decides on, without their entity. */
  readonly fields: readonly string[];
  /** Whether some field of this group has a row of its own. */
  readonly hasDeviation: boolean;
}

/** The rows as people read them: by entity in the order of the model, each group followed by its deviating fields. */
export function matrixRows(table: MastershipTable): MatrixRow[] {
  const known = canonicalEntities.map(({ entity }) => entity);
  const others = [...new Set(table.rows.map(({ entity }) => entity))].filter((entity) => !known.includes(entity));
  return [...known, ...others].flatMap((entity) => {
    const rows = table.rows.filter((row) => row.entity === entity);
    const single = rows.filter((row) => 'field' in row);
    const groupOf = (field: string) => canonicalField(entity, field)?.group;
    const grouped = rows
      .filter((row) => 'group' in row)
      .flatMap((row): MatrixRow[] => {
        const own = single.filter(({ field }) => groupOf(field) === row.group);
        const deviating = new Set(own.map(({ field }) => field));
        const fields = (canonicalEntities.find((other) => other.entity === entity)?.fields ?? [])
          .filter(({ group, field }) => group === row.group && !deviating.has(field))
          .map(({ field }) => field);
        return [
          { id: mastershipRowId(row), entity, row, fields, hasDeviation: own.length > 0 },
          ...own.map((one) => singleRow(entity, one)),
        ];
      });
    const groups = new Set(rows.flatMap((row) => ('group' in row ? [row.group] : [])));
    const loose = single.filter(({ field }) => !groups.has(groupOf(field) ?? ''));
    return [...grouped, ...loose.map((one) => singleRow(entity, one))];
  });
}

function singleRow(entity: string, row: Extract<MastershipRow, { field: string }>): MatrixRow {
  return { id: mastershipRowId(row), entity, row, fields: [row.field], hasDeviation: false };
}

/** What a system may do with what a row decides on. Nothing, where it has no place for it. */
export function cellKind(row: MastershipRow, role: string, isStored = true): CellKind {
  if (!isStored) return row.master === role ? 'master' : 'notStored';
  if (row.master === 'undecided') return 'edited';
  if (row.master === role) return 'master';
  if (row.handOver?.to === role) return 'takesOver';
  return row.maySeed.includes(role) ? 'maySeed' : 'copy';
}

/** How many rows each system is master of, how many pass from one to another, and how many nobody decided on. */
export function countMasters(rows: readonly MatrixRow[]): { readonly role: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { row } of rows) {
    const role = row.handOver ? 'handOver' : row.master;
    counts.set(role, (counts.get(role) ?? 0) + 1);
  }
  const order = ['erp', 'handOver', 'undecided', 'crm'];
  return [...counts]
    .map(([role, count]) => ({ role, count }))
    .toSorted((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
}

/** A published flow with the fields that its mappings fill. */
export interface WritingFlow {
  readonly summary: FlowSummary;
  /** Canonical names with the entity in front. */
  readonly fields: ReadonlySet<string>;
}

/** The fields that the mappings of a flow fill, and those it keeps in step. */
export function mappedFields({ nodes }: Pick<FlowDocument, 'nodes'>): Set<string> {
  const fields = new Set<string>();
  for (const { config, isDisabled, entity } of Object.values(nodes)) {
    const { rows, fields: inStep } = config;
    if (!isDisabled && entity !== undefined && Array.isArray(inStep)) {
      for (const field of inStep) fields.add(`${entity}.${String(field)}`);
    }
    if (isDisabled || typeof rows !== 'object' || rows === null) continue;
    for (const field of Object.keys(rows)) fields.add(field);
  }
  return fields;
}

/** The flows that fill some field of a row, those that are on first. */
export function flowsOf(flows: readonly WritingFlow[], { entity, fields }: MatrixRow): WritingFlow[] {
  return flows
    .filter((flow) => fields.some((field) => flow.fields.has(`${entity}.${field}`)))
    .toSorted((a, b) => Number(b.summary.isOn) - Number(a.summary.isOn));
}

/** The flow that brings a row's values from its master to the other system, if there is one. */
export function carrierOf(flows: readonly WritingFlow[], row: MatrixRow): WritingFlow | null {
  const isFromMaster = ({ summary: { direction } }: WritingFlow) =>
    direction.length > 1 && (direction[0] === row.row.master || isBothWays(direction));
  return flowsOf(flows, row).find(isFromMaster) ?? null;
}

/** Whether a flow brings records back to where others came from. */
export function isBothWays(direction: readonly string[]): boolean {
  return direction.length > 2 && direction[0] === direction.at(-1);
}

/** The table with a row to decide on for a single field that an address names, where no row of the table is called so. */
export function withProposed(table: MastershipTable, id: string | undefined): MastershipTable {
  const [entity, field] = id?.split('/') ?? [];
  if (!entity || !field || masterOf(table, entity, field)) return table;
  return {
    ...table,
    rows: [...table.rows, { entity, field, master: 'undecided', maySeed: [], conflict: 'masterWins' }],
  };
}

/** The table with one row replaced; a row that is gone meanwhile is added again. */
export function withRow(table: MastershipTable, row: MastershipRow): MastershipTable {
  const id = mastershipRowId(row);
  const isThere = table.rows.some((other) => mastershipRowId(other) === id);
  return {
    ...table,
    rows: isThere ? table.rows.map((other) => (mastershipRowId(other) === id ? row : other)) : [...table.rows, row],
  };
}

/** A row that says what another one says, about what it was about itself. */
export function withRulesOf(row: MastershipRow, other: MastershipRow): MastershipRow {
  const about = 'group' in row ? { group: row.group } : { field: row.field };
  return { entity: row.entity, ...about, ...rules(other) };
}

/** What a row says, without what it is about. */
export function rules({ master, maySeed, conflict, shared, handOver }: MastershipRow) {
  return { master, maySeed, conflict, ...(shared ? { shared } : {}), ...(handOver ? { handOver } : {}) };
}

/** The same row, for both sides to edit or not. What both edit is not handed over. */
export function withShared(row: MastershipRow, isShared: boolean): MastershipRow {
  const { shared: _shared, handOver: _handOver, ...rest } = row;
  if (isShared) return { ...rest, shared: true };
  return row.handOver ? { ...rest, handOver: row.handOver } : rest;
}

/** The same row, handed over or not. What is handed over is not edited by both. */
export function withHandOver(row: MastershipRow, handOver: HandOver | undefined): MastershipRow {
  const { shared, handOver: _handOver, ...rest } = row;
  return handOver ? { ...rest, handOver } : { ...rest, ...(shared ? { shared } : {}) };
}

/** The same row with another master. Who is master now may not take over from itself, nor need it be let create. */
export function withMaster(row: MastershipRow, master: string): MastershipRow {
  const { handOver } = row;
  const next = { ...row, master, maySeed: row.maySeed.filter((seed) => seed !== master) };
  return withHandOver(next, handOver && handOver.to !== master ? handOver : undefined);
}

export function isSameRow(one: MastershipRow, other: MastershipRow): boolean {
  return JSON.stringify(rules(one)) === JSON.stringify(rules(other));
}

/** What is usual for a row: that of its group in the table that a workspace starts from. */
export function recommendedFor(row: MastershipRow): MastershipRow | null {
  const group = 'group' in row ? row.group : canonicalField(row.entity, row.field)?.group;
  return (
    defaultMastership.rows.find((other) => other.entity === row.entity && 'group' in other && other.group === group) ??
    null
  );
}
