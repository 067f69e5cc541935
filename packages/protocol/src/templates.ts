import {
  fieldValueSchema,
  flowDocumentSchema,
  issueSchema,
  languages,
  localizedTextSchema,
  mergeChangeSchema,
  mergeConflictSchema,
  semanticVersionPattern,
  sensitiveKinds,
  templateIdPattern,
  templateManifestSchema,
  templateParameterSchema,
} from '@koppel/model';
import { z } from 'zod';
import { plannedRecordSchema } from './runs.ts';

const templateId = z.string().max(64).regex(templateIdPattern, 'Use lower-case letters, digits and -.');
const version = z.string().max(40).regex(semanticVersionPattern, 'Write a version as 2.3.0.');

/**
 * Who made a package, as far as it can be proved. `trusted`: signed with a key that this workspace trusts. `unknown`: signed,
 * by somebody it does not know. `unsigned`: anybody can have written it. `broken`: changed after it was signed; it cannot be
 * installed.
 */
export const templateTrustSchema = z.object({
  state: z.enum(['trusted', 'unknown', 'unsigned', 'broken']),
  /** Who signed it: as the setting names a trusted key, else as the package says; null where unsigned. */
  publisher: z.string().nullable(),
  /** The public key, in base64: what a person adds to those that are trusted. */
  publicKey: z.string().nullable(),
});
export type TemplateTrust = z.infer<typeof templateTrustSchema>;

/** A package of the library, without its contents. */
export const templatePackageSchema = z
  .object({
    id: z.string(),
    version: z.string(),
    title: localizedTextSchema,
    /** What changed since the version before. */
    note: z.string(),
    flows: z.array(z.object({ id: z.string(), title: localizedTextSchema })),
    /** `sha256:` and hexadecimal: of the whole content, the same for equal content. */
    checksum: z.string(),
    bytes: z.int(),
    trust: templateTrustSchema,
    addedAt: z.iso.datetime(),
    addedBy: z.string(),
  })
  .meta({ id: 'TemplatePackage' });
export type TemplatePackage = z.infer<typeof templatePackageSchema>;

/**
 * How an installed template stands: nothing to do; changed here since it was installed; the library has a newer version;
 * both; or it cannot be said (`problem` says why).
 */
export const installedTemplateSchema = z
  .object({
    id: z.string(),
    version: z.string(),
    title: localizedTextSchema,
    /** As they are called here, each with how many of the changes below are in it. */
    flows: z.array(z.object({ id: z.string(), title: localizedTextSchema, localChanges: z.int() })),
    installedAt: z.iso.datetime(),
    installedBy: z.string(),
    state: z.enum(['upToDate', 'locallyChanged', 'stale', 'locallyChangedAndStale', 'cannotCheck']),
    problem: z.string().nullable(),
    /** "changed here" count. Moved boxes, runs, secrets, parameter values and connections do not count. */
    localChanges: z.int(),
    /** The newest version of the library, where it is newer than this. */
    available: z.string().nullable(),
    /** The version that *revert* goes back to (null: to before the first installation), or undefined where there is no way back. */
    revertsTo: z.string().nullable().optional(),
    /** An installation that was begun and not finished. */
    unfinished: z.string().nullable(),
  })
  .meta({ id: 'InstalledTemplate' });
export type InstalledTemplate = z.infer<typeof installedTemplateSchema>;

export const templateOverviewSchema = z
  .object({
    installed: z.array(installedTemplateSchema),
    /** Every package of the library, by id, newest version first. */
    library: z.array(templatePackageSchema),
  })
  .meta({ id: 'TemplateOverview' });
export type TemplateOverview = z.infer<typeof templateOverviewSchema>;

export const templateKeySchema = z.object({ id: templateId, version });

/** A package with what a person wants to know before installing it. */
export const templateDetailSchema = z
  .object({
    package: templatePackageSchema,
    manifest: templateManifestSchema,
    /** The documentation page, in Markdown. */
    documentation: z.string(),
  })
  .meta({ id: 'TemplateDetail' });
