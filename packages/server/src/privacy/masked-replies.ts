import type { FlowDocument, Run } from '@koppel/model';
import type { LinkClaim, LinkJobView, LinkSuggestion, RecordLink, Routes, WorkspaceRouteName } from '@koppel/protocol';
import type { z } from 'zod';
import type { Mask } from './mask.ts';
import type { MaskedRequest } from './privacy.ts';

type Reply<Name extends WorkspaceRouteName> = z.output<Routes[Name]['reply']>;
/** The version of the flow that a run ran. */
type DocumentOf = (run: string) => Promise<FlowDocument | null>;

type MaskedReplies = {
  readonly [Name in WorkspaceRouteName]?: (
    reply: Reply<Name>,
    mask: Mask,
    around: MaskedRequest & { readonly documentOf: DocumentOf },
  ) => Reply<Name> | Promise<Reply<Name>>;
};

/**
 * What who may not see personal data gets of each reply that holds values of records. A route that such a person may call and
 * that can tell of records has its place here; a test holds the schemas of the replies against it.
 */
export const maskedReplies: MaskedReplies = {
  listRuns: ({ items, ...reply }, mask) => ({
    ...reply,
    items: items.map((item) => ({ ...item, run: mask.stated(item.run) })),
  }),
  getRun: (reply, mask) => ({ ...reply, run: mask.stated(reply.run), snapshot: mask.stated(reply.snapshot) }),
  startRun: (run: Run, mask) => mask.stated(run),
  stopRun: (run: Run, mask) => mask.stated(run),
  retryRun: (run: Run, mask) => mask.stated(run),
  applyPlan: ({ runs }, mask) => ({ runs: runs.map((run) => mask.stated(run)) }),
  startDrift: ({ runs }, mask) => ({ runs: runs.map((run) => mask.stated(run)) }),
  getRunEvents: async (reply, mask, { params, documentOf }) => ({
    ...reply,
    events: mask.events(reply.events, mask.showsNamesIn(await documentOf(String(params.id)))),
  }),
  getRunPlan: async (reply, mask, { params, documentOf }) => {
    const showsNames = mask.showsNamesIn(await documentOf(String(params.id)));
    return {
      ...reply,
      records: reply.records.map((record) => ({
        ...record,
        name: showsNames ? record.name : mask.sentence(record.name),
        changes: record.changes.map(({ field, before, after }) => ({
          field,
          before: mask.value(field, before),
          after: mask.value(field, after),
        })),
        reason: ['failed', 'waiting'].includes(record.action) ? mask.sentence(record.reason) : record.reason,
      })),
    };
  },

  checkPinnedSamples: (results, mask) =>
    results.map((result) => ({ ...result, name: mask.sentence(result.name), reason: mask.sentence(result.reason) })),
  runFlowTests: (results, mask) =>
    results.map(({ error, differences, ...result }) => ({
      ...result,
      error: error && mask.recordError(error),
      differences: differences.map(({ nodeId, records }) => ({
        nodeId,
        records: records.map((record) => ({
          ...record,
          name: mask.sentence(record.name),
          message: mask.sentence(record.message),
          fields: record.fields.map(({ field, expected, now }) => ({
            field,
            ...(expected === undefined ? {} : { expected: mask.value(field, expected) }),
            ...(now === undefined ? {} : { now: mask.value(field, now) }),
          })),
        })),
      })),
    })),

  listFailures: ({ items, ...reply }, mask) => ({ ...reply, items: items.map((item) => failed(item, mask)) }),
  getFailure: ({ remedies, history, ...failure }, mask) => ({
    ...failed(failure, mask),
    // Each of them is for who may repair, and shows what it would set.
    remedies: remedies.filter(({ kind }) => kind === 'node' || kind === 'connection'),
    history: history.map((event) => ({
      ...event,
      text: mask.sentence(event.text),
      edit: event.edit && mask.edit(event.edit),
    })),
  }),

  listLinks: ({ items, ...reply }, mask) => ({ ...reply, items: items.map((link) => linked(link, mask)) }),
  getLink: ({ link, base, history, suggestions }, mask) => ({
    link: linked(link, mask),
    base: Object.fromEntries(
      Object.entries(base).map(([field, value]) => {
        const named = `${link.entity}.${field}`;
        if (!Array.isArray(value)) return [field, mask.value(named, value)];
        return [field, [mask.value(named, value[0]), mask.value(named, value[1])]];
      }),
    ),
    history: history.map((event) => ({ ...event, reason: mask.sentence(event.reason) })),
    suggestions: suggestions.map((suggestion) => suggested(suggestion, mask)),
  }),
  compareRecords: ({ left, right, fields }, mask, { query: { entity = '' } }) => ({
    left: read(entity, left, mask),
    right: read(entity, right, mask),
    fields,
  }),
  listLinkSuggestions: ({ items, hasMore }, mask) => ({
    items: items.map((suggestion) => suggested(suggestion, mask)),
    hasMore,
  }),
  listLinkJobs: (jobs, mask) => jobs.map((job) => worked(job, mask)),
  getLinkJob: worked,
  // What a file gives as key may be an e-mail address or a name.
  listImportRows: ({ items, hasMore }, mask) => ({
    items: items.map(({ line, verdict, left, right, leftName, rightName, detail }) => ({
      line,
      verdict,
      left: mask.sentence(left),
      right: mask.sentence(right),
      leftName: mask.sentence(leftName),
      rightName: mask.sentence(rightName),
      detail: mask.sentence(detail),
    })),
    hasMore,
  }),

  getDrift: (reply, mask) => ({
    ...reply,
    flows: reply.flows.map((flow) => ({ ...flow, last: flow.last && mask.stated(flow.last) })),
  }),
  listDrift: ({ items, ...reply }, mask) => ({
    ...reply,
    items: items.map(({ base, ...item }) => {
      const field = `${item.entity}.${item.field}`;
      return {
        ...item,
        name: mask.name(item.entity, item.name),
        ...(base === undefined ? {} : { base: mask.value(field, base) }),
        present: mask.value(field, item.present),
        wanted: mask.value(field, item.wanted),
        changedBy: mask.sentence(item.changedBy),
      };
    }),
  }),

  listNotices: (places, mask) =>
    places.map((place) => ({ ...place, error: place.error && mask.systemError(place.error) })),
  listConnections: (connections, mask) =>
    connections.map((connection) => ({
      ...connection,
      grant: connection.grant && {
        ...connection.grant,
        problem: connection.grant.problem && mask.systemError(connection.grant.problem),
      },
    })),
};

