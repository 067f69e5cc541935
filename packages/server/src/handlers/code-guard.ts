import { runCodeType, type FlowDocument } from '@koppel/model';
import type { WorkspaceHandlers } from '../http/handlers.ts';
import { demand, may, type Principal } from '../http/principal.ts';
import type { Services } from './services.ts';

/**
 * The same handlers for whoever may write code. For others a document that holds code which its flow does not have yet is
 * refused, whatever it comes for: they may move, disable and delete a step with code, and not say what it does.
 */
export function guardingCode(handlers: WorkspaceHandlers, services: Services): WorkspaceHandlers {
  const guarded = Object.entries(handlers).map(([name, handler]) => [
    name,
    async (call: { principal: Principal | null; body: unknown; params: { id?: string } }) => {
      const document = documentIn(call.body);
      if (document && call.principal) {
        await demandCode(call.principal, [{ ...document, id: call.params.id ?? '' }], services);
      }
      return (handler as (given: typeof call) => unknown)(call);
    },
  ]);
  return Object.fromEntries(guarded) as WorkspaceHandlers;
}

/** Refuses whoever may not write code, where one of these documents holds some that its flow here does not have. */
export async function demandCode(
  principal: Principal,
  documents: readonly Pick<FlowDocument, 'id' | 'nodes'>[],
  { store, versions }: Pick<Services, 'store' | 'versions'>,
): Promise<void> {
  if (may(principal, 'code.edit')) return;
  for (const document of documents) {
    const wanted = codesOf(document);
    if (wanted.size === 0) continue;
    const flow = await store.flows.get(document.id);
    const known = flow ? codesOf(flow.document) : new Set<string>();
    // What was published once may come back.
    for (const { version } of flow ? await store.flows.versions(flow.id) : []) {
      const published = await versions.get(document.id, version);
      for (const code of published ? codesOf(published) : []) known.add(code);
    }
    if ([...wanted].some((code) => !known.has(code))) demand(principal, 'code.edit');
  }
}

function codesOf({ nodes }: Pick<FlowDocument, 'nodes'>): Set<string> {
  return new Set(
    Object.values(nodes).flatMap(({ type, config }) => {
      const code = type === runCodeType ? config['code'] : undefined;
      return typeof code === 'string' && code.trim() !== '' ? [code] : [];
    }),
  );
}

/** The flow that a call brings, as far as it has nodes; what is none is refused by whoever reads it. */
function documentIn(body: unknown): Pick<FlowDocument, 'nodes'> | null {
  const document = isObject(body) ? body['document'] : undefined;
  const parsed = typeof document === 'string' ? fromJson(document) : document;
  const nodes = isObject(parsed) ? parsed['nodes'] : undefined;
  if (!isObject(nodes)) return null;
  const sound = Object.entries(nodes).filter(([, node]) => isObject(node) && isObject(node['config']));
  return { nodes: Object.fromEntries(sound) as unknown as FlowDocument['nodes'] };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
