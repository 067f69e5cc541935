import { z } from 'zod';
import { canonicalEntities, canonicalField } from './entities.ts';

/** What happens when the copy was edited too. `ask` makes a failed record with both values and the base. */
export const conflictRules = ['masterWins', 'newestWins', 'ask'] as const;
export type ConflictRule = (typeof conflictRules)[number];

const roleSchema = z.string().regex(/^[a-z][a-z0-9-]*$/);

const rowCommon = {
  entity: z.string(),
  /** The role of the master system, or `undecided`: then no flow may write the field. */
  master: z.union([roleSchema, z.literal('undecided')]),
  /** Roles that may fill the field when they create the record, after which the master owns it. */
  maySeed: z.array(roleSchema).default([]),
  conflict: z.enum(conflictRules).default('masterWins'),
  /** Both sides may edit it, and *Keep in step* carries either edit over. The master settles the first contact. */
  shared: z.boolean().optional(),
};

/** A row for a group of fields, or for one field that deviates from its group. */
export const mastershipRowSchema = z.union([
  z.strictObject({ ...rowCommon, group: z.string() }),
  z.strictObject({ ...rowCommon, field: z.string() }),
]);
export type MastershipRow = z.infer<typeof mastershipRowSchema>;

/**
 * Which system is master of which data: the contract that the compiler holds every flow against. A `field` row wins
 * over the `group` row of its group. Field names have no entity prefix; a field without a binding is `~systemName`.
 */
export const mastershipTableSchema = z.strictObject({
  koppel: z.literal('mastership'),
  version: z.literal(1),
  rows: z.array(mastershipRowSchema),
});
export type MastershipTable = z.infer<typeof mastershipTableSchema>;

/** The master of a field, as the row that decides says it. `undefined`: no row speaks of the field. */
export function masterOf(table: MastershipTable, entity: string, field: string): MastershipRow | undefined {
  let ofGroup: MastershipRow | undefined;
  const group = canonicalField(entity, field)?.group;
  for (const row of table.rows) {
    if (row.entity !== entity) continue;
    if ('field' in row) {
      if (row.field === field) return row;
    } else if (row.group === group) {
      ofGroup ??= row;
    }
  }
  return ofGroup;
}

/** Whether a system with this role may write the field: as its master, or while it creates the record as a seeder. */
export function mayWrite(
  table: MastershipTable,
  options: { entity: string; field: string; sourceRole: string; isCreate: boolean },
): boolean {
  const row = masterOf(table, options.entity, options.field);
  if (!row || row.master === 'undecided') return false;
  return row.master === options.sourceRole || (options.isCreate && row.maySeed.includes(options.sourceRole));
}

const masters: Record<string, Record<string, { master: string; maySeed?: string[]; shared?: true }>> = {
  account: {
    identity: { master: 'erp', maySeed: ['crm'] },
    addresses: { master: 'erp', maySeed: ['crm'] },
    finance: { master: 'erp' },
    reach: { master: 'erp', maySeed: ['crm'] },
    marketing: { master: 'crm' },
    figures: { master: 'erp' },
  },
  contact: { person: { master: 'crm', maySeed: ['erp'], shared: true }, consent: { master: 'crm' } },
  lead: { content: { master: 'crm' } },
  opportunity: { content: { master: 'crm' } },
  serviceCase: { content: { master: 'crm' } },
  product: { catalogue: { master: 'erp' }, prices: { master: 'erp' }, salesTexts: { master: 'undecided' } },
  quote: { content: { master: 'undecided' } },
  order: { content: { master: 'crm' }, fulfilment: { master: 'erp' } },
  invoice: { content: { master: 'erp' } },
  payment: { content: { master: 'erp' } },
  activityCost: { content: { master: 'erp' } },
  task: { content: { master: 'crm', maySeed: ['erp'] } },
  salesTarget: { content: { master: 'crm' } },
};

/** The mastership table a new workspace starts from: who is usually master of what between an ERP and a CRM. */
export const defaultMastership: MastershipTable = {
  koppel: 'mastership',
  version: 1,
  rows: canonicalEntities.flatMap(({ entity, groups }) =>
    groups.map(({ group }) => {
      const { master, maySeed = [], shared } = masters[entity]?.[group] ?? { master: 'undecided' };
      return { entity, group, master, maySeed, conflict: 'masterWins' as const, ...(shared ? { shared } : {}) };
    }),
  ),
};
