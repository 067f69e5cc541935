import { z } from 'zod';
import type { Issue } from './issue.ts';
import { localizedTextSchema, type LocalizedText } from './localized.ts';
import { migrateFlow, newestFlowVersion } from './flow-migrations.ts';
import { misfitOf } from './misfit.ts';

const nodeId = z
  .string()
  .regex(/^[a-zA-Z][a-zA-Z0-9_-]{0,63}$/, 'Use letters, digits, - and _, starting with a letter.');
const slotName = z.string().regex(/^[a-z][a-zA-Z0-9-]{0,31}$/);

/** A connection slot: what a flow needs a system for, bound to a connection per workspace. */
export const slotSchema = z.strictObject({ role: z.string(), title: localizedTextSchema.optional() });

/** A value that differs per client. `default` has the type's plain JSON form; decimals are strings. */
export const parameterSchema = z.strictObject({
  type: z.enum(['text', 'integer', 'decimal', 'boolean', 'date']),
  title: localizedTextSchema.optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
});
export type FlowParameter = z.infer<typeof parameterSchema>;

/** One box on the canvas. `type` and `v` name the node's spec and the version of its config's shape. */
export const flowNodeSchema = z.strictObject({
  type: z.string(),
  v: z.int().positive(),
  title: z.string().max(80).optional(),
  slot: slotName.optional(),
  entity: z.string().optional(),
  isDisabled: z.boolean().optional(),
  config: z.record(z.string(), z.unknown()),
});
export type FlowNode = z.infer<typeof flowNodeSchema>;

const edgePattern = /^([a-zA-Z][\w-]*)\.([a-zA-Z][\w-]*) -> ([a-zA-Z][\w-]*)\.([a-zA-Z][\w-]*)$/;
/** Also between nodes inside sub-flows, which no stored document has: `address/map.records -> save.records`. */
const anyEdgePattern = /^([a-zA-Z][\w/-]*)\.([a-zA-Z][\w-]*) -> ([a-zA-Z][\w/-]*)\.([a-zA-Z][\w-]*)$/;
/** An edge as documents hold it. */
export const flowEdgeTextSchema = z.string().regex(edgePattern, 'An edge is written "node.port -> node.port".');
const point = z.tuple([z.number(), z.number()]);

/** What a note holds at most, in characters. */
export const mostNoteText = 20_000;

/** A remark on the canvas. */
export const flowNoteSchema = z.strictObject({
  text: z.string().max(mostNoteText),
  at: point,
  colour: z.enum(['yellow', 'green', 'blue', 'rose', 'violet', 'grey']).default('yellow'),
});

/** Nodes that belong together, drawn in a frame or as one card. */
export const flowGroupSchema = z.strictObject({
  title: z.string().max(200),
  description: z.string().max(2_000).optional(),
  /** Drawn as one card, for everybody who opens the flow. */
  isCollapsed: z.boolean().optional(),
  nodes: z.array(nodeId),
});

/**
 * A flow as it is stored and versioned: logic first, layout apart at the end. Nodes, rows and parameters are objects
 * by stable id and edges a sorted list, so that a diff and a three-way merge work by key.
 */
export const flowDocumentSchema = z.strictObject({
  koppel: z.literal('flow'),
  version: z.literal(newestFlowVersion),
  id: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'Use lower-case letters, digits and -, starting with a letter.'),
  title: localizedTextSchema,
  summary: localizedTextSchema.optional(),
  /** The group on the list of flows: `customers`, `orders`, `revenue` or a name of the workspace's own. */
  integration: z.string().optional(),
  /** A part that flows use: it has inputs and outputs, and never runs by itself. */
  isSubFlow: z.literal(true).optional(),
  slots: z.record(slotName, slotSchema),
  parameters: z.record(z.string().regex(/^[a-z][a-zA-Z0-9]*$/), parameterSchema),
  nodes: z.record(nodeId, flowNodeSchema),
  /**
   * What titles of nodes are called in other languages, by the title. A title that somebody changes is no longer found here,
   * and stays as it was written.
   */
  phrases: z.record(z.string(), z.strictObject({ nl: z.string(), fr: z.string() })).optional(),
  edges: z.array(flowEdgeTextSchema),
  layout: z.strictObject({
    nodes: z.record(nodeId, point),
    groups: z.record(z.string(), flowGroupSchema),
    notes: z.record(z.string(), flowNoteSchema),
  }),
});
export type FlowDocument = z.infer<typeof flowDocumentSchema>;

/** The title of a node in the languages it is known in; undefined where it has none of its own. */
export function nodeTitleOf(
  { nodes, phrases }: Pick<FlowDocument, 'nodes' | 'phrases'>,
  nodeId: string,
): LocalizedText | undefined {
  const title = nodes[nodeId]?.title;
  return title === undefined ? undefined : { en: title, ...phrases?.[title] };
}

/** An edge taken apart. */
export interface FlowEdge {
  readonly from: { readonly nodeId: string; readonly port: string };
  readonly to: { readonly nodeId: string; readonly port: string };
}

/** Reads an edge of a validated document, or of one with its sub-flows drawn out. Throws an Error on any other text. */
export function parseEdge(edge: string): FlowEdge {
  const match = anyEdgePattern.exec(edge);
  if (!match) throw new Error(`"${edge}" is not an edge.`);
  const [, fromNode, fromPort, toNode, toPort] = match as unknown as [string, string, string, string, string];
  return { from: { nodeId: fromNode, port: fromPort }, to: { nodeId: toNode, port: toPort } };
}

