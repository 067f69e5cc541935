import { coreCatalog } from '@koppel/catalog/specs';
import { exampleRecord, functionGroups, functionGroupTitles, functionReference } from '@koppel/mapping';
import type { CatalogBody, NodeDescriptor } from '@koppel/protocol';
import { z } from 'zod';
import { catalog as described } from './data-connections.ts';

const nodes = [...coreCatalog.nodes.values()].map(
  ({ type, version, role, category, title, summary, icon, ports, needs, config, examples }): NodeDescriptor => ({
    type,
    version,
    role,
    category,
    title,
    summary,
    icon,
    ports: {
      in: ports.in.map((port) => ({
        ...port,
        isOptional: port.isOptional === true,
        takesMany: port.takesMany === true,
      })),
      out: ports.out.map((port) => ({ ...port, isOptional: port.isOptional === true })),
    },
    needs,
    configSchema: z.toJSONSchema(config, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>,
    examples: examples.map((example) => ({ title: example.title, config: example.config as Record<string, unknown> })),
  }),
);

/** The nodes and presets that ship, beside the connectors of the fixtures. */
export const catalog: CatalogBody = {
  ...described,
  nodes,
  presets: coreCatalog.presets.map(({ body, ...preset }) => ({
    ...preset,
    synonyms: [...preset.synonyms],
    config: { ...preset.config },
    ...(body ? { body: structuredClone(body) as NonNullable<CatalogBody['presets'][number]['body']> } : {}),
  })),
  functions: [...functionReference],
  functionGroups: functionGroups.map((id) => ({ id, title: functionGroupTitles[id] })),
  exampleRecord: exampleRecord.map(({ written, value }) => ({ written, value: String(value ?? '') || null })),
};
