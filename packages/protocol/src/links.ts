import { errorViewSchema, fieldValueSchema } from '@koppel/model';
import { z } from 'zod';

const id = z.string().min(1).max(100);
const key = z.string().trim().min(1).max(200);
const reason = z.string().trim().min(1, 'Say why, for whoever looks later.').max(500);

/** Two connections and what is linked between them. `left` and `right` only say which key is whose. */
const pairShape = { entity: z.string().min(1).max(100), left: id, right: id };
export const linkPairSchema = z.strictObject(pairShape);

export const linkOriginSchema = z.enum(['created', 'key', 'match', 'hand', 'import']);
export type LinkOrigin = z.infer<typeof linkOriginSchema>;

const systemSchema = z.object({ connectionId: z.string(), name: z.string(), role: z.string() });

/** Pairs of connections that can be linked, with what there is: the ERP is left where there is one. */
export const linkPairsSchema = z
  .array(z.object({ entity: z.string(), left: systemSchema, right: systemSchema, links: z.int() }))
  .meta({ id: 'LinkPairs' });
export type LinkPairView = z.infer<typeof linkPairsSchema>[number];

export const linkSchema = z
  .object({
    id: z.int(),
    ...pairShape,
    leftKey: z.string(),
    rightKey: z.string(),
    leftName: z.string().nullable(),
    rightName: z.string().nullable(),
    origin: linkOriginSchema,
    /** `created`, `hand`, `import`, `link`, or the fields that matched, with `+` between them. */
    madeBy: z.string(),
    madeAt: z.iso.datetime(),
    madeInRun: z.object({ id: z.string(), number: z.int() }).nullable(),
    changedAt: z.iso.datetime(),
    /** Since when the record is not found in its system. */
    leftGoneAt: z.iso.datetime().nullable(),
    rightGoneAt: z.iso.datetime().nullable(),
    /** Another record looks as if it were the counterpart of one of the two. */
    isContested: z.boolean(),
  })
  .meta({ id: 'RecordLink' });
export type RecordLink = z.infer<typeof linkSchema>;

export const linkFilterSchema = z.object({
  ...pairShape,
  text: z.string().max(200).optional(),
  origin: linkOriginSchema.optional(),
  /** `suspicious`: only those with a record that is gone, or that another record claims. */
  view: z.enum(['all', 'suspicious']).default('all'),
  before: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(5_000).default(100),
});

export const linkListSchema = z
  .object({
    items: z.array(linkSchema),
    hasMore: z.boolean(),
    /** How many the filter lets through. */
    total: z.int(),
    counts: z.object({ links: z.int(), suspicious: z.int(), suggestions: z.int() }),
  })
  .meta({ id: 'RecordLinkList' });
export type LinkList = z.infer<typeof linkListSchema>;

export const linkClaimSchema = z.object({
  id: z.int(),
  leftKey: z.string(),
  rightKey: z.string(),
  leftName: z.string().nullable(),
  rightName: z.string().nullable(),
});
export type LinkClaim = z.infer<typeof linkClaimSchema>;

const reasonSchema = z.object({
  field: z.string(),
  left: z.string().nullable(),
  right: z.string().nullable(),
  isEqual: z.boolean(),
});

export const linkSuggestionSchema = z
  .object({
    id: z.int(),
    ...pairShape,
    leftKey: z.string(),
    rightKey: z.string(),
    leftName: z.string(),
    rightName: z.string(),
    /** 0 to 100: how much of what both have agrees. */
    score: z.int(),
    reasons: z.array(reasonSchema),
    madeAt: z.iso.datetime(),
    /** Present links of the two records: accepting would take their place. */
    claims: z.array(linkClaimSchema),
  })
  .meta({ id: 'LinkSuggestion' });
export type LinkSuggestion = z.infer<typeof linkSuggestionSchema>;

