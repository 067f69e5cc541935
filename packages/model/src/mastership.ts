import { z } from 'zod';
import { canonicalEntities, canonicalField } from './entities.ts';

/** What happens when the copy was edited too. `ask` makes a failed record with both values and the base. */
export const conflictRules = ['masterWins', 'newestWins', 'ask'] as const;
export type ConflictRule = (typeof conflictRules)[number];

const roleSchema = z.string().regex(/^[a-z][a-z0-9-]*$/);

/**
 * When a record passes to its next master: as soon as that one's system has it (`injected`: the two are linked), or as soon
 * as a field of the record, as its first master has it, holds one of these words.
 */
const handOverSchema = z.strictObject({
  to: roleSchema,
  when: z.union([
    z.literal('injected'),
    z.strictObject({ field: z.string().max(100), is: z.array(z.string().min(1).max(100)).min(1).max(50) }),
  ]),
});
export type HandOver = z.infer<typeof handOverSchema>;

const rowCommon = {
  entity: z.string(),
  /** The role of the master system, or `undecided`: then no flow may write the field. */
  master: z.union([roleSchema, z.literal('undecided')]),
  /** Roles that may fill the field when they create the record, after which the master owns it. */
  maySeed: z.array(roleSchema).default([]),
  conflict: z.enum(conflictRules).default('masterWins'),
  /** Both sides may edit it, and *Keep in step* carries either edit over. The master settles the first contact. */
  shared: z.boolean().optional(),
  /** `master` is so until a record is handed over; from then on another system is. */
  handOver: handOverSchema.optional(),
};

/** A row for a group of fields, or for one field that deviates from its group. */
export const mastershipRowSchema = z
  .union([z.strictObject({ ...rowCommon, group: z.string() }), z.strictObject({ ...rowCommon, field: z.string() })])
  .superRefine(({ master, shared, handOver }, { addIssue }) => {
    if (!handOver) return;
    const refuse = (message: string) => addIssue({ code: 'custom', path: ['handOver'], message });
    if (master === 'undecided') refuse('Only what has a master can be handed over.');
    if (handOver.to === master) refuse('It is handed over to another system than its master.');
    if (shared) refuse('What both sides may edit has no hand-over.');
  });
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

/** Names a row: `account.finance`, or `account/creditLimit` for a single field. */
export function mastershipRowId(row: { entity: string } & ({ group: string } | { field: string })): string {
  return 'group' in row ? `${row.entity}.${row.group}` : `${row.entity}/${row.field}`;
}

/** Names the row that decides on a field; where none does, the one to be made. */
export function decidingRowId(table: MastershipTable, entity: string, field: string): string {
  return mastershipRowId(masterOf(table, entity, field) ?? { entity, field });
}

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

/**
 * Whether a system with this role may write the field of some record: as its master, before or after a hand-over, or while
 * it creates the record as a seeder.
 */
export function mayWrite(
  table: MastershipTable,
  options: { entity: string; field: string; sourceRole: string; isCreate: boolean },
): boolean {
  const row = masterOf(table, options.entity, options.field);
  if (!row || row.master === 'undecided') return false;
  const isMaster = row.master === options.sourceRole || row.handOver?.to === options.sourceRole;
  return isMaster || (options.isCreate && row.maySeed.includes(options.sourceRole));
}

type Usual = { master: string; maySeed?: string[]; shared?: true; handOver?: HandOver };

const masters: Record<string, Record<string, Usual>> = {
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
  order: { content: { master: 'crm', handOver: { to: 'erp', when: 'injected' } }, fulfilment: { master: 'erp' } },
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
      const { maySeed = [], ...rest }: Usual = masters[entity]?.[group] ?? { master: 'undecided' };
      return { entity, group, ...rest, maySeed, conflict: 'masterWins' as const };
    }),
  ),
};