function failed<Failure extends Omit<Reply<'getFailure'>, 'remedies' | 'history' | 'targetKey'>>(
  failure: Failure,
  mask: Mask,
): Failure {
  return {
    ...failure,
    name: mask.name(failure.entity, failure.name),
    error: mask.recordError(failure.error),
    input: mask.values(failure.input),
    output: failure.output && mask.values(failure.output),
    note: mask.sentence(failure.note),
  };
}

function read(entity: string, record: Reply<'compareRecords'>['left'], mask: Mask): Reply<'compareRecords'>['left'] {
  const values = Object.entries(record.values);
  return {
    ...record,
    name: mask.name(entity, record.name),
    values: Object.fromEntries(values.map(([field, value]) => [field, mask.value(`${entity}.${field}`, value)])),
    error: record.error && mask.systemError(record.error),
  };
}

function linked(link: RecordLink, mask: Mask): RecordLink {
  const { entity, leftName, rightName } = link;
  return { ...link, leftName: mask.name(entity, leftName), rightName: mask.name(entity, rightName) };
}

function claimed(entity: string, claim: LinkClaim, mask: Mask): LinkClaim {
  return { ...claim, leftName: mask.name(entity, claim.leftName), rightName: mask.name(entity, claim.rightName) };
}

function suggested(suggestion: LinkSuggestion, mask: Mask): LinkSuggestion {
  const { entity, leftName, rightName } = suggestion;
  const value = (field: string, text: string | null) => text && String(mask.value(`${entity}.${field}`, text));
  return {
    ...suggestion,
    leftName: mask.name(entity, leftName),
    rightName: mask.name(entity, rightName),
    reasons: suggestion.reasons.map(({ field, left, right, isEqual }) => ({
      field,
      left: value(field, left),
      right: value(field, right),
      isEqual,
    })),
    claims: suggestion.claims.map((claim) => claimed(entity, claim, mask)),
  };
}

function worked(job: LinkJobView, mask: Mask): LinkJobView {
  const example = <Example extends { name: string; value: string | null }>(one: Example): Example => ({
    ...one,
    name: mask.name(job.entity, one.name),
    value: mask.sentence(one.value),
  });
  const rules = job.result?.rules?.map((rule) => ({
    ...rule,
    examples: {
      unique: rule.examples.unique.map(example),
      empty: rule.examples.empty.map(example),
      none: rule.examples.none.map(example),
      several: rule.examples.several.map(example),
      taken: rule.examples.taken.map(example),
    },
  }));
  return {
    ...job,
    result: job.result && { ...job.result, ...(rules ? { rules } : {}) },
    error: job.error && mask.recordError(job.error),
  };
}
