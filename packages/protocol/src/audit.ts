import { z } from 'zod';
import type { RouteName, Routes } from './routes.ts';

/** What an event of the audit log is about. */
export const auditObjects = [
  'access',
  'apiToken',
  'audit',
  'connection',
  'drift',
  'embed',
  'failure',
  'flow',
  'flowTest',
  'key',
  'link',
  'linkJob',
  'lock',
  'mastership',
  'matchRules',
  'notice',
  'person',
  'privacy',
  'publisher',
  'review',
  'run',
  'secondFactor',
  'server',
  'session',
  'signInLink',
  'template',
  'valueList',
  'view',
  'webhook',
  'workspace',
] as const;
export type AuditObject = (typeof auditObjects)[number];

/** What was done with it, or tried. */
export const auditVerbs = [
  'abandon',
  'accept',
  'apply',
  'approve',
  'begin',
  'bind',
  'change',
  'connect',
  'create',
  'decide',
  'delete',
  'detach',
  'disable',
  'disconnect',
  'discover',
  'dismiss',
  'download',
  'edit',
  'erase',
  'export',
  'import',
  'install',
  'invite',
  'keep',
  'mend',
  'open',
  'pin',
  'publish',
  'replaceSecret',
  'retry',
  'revert',
  'rotate',
  'signIn',
  'signOut',
  'start',
  'stop',
  'switch',
  'tidy',
  'use',
  'withdraw',
] as const;
export type AuditVerb = (typeof auditVerbs)[number];

/** All that occurs. The screen has a sentence for each. */
export const auditActs = [
  'access.create',
  'access.decide',
  'access.use',
  'apiToken.create',
  'apiToken.withdraw',
  'audit.erase',
  'audit.export',
  'connection.change',
  'connection.connect',
  'connection.create',
  'connection.delete',
  'connection.disconnect',
  'connection.discover',
  'drift.change',
  'drift.start',
  'embed.change',
  'embed.create',
  'embed.withdraw',
  'failure.dismiss',
  'failure.mend',
  'failure.retry',
  'flow.apply',
  'flow.bind',
  'flow.change',
  'flow.create',
  'flow.delete',
  'flow.edit',
  'flow.import',
  'flow.keep',
  'flow.pin',
  'flow.publish',
  'flow.revert',
  'flow.switch',
  'flowTest.accept',
  'flowTest.change',
  'flowTest.create',
  'flowTest.delete',
  'key.delete',
  'key.rotate',
  'link.accept',
  'link.create',
  'link.delete',
  'link.dismiss',
  'linkJob.apply',
  'linkJob.import',
  'linkJob.start',
  'linkJob.stop',
  'lock.change',
  'mastership.change',
  'matchRules.change',
  'notice.retry',
  'notice.use',
  'person.change',
  'person.delete',
  'person.disable',
  'person.disconnect',
  'person.invite',
  'person.replaceSecret',
  'person.signOut',
  'privacy.change',
  'privacy.erase',
  'privacy.export',
  'privacy.tidy',
  'publisher.change',
  'review.create',
  'review.decide',
  'review.withdraw',
  'run.approve',
  'run.retry',
  'run.start',
  'run.stop',
  'secondFactor.begin',
  'secondFactor.create',
  'secondFactor.delete',
  'secondFactor.replaceSecret',
  'server.start',
  'session.signIn',
  'session.signOut',
  'signInLink.create',
  'template.abandon',
  'template.begin',
  'template.delete',
  'template.detach',
  'template.download',
  'template.edit',
  'template.export',
  'template.import',
  'template.install',
  'template.revert',
  'valueList.change',
  'valueList.create',
  'view.change',
  'view.create',
  'view.delete',
  'webhook.replaceSecret',
  'webhook.use',
  'workspace.change',
  'workspace.create',
  'workspace.open',
] as const satisfies readonly `${AuditObject}.${AuditVerb}`[];
export type AuditAct = (typeof auditActs)[number];

/** `begun`: nobody knows how it ended, because Koppel ended first; or it is under way. */
export const auditOutcomes = ['begun', 'done', 'refused', 'failed'] as const;