export type TemplateDetail = z.infer<typeof templateDetailSchema>;

/** A version of the library; without it, what is installed, else the newest of the library. */
export const templateDocumentationQuerySchema = z.object({ version: version.optional() });
export const templateDocumentationSchema = z
  .object({
    id: z.string(),
    version: z.string(),
    title: localizedTextSchema,
    /** Markdown of the publisher: show it without carrying out anything that is in it. */
    documentation: z.string(),
  })
  .meta({ id: 'TemplateDocumentation' });
export type TemplateDocumentation = z.infer<typeof templateDocumentationSchema>;

/** The whole file as text: what `uploadTemplate` takes elsewhere. */
export const templateFileSchema = z
  .object({ fileName: z.string(), checksum: z.string(), content: z.string() })
  .meta({ id: 'TemplateFile' });
export const uploadTemplateSchema = z.strictObject({ content: z.string().min(1) });

/* ---- Export ------------------------------------------------------------------------------------------------------- */

/** What a person decided on a hit of the check. */
const findingDecisionSchema = z.discriminatedUnion('do', [
  /** The text is taken out; a whole row of a value list goes. */
  z.strictObject({ do: z.literal('remove') }),
  /** The next client is asked for it. The value of this workspace does not go along. */
  z.strictObject({ do: z.literal('parameter'), name: z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/) }),
  /** It may stay, and this is why. The reason is kept in the package's manifest. */
  z.strictObject({ do: z.literal('explain'), reason: z.string().trim().min(3, 'Say why it may stay.').max(500) }),
]);
export type FindingDecision = z.infer<typeof findingDecisionSchema>;

/**
 * Everything that the export wizard knows. The server keeps nothing of it: `proposeExport` says what comes of it, as often as
 * asked, and `exportTemplate` takes the same and makes the package.
 */
export const exportRequestSchema = z.strictObject({
  id: templateId,
  title: localizedTextSchema,
  flows: z.array(z.string().max(100)).min(1, 'Choose a flow.').max(50),
  version: version.optional(),
  note: z.string().max(500).default(''),
  /** By the id of a finding. */
  decisions: z.record(z.string(), findingDecisionSchema).default({}),
  /** Candidates that are made parameters, by their id: the name that they get. */
  chosen: z.record(z.string(), z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/)).default({}),
  /** How parameters are asked for, by name. What is not given is as proposed. */
  parameters: z
    .record(
      z.string(),
      templateParameterSchema.pick({ title: true, help: true, default: true, isRequired: true }).partial(),
    )
    .default({}),
  /** The documentation page as it was edited; without it, as generated. */
  documentation: z.string().max(200_000).optional(),
  /** Whether the tests of the flows go along, with names of nobody in the place of customers. */
  withTests: z.boolean().default(true),
});
export type ExportRequest = z.input<typeof exportRequestSchema>;

/** Where something is, in words and as a place. */
const placeSchema = z.object({
  /** Null: in no flow, such as a value list or the documentation. */
  flowId: z.string().nullable(),
  flowTitle: localizedTextSchema.nullable(),
  nodeId: z.string().nullable(),
  nodeTitle: z.string().nullable(),
  /** What kind of place: a screen has a sentence for each. */
  kind: z.enum([
    'mapping',
    'condition',
    'setting',
    'title',
    'note',
    'parameter',
    'valueList',
    'mastership',
    'documentation',
    'description',
    'sample',
  ]),
  /** The field, setting, list or parameter: `account.creditLimit`. */
  name: z.string(),
});

/** A hit of the secrets and customer-data check. */
export const exportFindingSchema = z.object({
  /** The same as long as the place and the text are. */
  id: z.string(),
  kind: z.enum(sensitiveKinds),
  place: placeSchema,
  /** The text around, and where the hit is in it. A key is shown by its first and last characters only. */
  text: z.string(),
  start: z.int(),
  end: z.int(),
  /** Whether it can be made a parameter there. */
  canBeParameter: z.boolean(),
  /** What is proposed as its name, where it can. */
  proposedName: z.string(),
  /** Null: not handled yet, so nothing can be exported. */
  decision: findingDecisionSchema.nullable(),
});
export type ExportFinding = z.infer<typeof exportFindingSchema>;