/** The text of an edge, as documents hold it. */
export function formatEdge({ from, to }: FlowEdge): string {
  return `${from.nodeId}.${from.port} -> ${to.nodeId}.${to.port}`;
}

/** An empty flow, ready to be drawn. */
export function emptyFlow(id: string, title: string): FlowDocument {
  return {
    koppel: 'flow',
    version: newestFlowVersion,
    id,
    title: { en: title },
    slots: { erp: { role: 'erp' }, crm: { role: 'crm' } },
    parameters: {},
    nodes: {},
    edges: [],
    layout: { nodes: {}, groups: {}, notes: {} },
  };
}

export type ParsedFlow =
  | { ok: true; document: FlowDocument; migratedFrom: number | null }
  | { ok: false; issues: Issue[] };

const damaged = (code: string, message: string, remedy: string, path: (string | number)[] = []): Issue => ({
  code,
  severity: 'error',
  message,
  remedy,
  nodeId: path[0] === 'nodes' && typeof path[1] === 'string' ? path[1] : null,
  path,
});

/**
 * Reads a flow document of any version: from text or from parsed JSON, migrated to the newest version and validated.
 * Never throws; what is wrong comes back as issues. `source` names the file or origin in messages.
 */
export function parseFlow(input: unknown, source = 'This flow'): ParsedFlow {
  let json = input;
  if (typeof input === 'string') {
    try {
      json = JSON.parse(input);
    } catch (error) {
      return {
        ok: false,
        issues: [
          damaged(
            'flow.not-json',
            `${source} is not readable JSON: ${(error as Error).message}.`,
            'Restore the file from version control, or export the flow again.',
          ),
        ],
      };
    }
  }
  if (typeof json !== 'object' || json === null || (json as { koppel?: unknown }).koppel !== 'flow') {
    return {
      ok: false,
      issues: [
        damaged(
          'flow.not-a-flow',
          `${source} is not a Koppel flow: it does not start with "koppel": "flow".`,
          'Choose a file that Koppel exported, or one of the folder flows.',
        ),
      ],
    };
  }
  const version = (json as { version?: unknown }).version;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return {
      ok: false,
      issues: [
        damaged(
          'flow.no-version',
          `${source} has no version of the document format.`,
          `Add "version": ${newestFlowVersion}, or restore the file.`,
          ['version'],
        ),
      ],
    };
  }
  if (version > newestFlowVersion) {
    return {
      ok: false,
      issues: [
        damaged(
          'flow.from-the-future',
          `${source} has document version ${version}; this Koppel reads up to version ${newestFlowVersion}.`,
          'Update Koppel, then open the flow again. Nothing was changed.',
          ['version'],
        ),
      ],
    };
  }
  const result = flowDocumentSchema.safeParse(migrateFlow(json as Record<string, unknown>, version));
  if (!result.success) return { ok: false, issues: result.error.issues.map((issue) => zodIssue(issue, source)) };
  return { ok: true, document: result.data, migratedFrom: version === newestFlowVersion ? null : version };
}

function zodIssue(issue: z.core.$ZodIssue, source: string): Issue {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  const where = path.length > 0 ? ` at ${path.join('.')}` : '';
  if (issue.code === 'unrecognized_keys') {
    return damaged(
      'flow.unknown-key',
      `${source} has an unknown key "${issue.keys.join('", "')}"${where}.`,
      'Remove it, or correct its spelling.',
      [...path, ...issue.keys.slice(0, 1)],
    );
  }
  return damaged(
    'flow.damaged',
    `${source} is damaged${where}: ${misfitOf(issue)}`,
    'Correct that place, or restore the file from version control.',
    path,
  );
}

/**
 * The document as text, byte for byte the same for the same content: fixed key order at the top, sorted ids below,
 * sorted edges, two spaces, a final line end. A diff then shows only what changed.
 */
export function stringifyFlow(document: FlowDocument): string {
  const { layout, ...logic } = document;
  const ordered = {
    koppel: logic.koppel,
    version: logic.version,
    id: logic.id,
    title: logic.title,
    ...(logic.summary ? { summary: logic.summary } : {}),
    ...(logic.integration ? { integration: logic.integration } : {}),
    ...(logic.isSubFlow ? { isSubFlow: true } : {}),
    slots: sortedKeys(logic.slots),
    parameters: sortedKeys(logic.parameters),
    nodes: Object.fromEntries(
      Object.entries(sortedKeys(logic.nodes)).map(([id, { type, v, title, slot, entity, isDisabled, config }]) => [
        id,
        { type, v, title, slot, entity, isDisabled, config: sortDeep(config) },
      ]),
    ),
    ...(logic.phrases ? { phrases: sortedKeys(logic.phrases) } : {}),
    edges: [...logic.edges].sort(),
    layout: {
      nodes: sortedKeys(layout.nodes),
      groups: mapValues(sortedKeys(layout.groups), ({ title, description, isCollapsed, nodes }) => ({
        title,
        description,
        isCollapsed,
        nodes,
      })),
      notes: mapValues(sortedKeys(layout.notes), ({ text, at, colour }) => ({ text, at, colour })),
    },
  };
  return `${collapsePoints(JSON.stringify(ordered, null, 2))}\n`;
}

function sortedKeys<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function mapValues<T, R>(record: Record<string, T>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function sortDeep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortDeep);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortDeep(inner)]),
  );
}

/** Puts a position on one line: a moved node is then a one-line difference. */
function collapsePoints(json: string): string {
  return json.replace(/\[\n\s+(-?[\d.]+),\n\s+(-?[\d.]+)\n\s+\]/g, '[$1, $2]');
}

/** The kind of node that runs code: who may write code may change it. */
export const runCodeType = 'run-code';