export const linkDetailSchema = z
  .object({
    link: linkSchema,
    /** The values both last agreed on, per field; where the target keeps another form than it was sent, both. */
    base: z.record(z.string(), z.union([fieldValueSchema, z.tuple([fieldValueSchema, fieldValueSchema])])),
    history: z.array(
      z.object({
        at: z.iso.datetime(),
        kind: z.enum(['linked', 'unlinked', 'dismissed']),
        leftKey: z.string(),
        rightKey: z.string(),
        how: z.string().nullable(),
        by: z.string().nullable(),
        run: z.object({ id: z.string(), number: z.int() }).nullable(),
        reason: z.string().nullable(),
      }),
    ),
    suggestions: z.array(linkSuggestionSchema),
  })
  .meta({ id: 'RecordLinkDetail' });
export type LinkDetail = z.infer<typeof linkDetailSchema>;

export const makeLinkSchema = z.strictObject({
  ...pairShape,
  leftKey: key,
  rightKey: key,
  reason,
  /** Removes present links of the two records, and links them although somebody said they are not the same. */
  isInstead: z.boolean().default(false),
});

export const unlinkSchema = z.strictObject({ ids: z.array(z.int()).min(1).max(1_000), reason });
export const unlinkedSchema = z.object({ unlinked: z.int() });

export const compareQuerySchema = z.object({ ...pairShape, leftKey: key.optional(), rightKey: key.optional() });
const readSchema = z.object({
  state: z.enum(['found', 'gone', 'unreachable', 'notAsked']),
  name: z.string().nullable(),
  /** By field. */
  values: z.record(z.string(), fieldValueSchema),
  /** The key of the record that people of its system merged it into. */
  mergedInto: z.string().nullable(),
  /** Where people open it in its system; null where the connection does not know. */
  address: z.string().nullable(),
  error: errorViewSchema.nullable(),
});
/** Both records as they are now, field by field of what both systems have. */
export const comparisonSchema = z
  .object({
    left: readSchema,
    right: readSchema,
    fields: z.array(z.object({ field: z.string(), isEqual: z.boolean() })),
  })
  .meta({ id: 'RecordComparison' });
export type RecordComparison = z.infer<typeof comparisonSchema>;

export const recordSearchSchema = z.object({
  entity: z.string().min(1).max(100),
  connection: id,
  text: z.string().trim().min(1).max(200),
});
export const foundRecordsSchema = z.array(
  z.object({ key: z.string(), name: z.string(), values: z.record(z.string(), fieldValueSchema) }),
);