/** A value that may differ per client, found in a flow: a parameter of the template when it is chosen. */
export const parameterCandidateSchema = z.object({
  id: z.string(),
  reason: z.enum(['url', 'email', 'companyCode', 'user', 'limit', 'fixedValue', 'schedule']),
  place: placeSchema,
  value: fieldValueSchema,
  type: templateParameterSchema.shape.type,
  proposedName: z.string(),
  /** The name it got; null while it stays as it is. */
  chosenAs: z.string().nullable(),
});

export const exportProposalSchema = z
  .object({
    /** Those that were chosen, and those that come along because they are started by or after them. */
    flows: z.array(z.object({ id: z.string(), title: localizedTextSchema, isChosen: z.boolean() })),
    slots: templateManifestSchema.shape.slots,
    valueLists: z.array(z.object({ id: z.string(), title: localizedTextSchema, rows: z.int() })),
    /** Rows of the mastership table that the flows stand on, by id. */
    mastershipRows: z.array(z.string()),
    /** Tests of the flows; `problem` says why one stays behind. */
    tests: z.array(z.object({ flowId: z.string(), id: z.string(), title: z.string(), problem: z.string().nullable() })),
    parameters: z.array(templateParameterSchema.extend({ presentValue: fieldValueSchema })),
    candidates: z.array(parameterCandidateSchema),
    findings: z.array(exportFindingSchema),
    /** Findings without a decision. */
    unhandled: z.int(),
    /** Texts of parameters that miss a language: parameter and which. */
    missingTexts: z.array(z.object({ parameter: z.string(), language: z.enum(languages) })),
    /** What never goes along, counted. */
    leftBehind: z.object({ secrets: z.int(), recordLinks: z.int(), runs: z.int(), failures: z.int() }),
    /** In Markdown: the edited one where it was given, else generated. */
    documentation: z.string(),
    isDocumentationGenerated: z.boolean(),
    /** The newest version of this template in the library; null: none yet. */
    previousVersion: z.string().nullable(),
    /** What the next one may be called. */
    proposedVersion: z.string(),
  })
  .meta({ id: 'ExportProposal' });
export type ExportProposal = z.infer<typeof exportProposalSchema>;

/* ---- Installing and upgrading ------------------------------------------------------------------------------------- */

/** What is done with one conflict or question. */
const mergeChoiceSchema = z.discriminatedUnion('take', [
  z.strictObject({ take: z.literal('ours') }),
  z.strictObject({ take: z.literal('theirs') }),
  /** Something of both: `value` in the form that base, ours and theirs have. Only where `canCombine`. */
  z.strictObject({ take: z.literal('combined'), value: z.unknown() }),
]);
export type MergeChoiceBody = z.infer<typeof mergeChoiceSchema>;

export const beginInstallationSchema = z.strictObject({ id: templateId, version });

/** Only what changed; what is not given stays. */
export const changeInstallationSchema = z.strictObject({
  /** Slot of the template → connection; null takes it back. */
  slots: z.record(z.string(), z.string().nullable()).optional(),
  /** By the id of a field: the field that it is here (`insuredAmount`, or `~own` for one without a binding); null takes it back. */
  fields: z.record(z.string(), z.string().nullable()).optional(),
  parameters: z.record(z.string(), fieldValueSchema).optional(),
  /** By the id of a conflict; null takes it back. */
  choices: z.record(z.string(), mergeChoiceSchema.nullable()).optional(),
});

/** A slot of the template: which connection of this workspace it is. */
const installationSlotSchema = z.object({
  slot: z.string(),
  role: z.string(),
  title: localizedTextSchema.nullable(),
  /** Kinds of systems that it was made on. Another may do, if it has the fields. */
  connectors: z.array(z.string()),
  connectionId: z.string().nullable(),
  /** Connections of this workspace with the same role. */
  options: z.array(z.object({ id: z.string(), name: z.string(), connectorId: z.string() })),
});

