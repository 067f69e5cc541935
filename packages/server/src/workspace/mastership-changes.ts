import { check, checkTogether, issuesOfFlow, type FlowInWorld } from '@koppel/compiler';
import {
  defaultMastership,
  type FlowDocument,
  type Issue,
  type MastershipRow,
  type MastershipTable,
} from '@koppel/model';
import type { MastershipChange, MastershipFindings } from '@koppel/protocol';
import type { Services } from '../handlers/services.ts';

type Ports = Pick<Services, 'about' | 'store' | 'checks' | 'versions' | 'flowsChanged' | 'follow'>;

/** A flow that a changed table switched on or off. */
interface Effect {
  readonly flowId: string;
  readonly title: string;
  readonly isOn: boolean;
  readonly problem: string | null;
}

/** Who is master of quotes decides which of two flows runs: by master, the flow that is on, and the one that is off. */
const quoteFlows = {
  erp: { on: 'quotes-erp-to-crm', off: 'won-quote-to-order' },
  crm: { on: 'won-quote-to-order', off: 'quotes-erp-to-crm' },
} as const;

const nameOf = (row: MastershipRow) => `${row.entity} ${'group' in row ? row.group : `/${row.field}`}`;

/** The rows that differ between two tables. */
export function changesBetween(before: MastershipTable | null, after: MastershipTable): MastershipChange[] {
  const old = new Map((before?.rows ?? []).map((row) => [nameOf(row), row]));
  const current = new Map(after.rows.map((row) => [nameOf(row), row]));
  if (!before) return [];
  return [...new Set([...old.keys(), ...current.keys()])].flatMap((name) => {
    const [one, other] = [old.get(name) ?? null, current.get(name) ?? null];
    return JSON.stringify(one) === JSON.stringify(other) ? [] : [{ before: one, after: other }];
  });
}

/** The system that makes quotes; undefined while that is not decided. */
function masterOfQuotes({ rows }: MastershipTable): 'erp' | 'crm' | undefined {
  const master = rows.find((row) => row.entity === 'quote' && 'group' in row)?.master;
  return master === 'erp' || master === 'crm' ? master : undefined;
}

/** Switches the flows that follow from who is master of quotes, when that has changed. */
export async function applyQuoteChoice(
  before: MastershipTable,
  after: MastershipTable,
  by: string,
  ports: Ports,
): Promise<Effect[]> {
  const master = masterOfQuotes(after);
  if (master === undefined || master === masterOfQuotes(before)) return [];
  const { on, off } = quoteFlows[master];
  const effects = [await switchOff(off, ports), await switchOn(on, by, ports)].filter((effect) => effect !== null);
  ports.flowsChanged();
  await ports.follow();
  return effects;
}

async function switchOff(id: string, { store }: Ports): Promise<Effect | null> {
  const flow = await store.flows.get(id);
  if (!flow?.isOn) return null;
  await store.flows.switch(id, false);
  return { flowId: id, title: flow.document.title.en, isOn: false, problem: null };
}

/** Publishes its draft where that is needed and possible. */
async function switchOn(id: string, by: string, { about, store, checks }: Ports): Promise<Effect | null> {
  const flow = await store.flows.get(id);
  if (!flow || flow.isOn) return null;
  const title = flow.document.title.en;
  if (flow.publishedVersion === null) {
    const { issues } = check(flow.document, await checks.contextOf(flow.document, flow));
    const error = issues.find(({ severity }) => severity === 'error');
    if (error) return { flowId: id, title, isOn: false, problem: `${error.message} ${error.remedy}` };
    const note = 'Switched on by the choice of who is master of quotes';
    const needsApproval = about().isTwoPerson;
    const published = await store.flows.publish(id, { revision: flow.revision, note, publishedBy: by, needsApproval });
    if (published === 'notApproved') {
      const problem = 'Somebody else has to approve its draft first. Ask for a review, publish it, then switch it on.';
      return { flowId: id, title, isOn: false, problem };
    }
  }
  await store.flows.switch(id, true);
  return { flowId: id, title, isOn: true, problem: null };
}

/** What a table makes of the published flows: each by itself, and all of them together. */
export async function findingsOf(table: MastershipTable | null, ports: Ports): Promise<MastershipFindings> {
  const { store, checks, versions } = ports;
  const mastership = table ?? (await store.workspace.mastership()) ?? defaultMastership;
  const flows: FlowInWorld[] = [];
  const refused: MastershipFindings['refused'][number][] = [];
  for (const flow of await store.flows.list()) {
    if (flow.publishedVersion === null) continue;
    const document = await versions.get(flow.id, flow.publishedVersion).catch(() => undefined);
    if (!document) continue;
    const context = { ...(await checks.contextOf(document, flow)), mastership };
    const error = check(document, context).issues.find(
      ({ severity, code }) => severity === 'error' && code.startsWith('mastership.'),
    );
    if (error) {
      const { message, remedy, nodeId, matrixRow = null } = error;
      refused.push({ flowId: flow.id, title: document.title.en, nodeId, message, remedy, matrixRow });
    }
    if (flow.isOn) flows.push({ document, context });
  }
  const titles = new Map(flows.map(({ document }) => [document.id, document.title]));
  return {
    findings: checkTogether(flows, mastership).map(({ places: _places, ...finding }) => ({
      ...finding,
      fields: [...finding.fields],
      flows: finding.flows.map((id) => ({ id, title: titles.get(id) ?? { en: id } })),
    })),
    refused,
  };
}

/** What a document of a flow does together with the other flows that are on, as issues of that flow. */
export async function issuesWithOthers(document: FlowDocument, ports: Ports): Promise<Issue[]> {
  const { store, checks, versions } = ports;
  const mastership = (await store.workspace.mastership()) ?? defaultMastership;
  const own = await store.flows.get(document.id);
  const flows: FlowInWorld[] = [];
  if (own) flows.push({ document, context: await checks.contextOf(document, own) });
  for (const flow of await store.flows.list()) {
    if (!flow.isOn || flow.publishedVersion === null || flow.id === document.id) continue;
    const other = await versions.get(flow.id, flow.publishedVersion).catch(() => undefined);
    if (other) flows.push({ document: other, context: await checks.contextOf(other, flow) });
  }
  return issuesOfFlow(document.id, checkTogether(flows, mastership));
}
