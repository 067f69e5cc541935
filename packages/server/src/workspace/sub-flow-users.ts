import { check, checkTogether, issuesOfFlow, type CheckContext, type FlowInWorld } from '@koppel/compiler';
import { defaultMastership, subFlowUsesOf, withSubFlowVersions, type FlowDocument, type Issue } from '@koppel/model';
import type { SubFlowEffect, SubFlowUser } from '@koppel/protocol';
import type { Store, StoredFlow } from '@koppel/store';
import type { FlowChecks } from './flow-checks.ts';
import type { PublishedVersions } from './published-versions.ts';

interface Ports {
  readonly store: Store;
  readonly versions: PublishedVersions;
}

/** By id of a sub-flow: who uses it, in the order of their ids. */
export type SubFlowUsers = ReadonlyMap<string, readonly SubFlowUser[]>;

/** Who uses which sub-flow, in a draft or a published version. */
export async function subFlowUsers({ store, versions }: Ports): Promise<SubFlowUsers> {
  const users = new Map<string, SubFlowUser[]>();
  for (const flow of await store.flows.list()) {
    const draft = oldestUses(flow.document);
    const published = oldestUses(await publishedOf(flow, versions));
    for (const subFlow of new Set([...draft.keys(), ...published.keys()])) {
      const user: SubFlowUser = {
        flowId: flow.id,
        title: flow.document.title,
        publishedUses: published.get(subFlow) ?? null,
        draftUses: draft.get(subFlow) ?? null,
      };
      users.set(subFlow, [...(users.get(subFlow) ?? []), user]);
    }
  }
  return users;
}

async function publishedOf({ id, publishedVersion }: StoredFlow, versions: PublishedVersions) {
  return publishedVersion === null ? null : versions.get(id, publishedVersion).catch(() => null);
}

/** The version of each sub-flow that a document uses; the oldest one where it uses several. */
function oldestUses(document: FlowDocument | null): Map<string, number> {
  const oldest = new Map<string, number>();
  for (const { subFlow, version } of document ? subFlowUsesOf(document) : []) {
    oldest.set(subFlow, Math.min(version, oldest.get(subFlow) ?? version));
  }
  return oldest;
}

/**
 * What a document of a sub-flow would do to each flow that uses it, if that took it: mistakes of the flow by itself and with the
 * flows that are on, which it does not have now. A flow is looked at as it is published, where it uses the sub-flow there.
 */
export async function effectsOf(
  document: FlowDocument,
  { store, versions, checks }: Ports & { readonly checks: FlowChecks },
): Promise<SubFlowEffect[]> {
  const users = (await subFlowUsers({ store, versions })).get(document.id) ?? [];
  if (users.length === 0) return [];
  const last = (await store.flows.get(document.id))?.publishedVersion ?? null;
  // Nothing works with it yet, as after the installation of a template: there is nothing to break.
  if (last === null) return users.map((user) => ({ ...user, issues: [] }));
  const version = last + 1;
  const inner = await versions.partsOf(document);
  const withCandidate = (context: CheckContext): CheckContext => ({
    ...context,
    subFlows: [...context.subFlows, ...inner, { version, document }],
  });
  const mastership = (await store.workspace.mastership()) ?? defaultMastership;
  const on = await flowsThatAreOn({ store, versions, checks });
  const before = checkTogether([...on.values()], mastership);
  const effects: SubFlowEffect[] = [];
  for (const user of users) {
    const flow = await store.flows.get(user.flowId);
    if (!flow) continue;
    const published = user.publishedUses === null ? null : await publishedOf(flow, versions);
    const now = published ?? flow.document;
    const context = await checks.contextOf(now, flow);
    const then = withSubFlowVersions(now, ({ subFlow }) => (subFlow === document.id ? version : undefined));
    const world: FlowInWorld = { document: then, context: withCandidate(context) };
    const others = new Map(on);
    if (others.has(flow.id)) others.set(flow.id, world);
    const together = checkTogether([...others.values()], mastership);
    effects.push({
      ...user,
      issues: [
        ...newIssues(check(now, context).issues, check(then, world.context).issues),
        ...newIssues(issuesOfFlow(flow.id, before), issuesOfFlow(flow.id, together)),
      ],
    });
  }
  return effects;
}

async function flowsThatAreOn({ store, versions, checks }: Ports & { readonly checks: FlowChecks }) {
  const flows = new Map<string, FlowInWorld>();
  for (const flow of await store.flows.list()) {
    const document = flow.isOn ? await publishedOf(flow, versions) : null;
    if (document) flows.set(flow.id, { document, context: await checks.contextOf(document, flow) });
  }
  return flows;
}

/** What is wrong then and is not now. That a newer version can be taken is nothing wrong. */
export function newIssues(now: readonly Issue[], then: readonly Issue[]): Issue[] {
  const known = new Set(now.map(({ code, message }) => `${code} ${message}`));
  return then.filter(({ code, message, severity }) => severity !== 'hint' && !known.has(`${code} ${message}`));
}
