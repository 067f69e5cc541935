import { coreCatalog } from '@koppel/catalog/specs';
import { check, type CheckContext, type CheckedNode, type CheckResult } from '@koppel/compiler';
import type { FlowDocument } from '@koppel/model';
import type { CheckContextBody } from '@koppel/protocol';
import type { FlowFacts, NodeFacts } from './messages.ts';

/** The context of a check as the compiler takes it, from what the server sent. */
export function readContext({ mastership, valueLists, parameters, slots }: CheckContextBody): CheckContext {
  return {
    catalog: coreCatalog,
    mastership,
    valueLists: new Map(valueLists.map((list) => [list.id, list])),
    parameterValues: Object.fromEntries(Object.entries(parameters).map(([name, { value }]) => [name, value])),
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
export function readFacts({ issues, nodes }: CheckResult): FlowFacts {
  return { issues, nodes: Object.fromEntries([...nodes].map(([id, node]) => [id, factsOf(node)])) };
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
