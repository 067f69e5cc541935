import { fieldClassChangesSchema } from '@koppel/model';
import { z } from 'zod';

const days = z.coerce.number().int().min(1).max(3_650);
const retentionShape = {
  /** How long runs stay in the list after their end, with what is left of them. */
  runsDays: days,
  /** How long the lines about single records stay. */
  logsDays: days,
  /** How long values of records stay: those of failures that were solved or dismissed, and plans of dry runs. */
  payloadsDays: days,
};
const isInOrder = ({
  runsDays,
  logsDays,
  payloadsDays,
}: {
  runsDays: number;
  logsDays: number;
  payloadsDays: number;
}) => logsDays <= runsDays && payloadsDays <= runsDays;
const outOfOrder = { message: 'Logs and values go with their run: keep them no longer than runs.', path: ['runsDays'] };

/** For how many days after its end each kind of thing is kept. */
export const retentionSchema = z.strictObject(retentionShape).refine(isInOrder, outOfOrder);
export type Retention = z.output<typeof retentionSchema>;

/** What a workspace decided about personal data. */
export const privacySchema = z
  .strictObject({
    /** Fields whose class differs from that of the canonical model. */
    fieldClasses: fieldClassChangesSchema,
    retention: retentionSchema,
  })
  .meta({ id: 'Privacy' });
export type PrivacySettings = z.output<typeof privacySchema>;

const partSchema = z.object({
  rows: z.int(),
  bytes: z.int(),
  oldestAt: z.iso.datetime().nullable(),
  /** What would be removed by the days asked for. */
  goRows: z.int(),
  goBytes: z.int(),
});
export type StoragePart = z.output<typeof partSchema>;

export const storageQuerySchema = z.object(retentionShape).partial();
/** How much is kept, and what of it the days asked for (default: those that hold) would remove. */
export const storageSchema = z
  .object({ runs: partSchema, logs: partSchema, payloads: partSchema, databaseBytes: z.int() })
  .meta({ id: 'Storage' });
export type StorageView = z.output<typeof storageSchema>;

/** Where Koppel keeps something about a record. */
export const personalPlaceSchema = z.enum([
  'links',
  'linkHistory',
  'suggestions',
  'imports',
  'failures',
  'failureHistory',
  'runLogs',
  'plans',
  'drift',
  'runs',
  'flowTests',
  'views',
]);
export type PersonalPlace = z.output<typeof personalPlaceSchema>;
const rowsByPlace = z.partialRecord(personalPlaceSchema, z.int());

const recordKeySchema = z.strictObject({
  entity: z.string().min(1).max(100),
  connectionId: z.string().min(1).max(100),
  key: z.string().min(1).max(200),
});

export const findPersonSchema = z.strictObject({
  /** A name, an e-mail address, a number. */
  text: z.string().trim().min(3, 'Type at least three characters.').max(200),
});
export const foundPersonSchema = z
  .object({
    /** Records whose name, key or values hold the text, at most 100. */
    records: z.array(recordKeySchema.extend({ connectionName: z.string(), name: z.string().nullable() })),
    /** Rows that mention the text, wherever it is. */
    places: rowsByPlace,
  })
  .meta({ id: 'FoundPerson' });
export type FoundPerson = z.output<typeof foundPersonSchema>;

/**
 * One person: the records about that person, those that they are linked to among them, and texts by which the person is
 * mentioned in records about others.
 */
export const personSchema = z
  .strictObject({
    records: z.array(recordKeySchema).max(50),
    texts: z.array(z.string().trim().min(3, 'Use at least three characters.').max(200)).max(20),
  })
  .refine(({ records, texts }) => records.length + texts.length > 0, 'Choose a record or name a text.');

export const personExportSchema = z
  .object({
    madeAt: z.iso.datetime(),
    workspace: z.string(),
    items: z.array(z.object({ place: personalPlaceSchema, row: z.record(z.string(), z.unknown()) })),
  })
  .meta({ id: 'PersonExport' });
export type PersonExport = z.output<typeof personExportSchema>;

/** How many rows were changed or removed in each place. */
export const erasedPersonSchema = z.object({ places: rowsByPlace }).meta({ id: 'ErasedPerson' });
export type ErasedPerson = z.output<typeof erasedPersonSchema>;
