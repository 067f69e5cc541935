import { subFlowNodes, type FlowDocument, type FlowNode, type LocalizedText } from '@koppel/model';
import type { CatalogBody, CheckContextBody, NodeDescriptor } from '@koppel/protocol';
import { descriptorOf, nodeTypesOf } from '../../flow-canvas/ports.ts';
import { score } from '../../app/palette/search.ts';
import { fold } from '../../format/fold.ts';

/** Something that can be put on the canvas: a node type, for one system or for none, or a preset of one. */
export interface PaletteEntry {
  readonly id: string;
  readonly title: LocalizedText;
  readonly summary: LocalizedText;
  readonly icon: string;
  readonly descriptor: NodeDescriptor;
  /** The slot it works on, and that slot's role. */
  readonly slot: string | null;
  readonly role: string | null;
  readonly entity: string | null;
  /** Settings filled in by a preset. */
  readonly config: Readonly<Record<string, unknown>> | null;
  readonly isPreset: boolean;
  /** Set for a preset of several nodes; `descriptor` is then that of the first one. */
  readonly body: NonNullable<CatalogBody['presets'][number]['body']> | null;
  readonly section: string;
  /** Words by which people look for it, in every language. */
  readonly words: readonly string[];
}

/** A part of the palette: of one slot, or of one kind of work. */
export interface PaletteSection {
  readonly id: string;
  /** Set for the nodes of one system. */
  readonly role: string | null;
  readonly entries: readonly PaletteEntry[];
}

const ofSystems: ReadonlySet<string> = new Set(['read', 'write']);

/** All that can be added to this flow, in the order of the palette. */
export function paletteSections(
  catalog: CatalogBody,
  document: Pick<FlowDocument, 'slots'> & Partial<Pick<FlowDocument, 'id' | 'isSubFlow'>>,
  subFlows: CheckContextBody['subFlows'] = [],
): PaletteSection[] {
  const slots = Object.entries(document.slots).toSorted(([, a], [, b]) => rank(a.role) - rank(b.role));
  const bySlot = slots.map(([slot, { role }]): PaletteSection => ({
    id: `slot ${slot}`,
    role,
    entries: catalog.nodes
      .filter(({ needs, category }) => needs.slot && ofSystems.has(category))
      .toSorted((a, b) => (a.category < b.category ? -1 : a.category > b.category ? 1 : 0))
      .map((descriptor) => entryOf(descriptor, slot, role, `slot ${slot}`)),
  }));
  const section = (id: string, categories: readonly string[]): PaletteSection => ({
    id,
    role: null,
    entries: catalog.nodes
      .filter(({ needs, category }) => categories.includes(category) && !(needs.slot && ofSystems.has(category)))
      .map((descriptor) => entryOf(descriptor, null, null, id))
      .map((entry) => withSynonyms(entry, catalog)),
  });
  const presets: PaletteSection = { id: 'presets', role: null, entries: presetEntries(catalog, document) };
  const boundary: PaletteSection = {
    id: 'boundary',
    role: null,
    entries: catalog.nodes
      .filter(({ type }) => type === subFlowNodes.input || type === subFlowNodes.output)
      .map((descriptor) => entryOf(descriptor, null, null, 'boundary')),
  };
  return [
    ...(document.isSubFlow ? [boundary] : []),
    ...bySlot,
    section('shape', ['shape']),
    section('links', ['links']),
    section('ends', ['start', 'finish']),
    { id: 'subFlows', role: null, entries: subFlowEntries(catalog, document.id, subFlows) },
    presets,
  ].filter(({ entries }) => entries.length > 0);
}

/** The newest version of each sub-flow, but for the one that is being drawn. */
function subFlowEntries(
  catalog: CatalogBody,
  own: string | undefined,
  subFlows: CheckContextBody['subFlows'],
): PaletteEntry[] {
  const types = nodeTypesOf(catalog, subFlows);
  const ids = [...new Set(subFlows.map(({ document }) => document.id))].filter((id) => id !== own);
  return ids.flatMap((id): PaletteEntry[] => {
    const newest = subFlows
      .filter(({ document }) => document.id === id)
      .reduce((best, other) => (other.version > best.version ? other : best));
    const { version, document } = newest;
    const config = { subFlow: id, version };
    const descriptor = descriptorOf(types, { type: subFlowNodes.use, v: 1, config });
    if (!descriptor) return [];
    return [
      {
        ...entryOf(descriptor, null, null, 'subFlows'),
        id: `sub-flow ${id}`,
        title: document.title,
        summary: document.summary ?? descriptor.summary,
        config,
        words: [...textsOf(document.title), id],
      },
    ];
  });
}

/** ERP first, then CRM, then the others. */
function rank(role: string): number {
  return role === 'erp' ? 0 : role === 'crm' ? 1 : 2;
}

function entryOf(descriptor: NodeDescriptor, slot: string | null, role: string | null, section: string): PaletteEntry {
  const { type, title, summary, icon } = descriptor;
  return {
    id: slot ? `${type} ${slot}` : type,
    title,
    summary,
    icon,
    descriptor,
    slot,
    role,
    entity: null,
    config: null,
    isPreset: false,
    body: null,
    section,
    words: [...textsOf(title), type, ...(role ? [role] : [])],
  };
}