/** A field that the template reads or writes, and which of the connected system it is. */
const installationFieldSchema = z.object({
  /** `crm/account/~kop_region`: slot, entity and field of the template. */
  id: z.string(),
  slot: z.string(),
  entity: z.string(),
  field: z.string(),
  /** As the publisher's system labels it; null where that is not known. */
  label: z.string().nullable(),
  isRequired: z.boolean(),
  /** The field here; null: not found and not matched, which keeps a required one from being installed. */
  match: z.string().nullable(),
  /** Whether a person chose it; else the name is the same. */
  isChosen: z.boolean(),
  /** Flow and node that use it. */
  usedBy: z.array(z.object({ flowId: z.string(), nodeId: z.string() })),
});

const installationParameterSchema = templateParameterSchema.extend({
  value: fieldValueSchema,
  /** Why the value cannot be taken; null: it can. */
  mistake: z.string().nullable(),
});

/** What keeps it from being installed, with the step of the wizard where that is mended. */
const blockerSchema = z.object({
  step: z.enum(['package', 'connections', 'fields', 'parameters', 'compare', 'review']),
  code: z.string(),
  message: z.string(),
  remedy: z.string(),
});

/**
 * An installation that was begun: kept on the server until it is finished or given up, so that it can be left and taken up
 * again. Nothing of the workspace changes before it is finished. Everything but the choices is worked out anew each time it
 * is asked for.
 */
export const installationSchema = z
  .object({
    id: z.string(),
    template: templatePackageSchema,
    manifest: templateManifestSchema,
    documentation: z.string(),
    /** The version that is installed now and is upgraded; null: the first installation. */
    upgrades: z.string().nullable(),
    /** When that version was installed. */
    upgradesSince: z.iso.datetime().nullable(),
    startedAt: z.iso.datetime(),
    startedBy: z.string(),
    /** Flow of the template → what it is or will be called here; another name where one of that name is there already. */
    flows: z.array(
      z.object({
        templateFlow: z.string(),
        flowId: z.string(),
        title: localizedTextSchema,
        isNew: z.boolean(),
        /** What comes of it with the choices so far; null where the workspace removed it and it stays so. */
        result: flowDocumentSchema.nullable(),
      }),
    ),
    slots: z.array(installationSlotSchema),
    fields: z.array(installationFieldSchema),
    parameters: z.array(installationParameterSchema),
    /** Of a first installation: only where value lists or the mastership table differ. */
    compare: z.object({
      /** Changes of the new version that fit without help. */
      automatic: z.array(mergeChangeSchema),
      /** Changes of this workspace that stay. */
      kept: z.array(mergeChangeSchema),
      conflicts: z.array(
        mergeConflictSchema.extend({
          choice: mergeChoiceSchema.nullable(),
          /** Who made it what it is here, and when; null where it was not changed here, or nobody can tell. */
          changedHere: z.object({ by: z.string(), at: z.iso.datetime() }).nullable(),
        }),
      ),
      open: z.int(),
    }),
    /** What the systems here call the fields without a canonical name, by `account.~jan_area`. */
    fieldLabels: z.record(z.string(), z.string()),
    /** Per flow: what its check says of the result. Errors keep it from being published, not from being installed as drafts. */
    checks: z.array(z.object({ flowId: z.string(), issues: z.array(issueSchema) })),
    blockers: z.array(blockerSchema),
  })
  .meta({ id: 'TemplateInstallation' });
export type TemplateInstallation = z.infer<typeof installationSchema>;

export const unfinishedInstallationsSchema = z.array(
  z.object({
    id: z.string(),
    templateId: z.string(),
    version: z.string(),
    title: localizedTextSchema,
    startedAt: z.iso.datetime(),
    startedBy: z.string(),
  }),
);

