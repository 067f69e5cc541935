import {
  linkJobResultSchema,
  matchRulesSchema,
  type ImportVerdict,
  type LinkJobView,
  type MatchRule,
} from '@koppel/protocol';
import type { LinkJob } from '@koppel/store';
import type { Handlers } from '../http/handlers.ts';
import { HttpProblem, notFound } from '../http/problems.ts';
import { readCsv, type CsvFile } from '../links/csv-file.ts';
import { importParamsSchema } from '../links/link-jobs.ts';
import { EntityReader } from '../links/link-systems.ts';
import { defaultRules, rulesSetting, savedRulesSchema } from '../links/match-rules.ts';
import { demandConnections, inReach, sidesOf } from './link-views.ts';
import type { Services } from './services.ts';

type LinkJobRoutes =
  | 'getMatchRules'
  | 'saveMatchRules'
  | 'inspectLinkFile'
  | 'importLinks'
  | 'startLinkJob'
  | 'listLinkJobs'
  | 'getLinkJob'
  | 'cancelLinkJob'
  | 'applyLinkImport'
  | 'listImportRows';

const sampleRows = 5;
/** Fields that name a record, beside its key. */
const namingFields = ['number', 'companyNumber', 'vatNumber', 'email'];
const guid = /^\{?[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}\}?$/i;
/** Import verdicts of the store speak of source and target, those of the API of left and right. */
const toLeftRight = { unknownSource: 'unknownLeft', unknownTarget: 'unknownRight' } as const;
const verdicts = {
  new: 'new',
  applied: 'applied',
  linked: 'linked',
  conflict: 'conflict',
  duplicate: 'duplicate',
  unknownLeft: 'unknownSource',
  unknownRight: 'unknownTarget',
  ambiguous: 'ambiguous',
  refused: 'refused',
  incomplete: 'incomplete',
  underWay: 'underWay',
} as const;

