import { entityBindingSchema, flowNodeSchema, localizedTextSchema } from '@koppel/model';
import { z } from 'zod';

const portSchema = z.object({
  id: z.string(),
  kind: z.enum(['signal', 'records', 'failures']),
  title: localizedTextSchema,
  /** An input that may stay unconnected, or an output whose records may end there. */
  isOptional: z.boolean().optional(),
  takesMany: z.boolean().optional(),
});

/** A JSON Schema (draft 2020-12) with our own hints under `x-koppel`; forms are made from it. */
export const jsonSchemaSchema = z.record(z.string(), z.unknown());

/** A node as the palette and the inspector know it: all from its spec. */
export const nodeDescriptorSchema = z
  .object({
    type: z.string(),
    version: z.int().positive(),
    role: z.enum([
      'trigger',
      'source',
      'transform',
      'processor',
      'code',
      'sink',
      'failures',
      'reply',
      'sync',
      'subFlow',
    ]),
    category: z.enum(['start', 'read', 'shape', 'links', 'write', 'finish', 'subFlow']),
    title: localizedTextSchema,
    summary: localizedTextSchema,
    icon: z.string(),
    ports: z.object({ in: z.array(portSchema), out: z.array(portSchema) }),
    needs: z.object({ slot: z.boolean(), entity: z.boolean() }),
    configSchema: jsonSchemaSchema,
    examples: z.array(z.object({ title: z.string(), config: z.record(z.string(), z.unknown()) })),
  })
  .meta({ id: 'NodeDescriptor' });
export type NodeDescriptor = z.infer<typeof nodeDescriptorSchema>;

export const presetDescriptorSchema = z
  .object({
    id: z.string(),
    title: localizedTextSchema,
    summary: localizedTextSchema,
    synonyms: z.array(z.string()),
    category: z.enum(['start', 'read', 'shape', 'links', 'write', 'finish', 'subFlow']),
    nodeType: z.string(),
    slot: z.string().optional(),
    entity: z.string().optional(),
    config: z.record(z.string(), z.unknown()),
    /** Several nodes that come in a group of this title, instead of one. */
    body: z
      .object({
        nodes: z.record(z.string(), flowNodeSchema),
        edges: z.array(z.string()),
        at: z.record(z.string(), z.tuple([z.number(), z.number()])),
        slots: z.record(z.string(), z.object({ role: z.string() })),
      })
      .optional(),
  })
  .meta({ id: 'Preset' });
export type PresetDescriptor = z.infer<typeof presetDescriptorSchema>;

export const connectorDescriptorSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    summary: localizedTextSchema,
    roles: z.array(z.string()),
    settingsSchema: jsonSchemaSchema,
    /** The settings that are credentials: write-only. */
    secrets: z.array(z.string()),
    bindings: z.array(entityBindingSchema),
  })
  .meta({ id: 'Connector' });
export type ConnectorDescriptor = z.infer<typeof connectorDescriptorSchema>;

export const catalogSchema = z
  .object({
    nodes: z.array(nodeDescriptorSchema),
    presets: z.array(presetDescriptorSchema),
    connectors: z.array(connectorDescriptorSchema),
    /** The function library of expressions, for completion, hover and the reference. */
    functions: z.array(
      z.object({
        name: z.string(),
        /** The id of one of `functionGroups`. */
        group: z.string(),
        signature: z.string(),
        summary: localizedTextSchema,
        example: z.string(),
        result: z.string(),
      }),
    ),
    /** In the order they are shown. */
    functionGroups: z.array(z.object({ id: z.string(), title: localizedTextSchema })),
    /** The sample record that the examples of functions read: how each value is written, and what it is. */
    exampleRecord: z.array(
      z.object({ written: z.string(), value: z.union([z.string(), z.number(), z.boolean(), z.null()]) }),
    ),
  })
  .meta({ id: 'Catalog' });
export type CatalogBody = z.infer<typeof catalogSchema>;
