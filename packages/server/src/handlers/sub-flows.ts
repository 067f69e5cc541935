import { check, extractSubFlow } from '@koppel/compiler';
import { subFlowUsesOf, withSubFlowVersions } from '@koppel/model';
import type { StoredFlow } from '@koppel/store';
import type { Handlers } from '../http/handlers.ts';
import { may, personIdOf, type Principal } from '../http/principal.ts';
import { HttpProblem, notFound } from '../http/problems.ts';
import { effectsOf, newIssues, subFlowUsers } from '../workspace/sub-flow-users.ts';
import { freeFlowId } from './flow-ids.ts';
import { editedElsewhere, flowOf, savedMeanwhile } from './flows.ts';
import type { Services } from './services.ts';

type SubFlowRoutes = 'makeSubFlow' | 'checkSubFlow' | 'takeSubFlowVersion';

export function subFlowHandlers(services: Services): Pick<Handlers, SubFlowRoutes> {
  const { store, checks, drafts } = services;
  return {
    async makeSubFlow({ params, body: { document, nodeIds, title }, principal, audit }) {
      const flow = await flowOf(params.id, services);
      const id = await freeFlowId(title, store.flows);
      const made = extractSubFlow(document, { nodeIds, id, title }, await checks.contextOf(document, flow));
      if (!made.ok) {
        const { code, message, remedy } = made;
        throw new HttpProblem(422, { code, message, remedy });
      }
      const { subFlow } = made;
      const created = await store.flows.create({
        document: subFlow,
        savedBy: principal.name,
        savedById: personIdOf(principal),
        slots: Object.fromEntries(Object.keys(subFlow.slots).map((slot) => [slot, flow.slots[slot] ?? null])),
        parameterValues: {},
      });
      if (created === 'exists') {
        throw new HttpProblem(409, {
          code: 'flow.exists',
          message: `There is already a flow "${id}".`,
          remedy: 'Try again.',
        });
      }
      audit.about({ id, title });
      const version = await publishFirst(created, principal, services);
      return { subFlowId: id, version, document: made.document, nodeId: made.nodeId };
    },

    async checkSubFlow({ params: { id }, body: { document } }) {
      await flowOf(id, services);
      return effectsOf({ ...document, id }, services);
    },

    async takeSubFlowVersion({ params: { id }, body: { subFlow, version }, principal, audit }) {
      const flow = await flowOf(id, services);
      if (!subFlowUsesOf(flow.document).some((use) => use.subFlow === subFlow)) {
        throw new HttpProblem(409, {
          code: 'sub-flow.not-used',
          message: `The draft of "${id}" does not use a sub-flow "${subFlow}".`,
          remedy: 'Nothing to do.',
        });
      }
      const editor = drafts.editorBesides(id, { personId: personIdOf(principal), tab: undefined });
      if (editor && !editor.isSamePerson) throw editedElsewhere(editor);
      const document = withSubFlowVersions(flow.document, (use) => (use.subFlow === subFlow ? version : undefined));
      const before = check(flow.document, await checks.contextOf(flow.document, flow));
      const after = check(document, await checks.contextOf(document, flow));
      const errors = newIssues(before.issues, after.issues).filter(({ severity }) => severity === 'error');
      if (errors.length > 0) {
        throw new HttpProblem(422, {
          code: 'sub-flow.does-not-fit',
          message: `Version ${version} does not fit this flow: ${errors[0]!.message}`,
          remedy: `${errors[0]!.remedy} The flow keeps the version it has.`,
          issues: errors,
        });
      }
      const saved = await store.flows.saveDraft(id, {
        document,
        revision: flow.revision,
        savedBy: principal.name,
        savedById: personIdOf(principal),
      });
      if (saved === 'missing') throw notFound('flow', id);
      if (saved === 'stale') throw await savedMeanwhile(id, services);
      drafts.saved(id, saved.revision);
      audit
        .about({ title: flow.document.title.en })
        .change(subFlowUsesOf(flow.document), subFlowUsesOf(document))
        .change({ revision: flow.revision }, { revision: saved.revision });
      return { revision: saved.revision, savedAt: saved.savedAt.toISOString() };
    },
  };
}

/**
 * A sub-flow that was just made of a flow, as version 1: what it does is what the flow did. Null where whoever made it may not
 * publish, or a second person has to look at it.
 */
async function publishFirst(
  { id, revision, document, ...bindings }: StoredFlow,
  principal: Principal,
  { store, checks, about }: Services,
): Promise<number | null> {
  if (!may(principal, 'flows.publish') || about().isTwoPerson) return null;
  const { issues } = check(document, await checks.contextOf(document, bindings));
  if (issues.some(({ severity }) => severity === 'error')) return null;
  const note = 'Made of a part of a flow';
  const published = await store.flows.publish(id, {
    revision,
    note,
    publishedBy: principal.name,
    needsApproval: false,
  });
  return typeof published === 'object' ? published.version : null;
}

/** 409 for a sub-flow that others use. */
export async function refuseUsed(id: string, services: Services): Promise<void> {
  const users = (await subFlowUsers(services)).get(id) ?? [];
  if (users.length === 0) return;
  throw new HttpProblem(409, {
    code: 'sub-flow.in-use',
    message: `The sub-flow is used by ${namesOf(users)}.`,
    remedy: 'Take it out of them and publish them, then delete it.',
  });
}

/** 409 for what only a flow can do. */
export function refuseSubFlow({ document }: StoredFlow): void {
  if (!document.isSubFlow) return;
  throw new HttpProblem(409, {
    code: 'sub-flow.does-not-run',
    message: 'A sub-flow does not run by itself.',
    remedy: 'Run a flow that uses it.',
  });
}

/** What publishing a sub-flow breaks, in a sentence with the reason; null where it breaks nothing. 409 without a reason. */
export async function demandUnbroken(
  { document }: StoredFlow,
  reason: string | undefined,
  services: Services,
): Promise<string | null> {
  if (!document.isSubFlow) return null;
  const broken = (await effectsOf(document, services)).filter(({ issues }) => issues.length > 0);
  if (broken.length === 0) return null;
  if (reason !== undefined) return `does not fit ${namesOf(broken)}: ${reason}`;
  throw new HttpProblem(409, {
    code: 'sub-flow.breaks-users',
    message: `This version does not fit ${namesOf(broken)}: ${broken[0]!.issues[0]!.message}`,
    remedy: 'They keep the version they have. Publish it all the same with a reason, or change it so that it fits.',
    issues: broken.flatMap(({ issues }) => issues),
  });
}

function namesOf(users: readonly { readonly title: { readonly en: string } }[]): string {
  const names = users.map(({ title }) => `"${title.en}"`);
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names[0]!;
}
