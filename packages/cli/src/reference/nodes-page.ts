import type { CatalogBody, NodeDescriptor } from '@koppel/protocol';
import { z } from 'zod';
import { code, json, page, table } from './markdown.ts';

const settingSchema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  default: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
});
const settingsSchema = z.looseObject({
  properties: z.record(z.string(), settingSchema).default({}),
  required: z.array(z.string()).default([]),
});

export function nodesPage({ nodes, presets }: CatalogBody): string {
  return page('Nodes', 'What each node takes, gives and can be set to. All of it comes from the nodes themselves.', [
    ...nodes.map(nodeSection),
    `## Presets\n\nEntries of the palette on top of these nodes.\n\n${table(
      ['Preset', 'Node', 'What it is for'],
      presets.map(({ title, nodeType, summary }) => [title.en, code(nodeType), summary.en]),
    )}`,
  ]);
}

function nodeSection(node: NodeDescriptor): string {
  const { type, version, title, summary, ports, needs, configSchema, examples } = node;
  const portRows = [
    ...ports.in.map((port) => ['in', port] as const),
    ...ports.out.map((port) => ['out', port] as const),
  ];
  const needed = [needs.slot ? 'a connection slot' : '', needs.entity ? 'an entity' : ''].filter(Boolean);
  return [
    `## ${title.en}`,
    `${code(type)}, version ${version}. ${summary.en}${needed.length > 0 ? ` Needs ${needed.join(' and ')}.` : ''}`,
    table(
      ['Port', 'Direction', 'Carries', 'Name'],
      portRows.map(([direction, { id, kind, title }]) => [code(id), direction, kind, title.en]),
    ),
    settingsTable(configSchema),
    ...examples.map(({ title, config }) => `${title}:\n\n${json(config)}`),
  ].join('\n\n');
}

/** The settings of a node or connector, one a row. */
export function settingsTable(schema: unknown, secrets: readonly string[] = []): string {
  const { properties, required } = settingsSchema.parse(schema);
  const rows = Object.entries(properties).map(([name, setting]) => [
    code(name),
    secrets.includes(name) ? 'credential, write-only' : typeOf(setting),
    required.includes(name) && setting.default === undefined ? 'yes' : '',
    setting.default === undefined ? '' : code(JSON.stringify(setting.default)),
    [setting.title, setting.description].filter(Boolean).join('. '),
  ]);
  return rows.length === 0 ? 'It has no settings.' : table(['Setting', 'Type', 'Required', 'Default', 'Meaning'], rows);
}

function typeOf({ type, enum: options }: z.infer<typeof settingSchema>): string {
  if (options) return options.map((option) => code(JSON.stringify(option))).join(' or ');
  return Array.isArray(type) ? type.join(' or ') : (type ?? 'see the examples');
}
