import { coreCatalog } from '@koppel/catalog/specs';
import { check, type CheckContext, type CheckedNode, type CheckedUse, type CheckResult } from '@koppel/compiler';
import type { FlowDocument } from '@koppel/model';
import type { CheckContextBody } from '@koppel/protocol';
import type { FlowFacts, NodeFacts } from './messages.ts';

/** The context of a check as the compiler takes it, from what the server sent. */
export function readContext({ mastership, valueLists, parameters, slots, subFlows }: CheckContextBody): CheckContext {
  return {
    catalog: coreCatalog,
    mastership,
    valueLists: new Map(valueLists.map((list) => [list.id, list])),
    parameterValues: Object.fromEntries(Object.entries(parameters).map(([name, { value }]) => [name, value])),
    subFlows,
    slots: new Map(
      Object.entries(slots).map(([slot, { connectorId, schemas }]) => [
        slot,
        { connectorId, schemas: new Map(schemas.map((schema) => [schema.entity, schema])) },
      ]),
    ),
  };
}

/** Checks a document and keeps what can travel: issues, types and second lines. */
export function checkFlow(document: FlowDocument, context: CheckContext): FlowFacts {
  return readFacts(check(document, context));
}

/** What can travel of what a check found. */
export function readFacts({ issues, nodes, uses }: CheckResult): FlowFacts {
  const ofUses = [...uses].map(([id, use]) => [id, factsOfUse(use)] as const);
  const drawn = [...nodes].filter(([id]) => !id.includes('/')).map(([id, node]) => [id, factsOf(node)] as const);
  return { issues, nodes: Object.fromEntries([...drawn, ...ofUses]) };
}

function factsOfUse({ version, inputs, outputs }: CheckedUse): NodeFacts {
  const telling = { en: `Version ${version}`, nl: `Versie ${version}`, fr: `Version ${version}` };
  return { inputs, outputs, telling, target: null };
}

function factsOf({ spec, config, context, inputs, outputs }: CheckedNode): NodeFacts {
  const { target } = context;
  return {
    inputs,
    outputs,
    telling: spec.telling?.(config as never, context) ?? null,
    target: target && { slot: target.slot.slot, role: target.slot.role, entity: target.entity },
  };
}