/** Who it was: a person in the browser, a program with a person's token, `koppel` on the server's machine, Koppel by itself, or somebody who was not signed in. */
export const auditActorKinds = ['person', 'apiToken', 'commandLine', 'koppel', 'nobody'] as const;
export type AuditActorKind = (typeof auditActorKinds)[number];

/** Routes that may change something. */
export type ChangingRouteName = {
  [Name in RouteName]: Routes[Name]['method'] extends 'GET' ? never : Name;
}[RouteName];

const plainValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const auditChangeSchema = z.object({
  /** Names with `/` between them; of something in a list its id, or else its place. */
  path: z.string(),
  before: plainValue,
  after: plainValue,
});
export type AuditChange = z.infer<typeof auditChangeSchema>;

export const auditEventSchema = z
  .object({
    seq: z.int(),
    at: z.iso.datetime(),
    /** Slug; null: of the instance. */
    workspace: z.string().nullable(),
    actor: z.object({
      kind: z.enum(auditActorKinds),
      id: z.string().nullable(),
      name: z.string(),
    }),
    /** Where the call came from; null for what Koppel did by itself. */
    address: z.string().nullable(),
    object: z.enum(auditObjects),
    objectId: z.string().nullable(),
    /** What people call it. */
    title: z.string().nullable(),
    verb: z.enum(auditVerbs),
    outcome: z.enum(auditOutcomes),
    /** Why it was refused or failed. */
    code: z.string().nullable(),
    reason: z.string().nullable(),
    changes: z.array(auditChangeSchema),
    /** Changes beyond those that are kept. */
    moreChanges: z.int(),
    /** What changed was erased since, because it was about a person. */
    isErased: z.boolean(),
  })
  .meta({ id: 'AuditEvent' });
export type AuditEvent = z.infer<typeof auditEventSchema>;

const wanted = {
  /** Id. */
  actor: z.string().max(100).optional(),
  actorKind: z.enum(auditActorKinds).optional(),
  object: z.enum(auditObjects).optional(),
  objectId: z.string().max(200).optional(),
  verb: z.enum(auditVerbs).optional(),
  /** `refused`: what was refused or failed; `begun`: what nobody knows the end of. */
  outcome: z.enum(['all', 'done', 'refused', 'begun']).default('all'),
  from: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
  /** In names, ids and what changed. */
  search: z.string().max(200).optional(),
};

export const auditFilterSchema = z.object({
  ...wanted,
  /** The number of the last event already shown: older ones follow. */
  before: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

export const auditListSchema = z
  .object({
    items: z.array(auditEventSchema),
    hasMore: z.boolean(),
    /** Who occurs in the log, for a filter; with the first page only. */
    actors: z.array(z.object({ id: z.string(), name: z.string() })),
  })
  .meta({ id: 'AuditList' });
export type AuditList = z.infer<typeof auditListSchema>;

export const auditExportQuerySchema = z.object({ ...wanted, format: z.enum(['csv', 'json']).default('csv') });
export const auditExportSchema = z
  .object({
    fileName: z.string(),
    mediaType: z.string(),
    content: z.string(),
    /** There are more events than one file holds: the newest are in it. */
    isCut: z.boolean(),
  })
  .meta({ id: 'AuditExport' });

/** A line of the file that the heads of the log are written to. */
export const auditAnchorSchema = z.strictObject({ seq: z.int().min(1), hash: z.string(), at: z.iso.datetime() });

/** Further anchors, from a copy that was kept elsewhere. */
export const verifyAuditSchema = z.strictObject({ anchors: z.array(auditAnchorSchema).max(10_000).default([]) });

export const auditVerificationSchema = z
  .object({
    /** The number of the last event. */
    checked: z.int(),
    /** How many anchors it was held against, and when the newest was written. */
    anchors: z.int(),
    lastAnchorAt: z.iso.datetime().nullable(),
    findings: z.array(
      z.object({
        kind: z.enum(['changed', 'details', 'removed', 'moved', 'cut', 'rewritten', 'keyGone']),
        from: z.int(),
        to: z.int(),
        anchoredAt: z.iso.datetime().nullable(),
        /** In plain words. */
        message: z.string(),
      }),
    ),
  })
  .meta({ id: 'AuditVerification' });
export type AuditVerification = z.infer<typeof auditVerificationSchema>;