export const suggestionFilterSchema = z.object({
  ...pairShape,
  text: z.string().max(200).optional(),
  before: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const suggestionListSchema = z.object({ items: z.array(linkSuggestionSchema), hasMore: z.boolean() });
const suggestionIds = z.array(z.int()).min(1).max(1_000);
export const acceptSuggestionsSchema = z.strictObject({
  ids: suggestionIds,
  reason,
  /** Also those whose records have another link, which is then removed. */
  isInstead: z.boolean().default(false),
});
export const acceptedSchema = z.object({ linked: z.int(), taken: z.int() });
export const dismissSuggestionsSchema = z.strictObject({ ids: suggestionIds, reason });

/** A rule by which records are recognised: all its fields must be equal, after tidying. */
export const matchRuleSchema = z.strictObject({
  fields: z.array(z.string().min(1).max(100)).min(1).max(4),
  /** `link`: a match that is certain links on its own. */
  mode: z.enum(['link', 'suggest', 'off']),
});
export type MatchRule = z.infer<typeof matchRuleSchema>;
export const matchRulesSchema = z.strictObject({ rules: z.array(matchRuleSchema).max(10) });

export const importVerdictSchema = z.enum([
  'new',
  'applied',
  'linked',
  'conflict',
  'duplicate',
  'unknownLeft',
  'unknownRight',
  'ambiguous',
  'refused',
  'incomplete',
  'underWay',
]);
export type ImportVerdict = z.infer<typeof importVerdictSchema>;

const fileShape = {
  /** The file in base64: at most 12 MB of bytes. */
  content: z.string().max(17_000_000),
  /** Default: what the bytes look like. */
  encoding: z.string().max(40).optional(),
  separator: z.enum([',', ';', '\t', '|']).optional(),
};
export const inspectFileSchema = z.strictObject({ ...pairShape, ...fileShape });
export const inspectedFileSchema = z
  .object({
    encoding: z.string(),
    separator: z.string(),
    columns: z.array(z.string()),
    rows: z.int(),
    sample: z.array(z.array(z.string())),
    guess: z.object({ leftColumn: z.int(), rightColumn: z.int(), leftBy: z.string(), rightBy: z.string() }),
    /** By what a record of each side can be named: `key`, or a field. */
    leftBy: z.array(z.string()),
    rightBy: z.array(z.string()),
  })
  .meta({ id: 'LinkFile' });
export type InspectedFile = z.infer<typeof inspectedFileSchema>;

export const importLinksSchema = z.strictObject({
  ...pairShape,
  ...fileShape,
  fileName: z.string().max(200),
  leftColumn: z.int().nonnegative(),
  rightColumn: z.int().nonnegative(),
  leftBy: z.string().max(100).default('key'),
  rightBy: z.string().max(100).default('key'),
});

export const startLinkJobSchema = z.strictObject({
  ...pairShape,
  /**
   * `check`: looks at every linked record, learns its name and whether it is still there. `trial`: what rules would find,
   * changing nothing. `match`: links and suggests by the rules.
   */
  kind: z.enum(['check', 'trial', 'match']),
  /** Of a trial: the rules to try. Default: those of the workspace. */
  rules: z.array(matchRuleSchema).min(1).max(10).optional(),
});

const exampleSchema = z.object({ key: z.string(), name: z.string(), value: z.string().nullable() });
const ruleResultSchema = z.object({
  rule: matchRuleSchema,
  /** False: one of the two systems does not have a field of it. */
  isUsable: z.boolean(),
  /** Unlinked records of the left side, by what the rule says of them. */
  counts: z.object({ unique: z.int(), empty: z.int(), none: z.int(), several: z.int(), taken: z.int() }),
  examples: z.object({
    unique: z.array(exampleSchema),
    empty: z.array(exampleSchema),
    none: z.array(exampleSchema),
    several: z.array(exampleSchema),
    taken: z.array(exampleSchema),
  }),
});
export type RuleResult = z.infer<typeof ruleResultSchema>;

/** What a job came to; each kind fills its own part. */
export const linkJobResultSchema = z.object({
  records: z.object({ left: z.int(), right: z.int(), unlinked: z.int() }).optional(),
  rules: z.array(ruleResultSchema).optional(),
  linked: z.int().optional(),
  suggested: z.int().optional(),
  gone: z.object({ left: z.int(), right: z.int() }).optional(),
  /** Links that went over to the record that theirs was merged into. */
  moved: z.int().optional(),
});
export type LinkJobResult = z.infer<typeof linkJobResultSchema>;

export const linkJobSchema = z
  .object({
    id: z.string(),
    kind: z.enum(['import', 'check', 'trial', 'match']),
    ...pairShape,
    status: z.enum(['running', 'ready', 'done', 'failed', 'cancelled', 'interrupted']),
    done: z.int(),
    expected: z.int().nullable(),
    result: linkJobResultSchema.nullable(),
    error: errorViewSchema.nullable(),
    startedBy: z.string(),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    /** Of an import. */
    fileName: z.string().nullable(),
    verdicts: z.partialRecord(importVerdictSchema, z.int()),
  })
  .meta({ id: 'LinkJob' });
export type LinkJobView = z.infer<typeof linkJobSchema>;

export const linkJobsQuerySchema = z.object({
  ...pairShape,
  limit: z.coerce.number().int().min(1).max(50).default(10),
});
export const importRowsQuerySchema = z.object({
  verdict: importVerdictSchema.optional(),
  /** Leaves out what was or will be linked. */
  onlyRefused: z.enum(['true', 'false']).default('false'),
  after: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(5_000).default(100),
});
export const importRowsSchema = z.object({
  items: z.array(
    z.object({
      line: z.int(),
      left: z.string(),
      right: z.string(),
      leftName: z.string().nullable(),
      rightName: z.string().nullable(),
      verdict: importVerdictSchema,
      detail: z.string().nullable(),
    }),
  ),
  hasMore: z.boolean(),
});
export type ImportRow = z.infer<typeof importRowsSchema>['items'][number];
