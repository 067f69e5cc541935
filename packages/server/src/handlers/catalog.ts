import { exampleRecord, functionGroups, functionGroupTitles, functionReference } from '@koppel/mapping';
import type { CatalogBody, ConnectorDescriptor, NodeDescriptor } from '@koppel/protocol';
import { secretNames, type Catalog, type ConnectorSpec, type NodeSpec, type Preset } from '@koppel/sdk';
import { z } from 'zod';
import type { Handlers } from '../http/handlers.ts';
import type { InstanceServices } from './instance-services.ts';

export function catalogHandlers({ catalog }: InstanceServices): Pick<Handlers, 'getCatalog'> {
  const body = catalogBody(catalog);
  return { getCatalog: () => Promise.resolve(body) };
}

/** Everything that screens and docs say of nodes, presets, connectors and functions, from their specs. */
export function catalogBody(catalog: Catalog): CatalogBody {
  return {
    nodes: [...catalog.nodes.values()].map(nodeDescriptor),
    presets: catalog.presets.map(presetDescriptor),
    connectors: [...catalog.connectors.values()].map(connectorDescriptor),
    functions: [...functionReference],
    functionGroups: functionGroups.map((id) => ({ id, title: functionGroupTitles[id] })),
    exampleRecord: exampleRecord.map(({ written, value }) => ({ written, value: String(value ?? '') || null })),
  };
}

/** The schema of what people enter: defaults are optional, and what code makes of it plays no part. */
function inputSchema(schema: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>;
}

function nodeDescriptor(spec: NodeSpec): NodeDescriptor {
  const { type, version, role, category, title, summary, icon, ports, needs, config, examples } = spec;
  const port = ({ id, kind, title, isOptional, takesMany }: NodeSpec['ports']['in'][number]) => ({
    id,
    kind,
    title,
    isOptional: isOptional === true,
    takesMany: takesMany === true,
  });
  return {
    type,
    version,
    role,
    category,
    title,
    summary,
    icon,
    ports: { in: ports.in.map(port), out: ports.out.map(port) },
    needs,
    configSchema: inputSchema(config),
    examples: examples.map((example) => ({ title: example.title, config: example.config as Record<string, unknown> })),
  };
}

function presetDescriptor({ synonyms, config, body, ...preset }: Preset): CatalogBody['presets'][number] {
  return {
    ...preset,
    synonyms: [...synonyms],
    config: { ...config },
    ...(body ? { body: structuredClone(body) as NonNullable<CatalogBody['presets'][number]['body']> } : {}),
  };
}

function connectorDescriptor({ id, title, summary, roles, settings, bindings }: ConnectorSpec): ConnectorDescriptor {
  return {
    id,
    title,
    summary,
    roles: [...roles],
    settingsSchema: inputSchema(settings),
    secrets: secretNames(settings),
    bindings: [...bindings],
  };
}