/** Asks what each answer to one conflict over a mapping row or setting makes of real records. Writes nothing. */
export const effectRequestSchema = z.strictObject({
  conflict: z.string().max(500),
  /** Also of this combination. Checked like a draft. */
  combined: z.unknown().optional(),
  limit: z.int().min(1).max(50).default(50),
});
export const effectSchema = z
  .object({
    /** Null where the conflict is of nothing that records show, such as a schedule. */
    field: z.string().nullable(),
    records: z.array(
      z.object({
        key: z.string(),
        name: z.string(),
        base: fieldValueSchema,
        ours: fieldValueSchema,
        theirs: fieldValueSchema,
        combined: fieldValueSchema,
      }),
    ),
    /** What the check says of each answer, of the part that it is about. A combination that was not asked for has none. */
    issues: z.object({ ours: z.array(issueSchema), theirs: z.array(issueSchema), combined: z.array(issueSchema) }),
    /** Why no records are shown. */
    problem: z.string().nullable(),
  })
  .meta({ id: 'MergeEffect' });
export type MergeEffect = z.infer<typeof effectSchema>;

/** A sample run of the result of one flow, with the tables and values that it would get. Writes nothing. */
export const trialRequestSchema = z.strictObject({
  flowId: z.string().max(100),
  limit: z.int().min(1).max(50).default(20),
});
export const trialSchema = z
  .object({
    readAt: z.iso.datetime(),
    records: z.array(plannedRecordSchema),
    leftOut: z.array(z.string()),
    error: z.object({ code: z.string(), message: z.string(), remedy: z.string() }).nullable(),
  })
  .meta({ id: 'TemplateTrial' });

/** As drafts: published versions go on running as they are. Published: the result runs from now on. Flows stay switched on or off. */
export const finishInstallationSchema = z.strictObject({ as: z.enum(['drafts', 'published']) });

/** What came of it. */
export const finishedInstallationSchema = z
  .object({
    installed: installedTemplateSchema,
    flows: z.array(z.object({ id: z.string(), publishedVersion: z.int().nullable() })),
    /** Tests of the package that its flows cannot be tested with here, and why. They were not installed. */
    skippedTests: z.array(z.object({ flowId: z.string(), title: z.string(), reason: z.string() })),
  })
  .meta({ id: 'FinishedInstallation' });
export type FinishedInstallation = z.infer<typeof finishedInstallationSchema>;

/**
 * Goes back to before the last installation or upgrade of this template: drafts, published versions, mastership rows, value
 * lists and parameter values. Where something changed since, 409 names it, unless it is said that it may be lost.
 */
export const revertTemplateSchema = z.strictObject({ discardChanges: z.boolean().default(false) });
export const revertedTemplateSchema = z
  .object({ version: z.string().nullable(), flows: z.array(z.string()) })
  .meta({ id: 'RevertedTemplate' });

/** The template is no longer installed: its flows, value lists and mastership rows stay, as the workspace's own. */
export const detachedTemplateSchema = z.object({ flows: z.array(z.string()) }).meta({ id: 'DetachedTemplate' });

/** What differs between an installed template and what it was installed from, or from there to another version. */
export const templateDiffQuerySchema = z.object({
  /** A version of the library: what it changes. Without it: what was changed here. */
  to: version.optional(),
});
export const templateDiffSchema = z
  .object({ from: z.string(), to: z.string().nullable(), changes: z.array(mergeChangeSchema) })
  .meta({ id: 'TemplateDiff' });
export type TemplateDiff = z.infer<typeof templateDiffSchema>;

/** Whose packages are trusted, and the name and key that this one signs with. */
export const templatePublishersSchema = z
  .object({
    own: z.object({ name: z.string(), publicKey: z.string() }),
    trusted: z.array(z.object({ name: z.string(), publicKey: z.string() })),
  })
  .meta({ id: 'TemplatePublishers' });
export const savePublishersSchema = z.strictObject({
  ownName: z.string().trim().min(1).max(80).optional(),
  trusted: z
    .array(
      z.strictObject({
        name: z.string().trim().min(1).max(80),
        publicKey: z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'A public key is 32 bytes in base64.'),
      }),
    )
    .max(100)
    .optional(),
});