/** A preset that only gives its node other names: the node itself stands for it. */
function isOnlyNames(preset: CatalogBody['presets'][number], descriptor: NodeDescriptor): boolean {
  return preset.slot === undefined && preset.entity === undefined && preset.title.en === descriptor.title.en;
}

function withSynonyms(entry: PaletteEntry, { presets }: CatalogBody): PaletteEntry {
  const names = presets.filter(
    (preset) => preset.nodeType === entry.descriptor.type && isOnlyNames(preset, entry.descriptor),
  );
  return names.length === 0
    ? entry
    : { ...entry, words: [...entry.words, ...names.flatMap(({ synonyms }) => synonyms)] };
}

function presetEntries(catalog: CatalogBody, document: Pick<FlowDocument, 'slots'>): PaletteEntry[] {
  return catalog.presets.flatMap((preset): PaletteEntry[] => {
    const descriptor = catalog.nodes.find(({ type }) => type === preset.nodeType);
    if (!descriptor || isOnlyNames(preset, descriptor)) return [];
    // A preset names a role; the flow may have given its slot another name.
    const slot = preset.slot === undefined ? null : slotFor(document, preset.slot);
    return [
      {
        id: `preset ${preset.id}`,
        title: preset.title,
        summary: preset.summary,
        icon: descriptor.icon,
        descriptor,
        slot,
        role: slot ? (document.slots[slot]?.role ?? null) : null,
        entity: preset.entity ?? null,
        config: preset.config,
        isPreset: true,
        body: preset.body ?? null,
        section: 'presets',
        words: [...textsOf(preset.title), ...preset.synonyms, ...textsOf(descriptor.title)],
      },
    ];
  });
}

function slotFor({ slots }: Pick<FlowDocument, 'slots'>, wanted: string): string {
  if (slots[wanted]) return wanted;
  return Object.entries(slots).find(([, { role }]) => role === wanted)?.[0] ?? wanted;
}

function textsOf(text: LocalizedText): string[] {
  return Object.values(text).filter((words) => words !== undefined);
}

/** The entries that fit what was typed, best first; in any language, whatever accents and capitals. Without a text: all, the
 * ones used last in front. */
export function findEntries(
  entries: readonly PaletteEntry[],
  typed: string,
  recentIds: readonly string[] = [],
): PaletteEntry[] {
  const sought = fold(typed.trim());
  const scored = entries.flatMap((entry) => {
    const titles = textsOf(entry.title);
    const scores = entry.words.map((word) => wordScore(word, sought) * (titles.includes(word) ? 1 : 0.6));
    const best = sought === '' ? 1 : Math.max(...scores, together(entry.words, sought));
    // Letters that only occur in this order somewhere are no find among so few entries.
    if (best < (sought === '' ? 1 : 120)) return [];
    const recency = recentIds.indexOf(entry.id);
    return [{ entry, score: best + (recency < 0 ? 0 : 30 - Math.min(recency, 29)) }];
  });
  return scored.sort((a, b) => b.score - a.score).map(({ entry }) => entry);
}

/** Several words that occur in different names of an entry, such as what it does and where. */
function together(words: readonly string[], sought: string): number {
  const parts = sought.split(/\s+/);
  const folded = words.map(fold);
  const isFound = (part: string) => folded.some((word) => word.split(/[\s-]+/).some((begun) => begun.startsWith(part)));
  return parts.length > 1 && parts.every(isFound) ? 150 : 0;
}

/** Several words all have to occur. */
function wordScore(word: string, sought: string): number {
  const folded = fold(word);
  const whole = score(folded, sought);
  if (whole >= 200) return whole;
  const parts = sought.split(/\s+/);
  return parts.length > 1 && parts.every((part) => folded.includes(part)) ? 300 : 0;
}

/**
 * The node that an entry puts into a flow. `entity` and `slot` are what it will work on where the entry does not say; settings
 * that must be there come from the preset, else from the node's first example.
 */
export function nodeOf(
  entry: PaletteEntry,
  options: { readonly entity: string; readonly slot: string | null; readonly title?: string },
): FlowNode {
  const { descriptor, config } = entry;
  const slot = entry.slot ?? options.slot;
  const entity = entry.entity ?? options.entity;
  return {
    type: descriptor.type,
    v: descriptor.version,
    ...(options.title === undefined ? {} : { title: options.title }),
    ...(descriptor.needs.slot && slot ? { slot } : {}),
    ...(descriptor.needs.entity ? { entity } : {}),
    config: { ...requiredSettings(descriptor), ...config },
  };
}

function requiredSettings({ configSchema, examples }: NodeDescriptor): Record<string, unknown> {
  const properties = (configSchema['properties'] ?? {}) as Record<string, { editor?: unknown; default?: unknown }>;
  const required = Array.isArray(configSchema['required']) ? (configSchema['required'] as string[]) : [];
  const example = examples[0]?.config ?? {};
  return Object.fromEntries(
    required
      .filter((name) => properties[name]?.default === undefined)
      // An example's condition speaks of fields that may not be there: begin with one that lets everything through.
      .map((name) => [name, properties[name]?.editor === 'condition' ? { all: [] } : example[name]]),
  );
}