export function linkJobHandlers(services: Services): Pick<Handlers, LinkJobRoutes> {
  const { store, linkJobs } = services;

  const jobOf = async (id: string): Promise<LinkJob> => {
    const job = await store.linkJobs.get(id);
    if (!job) throw notFound('work on record links', id);
    return job;
  };
  const viewOf = async (job: LinkJob): Promise<LinkJobView> => {
    const counts = job.kind === 'import' ? await store.linkJobs.verdictCounts(job.id) : {};
    const result = linkJobResultSchema.safeParse(job.result);
    return {
      id: job.id,
      kind: job.kind,
      entity: job.entity,
      left: job.sourceConnectionId,
      right: job.targetConnectionId,
      status: job.status,
      done: job.done,
      expected: job.expected,
      result: result.success ? result.data : null,
      error: job.error,
      startedBy: job.startedBy,
      startedAt: job.startedAt.toISOString(),
      endedAt: job.endedAt?.toISOString() ?? null,
      fileName: importParamsSchema.safeParse(job.params).data?.fileName ?? null,
      verdicts: Object.fromEntries(Object.entries(counts).map(([name, count]) => [verdictView(name), count])),
    };
  };
  const rulesOf = async (entity: string): Promise<MatchRule[]> =>
    (await store.workspace.setting(rulesSetting(entity), savedRulesSchema)) ?? defaultRules(entity);
  const refuseSecond = (sides: ReturnType<typeof sidesOf>) => {
    if (!linkJobs.isBusy(sides)) return;
    throw new HttpProblem(409, {
      code: 'links.busy',
      message: 'Other work on the links of these systems is going on.',
      remedy: 'Wait for its end, or stop it.',
    });
  };

  return {
    getMatchRules: async ({ params: { id } }) => ({ rules: await rulesOf(id) }),

    async saveMatchRules({ params: { id }, body, audit }) {
      audit.change({ rules: await rulesOf(id) }, { rules: body.rules });
      await store.workspace.saveSetting(rulesSetting(id), matchRulesSchema.parse(body).rules);
      return body;
    },

    async inspectLinkFile({ body }) {
      await demandConnections([body.left, body.right], store);
      const file = readCsv(body.content, body);
      const [left, right] = await inReach(() =>
        Promise.all([
          EntityReader.open(body.left, body.entity, services),
          EntityReader.open(body.right, body.entity, services),
        ]),
      );
      const leftColumn = columnOf(file, /erp|klant|client|customer|nummer|num[eé]ro|number|left/i, null);
      const rightColumn = columnOf(file, /crm|account|contact|guid|\bid\b|right/i, leftColumn);
      return {
        encoding: file.encoding,
        separator: file.separator,
        columns: [...file.columns],
        rows: file.rows.length,
        sample: file.rows.slice(0, sampleRows).map((row) => file.columns.map((_title, index) => row[index] ?? '')),
        guess: {
          leftColumn,
          rightColumn,
          leftBy: namedBy(file, leftColumn, left),
          rightBy: namedBy(file, rightColumn, right),
        },
        leftBy: namesOf(left),
        rightBy: namesOf(right),
      };
    },

    async importLinks({ body, principal, audit }) {
      audit.about({ title: body.fileName });
      const sides = sidesOf(body);
      await demandConnections([body.left, body.right], store);
      refuseSecond(sides);
      const file = readCsv(body.content, body);
      for (const column of ['leftColumn', 'rightColumn'] as const) {
        if (body[column] < file.columns.length) continue;
        throw new HttpProblem(400, {
          code: 'links.no-such-column',
          message: `The file has ${file.columns.length} columns.`,
          remedy: 'Choose the columns that hold the keys.',
          fields: { [column]: 'The file does not have this column.' },
        });
      }
      return viewOf(await linkJobs.startImport(sides, file, body, body.fileName, principal.name));
    },

    async startLinkJob({ body, principal, audit }) {
      audit.change(null, { kind: body.kind, entity: body.entity, left: body.left, right: body.right });
      const sides = sidesOf(body);
      await demandConnections([body.left, body.right], store);
      refuseSecond(sides);
      if (body.kind === 'check') return viewOf(await linkJobs.startCheck(sides, principal.name));
      const rules = await rulesOf(body.entity);
      return viewOf(
        body.kind === 'trial'
          ? await linkJobs.startTrial(sides, body.rules ?? rules, principal.name)
          : await linkJobs.startMatch(sides, rules, principal.name),
      );
    },

    async listLinkJobs({ query }) {
      const jobs = await store.linkJobs.list({ ...sidesOf(query), limit: query.limit });
      return Promise.all(jobs.map(viewOf));
    },

    getLinkJob: async ({ params: { id } }) => viewOf(await jobOf(id)),

    async cancelLinkJob({ params: { id } }) {
      await jobOf(id);
      await linkJobs.cancel(id);
      return viewOf(await jobOf(id));
    },

    async applyLinkImport({ params: { id }, audit }) {
      const job = await jobOf(id);
      audit.about({ title: importParamsSchema.safeParse(job.params).data?.fileName });
      refuseSecond(job);
      if (!(await linkJobs.apply(job))) {
        throw new HttpProblem(409, {
          code: 'links.not-to-be-applied',
          message: 'This is not an import whose rows have all been looked at.',
          remedy: 'Import the file again.',
        });
      }
      return viewOf(await jobOf(id));
    },

    async listImportRows({ params: { id }, query }) {
      await jobOf(id);
      const wanted = query.verdict
        ? [verdicts[query.verdict]]
        : query.onlyRefused === 'true'
          ? Object.values(verdicts).filter((verdict) => !['new', 'applied', 'linked'].includes(verdict))
          : undefined;
      const { items, hasMore } = await store.linkJobs.rows(id, { ...query, verdicts: wanted });
      return {
        items: items.map(({ line, givenSource, givenTarget, sourceName, targetName, verdict, detail }) => ({
          line,
          left: givenSource,
          right: givenTarget,
          leftName: sourceName,
          rightName: targetName,
          verdict: verdictView(verdict),
          detail,
        })),
        hasMore,
      };
    },
  };
}

function verdictView(verdict: string): ImportVerdict {
  return (toLeftRight as Record<string, ImportVerdict>)[verdict] ?? (verdict as ImportVerdict);
}

function namesOf(reader: EntityReader): string[] {
  return ['key', ...namingFields.filter((field) => reader.has(field))];
}

/** The column whose title fits, else the first one that is not the other's. */
function columnOf({ columns }: CsvFile, title: RegExp, other: number | null): number {
  const fitting = columns.findIndex((name, index) => index !== other && title.test(name));
  return fitting >= 0 ? fitting : columns.findIndex((_name, index) => index !== other);
}

/** What the values of a column look like: keys, or numbers that people use. */
function namedBy({ rows }: CsvFile, column: number, reader: EntityReader): string {
  const values = rows.flatMap((row) => (row[column] ?? '').trim() || []).slice(0, 20);
  if (values.every((value) => guid.test(value))) return 'key';
  return reader.has('number') ? 'number' : 'key';
}
