import type { EntitySchema, FieldValue, MastershipTable, ValueList } from '@koppel/model';
import type { Catalog, CodeRunner, SpecCatalog } from '@koppel/sdk';
import type { SubFlowVersion } from './sub-flows.ts';

/** What a slot of the flow is bound to. `schemas` is empty while nothing was discovered. */
export interface SlotBinding {
  readonly connectorId: string | null;
  readonly schemas: ReadonlyMap<string, EntitySchema>;
}

/** Everything a check needs besides the document. Pure data and specs, the same in the browser and on the server. */
export interface CheckContext {
  readonly catalog: SpecCatalog;
  readonly mastership: MastershipTable;
  readonly valueLists: ReadonlyMap<string, ValueList>;
  /** The workspace's values of the flow's parameters, by name. */
  readonly parameterValues: Readonly<Record<string, FieldValue>>;
  /** The published versions of sub-flows that the flow may use, and those that they use. */
  readonly subFlows: readonly SubFlowVersion[];
  /** By slot name. A slot that is absent is not bound. */
  readonly slots: ReadonlyMap<string, SlotBinding>;
}

/** What compiling needs: a check context whose catalog also has what nodes do. */
export interface CompileContext extends CheckContext {
  readonly catalog: Catalog;
  /** Runs the code of nodes; without it no flow with such a node can be compiled. */
  readonly code?: CodeRunner;
}
