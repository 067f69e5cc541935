import type { CompileContext } from '@koppel/compiler';
import {
  defaultMastership,
  type EntitySchema,
  type FlowDocument,
  type MastershipTable,
  type ValueList,
} from '@koppel/model';
import type { Catalog, CodeRunner } from '@koppel/sdk';
import type { Store } from '@koppel/store';
import { checkContextOf, type FlowBindings } from './check-context.ts';
import type { Discovery } from './discovery.ts';
import type { PublishedVersions } from './published-versions.ts';

/** Tables that a flow is checked with in place of the workspace's. */
export interface OtherTables {
  readonly mastership: MastershipTable;
  readonly valueLists: readonly ValueList[];
}

/** Brings together what checking, compiling and previewing a flow needs from the workspace. */
export class FlowChecks {
  readonly #store: Store;
  readonly #catalog: Catalog;
  readonly #discovery: Discovery;
  readonly #versions: PublishedVersions;
  readonly #code: CodeRunner;

  constructor(ports: {
    store: Store;
    catalog: Catalog;
    discovery: Discovery;
    versions: PublishedVersions;
    code: CodeRunner;
  }) {
    this.#code = ports.code;
    this.#store = ports.store;
    this.#catalog = ports.catalog;
    this.#discovery = ports.discovery;
    this.#versions = ports.versions;
  }

  async contextOf(document: FlowDocument, bindings: FlowBindings, tables?: OtherTables): Promise<CompileContext> {
    const { workspace } = this.#store;
    const [mastership, valueLists, connections, subFlows] = await Promise.all([
      tables?.mastership ?? workspace.mastership(),
      tables?.valueLists ?? workspace.valueLists(),
      this.#connectionsOf(bindings),
      this.#versions.choicesFor(document),
    ]);
    return checkContextOf(document, {
      catalog: this.#catalog,
      mastership: mastership ?? defaultMastership,
      valueLists,
      bindings,
      connections,
      subFlows,
      code: this.#code,
    });
  }

  async #connectionsOf({ slots }: FlowBindings) {
    const connections = new Map<string, { connectorId: string; schemas: readonly EntitySchema[] }>();
    for (const id of new Set(Object.values(slots))) {
      const connection = id === null ? null : await this.#store.connections.get(id);
      if (!connection) continue;
      const known = await this.#discovery.known(connection.id);
      connections.set(connection.id, { connectorId: connection.connectorId, schemas: known?.entities ?? [] });
    }
    return connections;
  }
}
