import type { CompileContext, SlotBinding, SubFlowVersion } from '@koppel/compiler';
import type { EntitySchema, FieldValue, FlowDocument, MastershipTable, ValueList } from '@koppel/model';
import type { Catalog, CodeRunner } from '@koppel/sdk';

/** What a flow is bound to in this workspace. */
export interface FlowBindings {
  readonly slots: Readonly<Record<string, string | null>>;
  readonly parameterValues: Readonly<Record<string, FieldValue>>;
}

export interface ContextParts {
  readonly catalog: Catalog;
  readonly mastership: MastershipTable;
  readonly valueLists: readonly ValueList[];
  readonly bindings: FlowBindings;
  readonly subFlows: readonly SubFlowVersion[];
  readonly code?: CodeRunner;
  /** By connection id: its connector and what was discovered of it. */
  readonly connections: ReadonlyMap<
    string,
    { readonly connectorId: string; readonly schemas: readonly EntitySchema[] }
  >;
}

/** What checking and compiling this flow needs: the workspace's tables and what its slots are bound to. */
export function checkContextOf(document: FlowDocument, parts: ContextParts): CompileContext {
  const slots = new Map<string, SlotBinding>();
  for (const slot of Object.keys(document.slots)) {
    const connectionId = parts.bindings.slots[slot];
    const connection = connectionId ? parts.connections.get(connectionId) : undefined;
    if (!connection) continue;
    slots.set(slot, {
      connectorId: connection.connectorId,
      schemas: new Map(connection.schemas.map((schema) => [schema.entity, schema])),
    });
  }
  return {
    catalog: parts.catalog,
    mastership: parts.mastership,
    valueLists: new Map(parts.valueLists.map((list) => [list.id, list])),
    parameterValues: parts.bindings.parameterValues,
    subFlows: parts.subFlows,
    slots,
    ...(parts.code ? { code: parts.code } : {}),
  };
}
