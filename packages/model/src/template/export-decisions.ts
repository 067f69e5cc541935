import type { FieldValue } from '../field-type.ts';
import type { FlowParameter } from '../flow-document.ts';
import { own } from './flow-cells.ts';
import { renameFlows } from './rename-flows.ts';
import type { SensitiveHit } from './sensitive.ts';
import { templateContentsSchema, type TemplateContents, type TemplateParameter } from './template-package.ts';
import { placeId, textsOf, withTexts, type TextPlace } from './texts.ts';

/** A hit of the check at its place. */
export interface Finding {
  /** The same as long as the place and the text are; says nothing of the text. */
  readonly id: string;
  readonly kind: SensitiveHit['kind'];
  readonly place: TextPlace;
  readonly start: number;
  readonly end: number;
  readonly canBeParameter: boolean;
}

export type Decision =
  | { readonly do: 'remove' }
  | { readonly do: 'parameter'; readonly name: string }
  | { readonly do: 'explain'; readonly reason: string };

/** A value that was made a parameter, and what it is in the workspace that exports. */
export interface NewParameter {
  readonly name: string;
  readonly type: TemplateParameter['type'];
  readonly value: FieldValue;
}

export interface DecidedContents {
  readonly contents: TemplateContents;
  /** Flows whose id said too much → what they are called in the package. */
  readonly flowIds: Readonly<Record<string, string>>;
  readonly parameters: readonly NewParameter[];
}

type Detect = (text: string) => readonly SensitiveHit[];

/** Parts of an expression that hold words rather than code: literals and comments. */
const wordsInCel = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\/[^\n]*/g;

/** Everything in the contents that may be a secret or a customer's. */
export function findSensitive(contents: TemplateContents, detect: Detect): Finding[] {
  return textsOf(contents).flatMap((place) => findingsAt(place, detect));
}

export function findingsAt(place: TextPlace, detect: Detect): Finding[] {
  const text = String(place.value);
  const seen = new Map<string, number>();
  return hitsIn(place, text, detect).map(({ kind, start, end }) => {
    const name = `${placeId(place)}#${kind}-${hashOf(text.slice(start, end))}`;
    const nth = seen.get(name) ?? 0;
    seen.set(name, nth + 1);
    return { id: nth === 0 ? name : `${name}-${nth}`, kind, place, start, end, canBeParameter: canBeParameter(place) };
  });
}

function hitsIn(place: TextPlace, text: string, detect: Detect): readonly SensitiveHit[] {
  // Names stand in an id with hyphens; what else looks like something in it is chance.
  if (isFlowId(place))
    return detect(text.replaceAll('-', ' ')).filter(({ kind }) => kind === 'customer' || kind === 'user');
  if (place.form !== 'cel') return detect(text);
  return [...text.matchAll(wordsInCel)].flatMap(({ 0: words, index }) => {
    const skip = words.startsWith('//') ? 2 : 1;
    const inner = words.startsWith('//') ? words.slice(2) : words.slice(1, -1);
    return detect(inner).map(({ kind, start, end }) => ({
      kind,
      start: start + index + skip,
      end: end + index + skip,
    }));
  });
}

function isFlowId({ path, form }: TextPlace): boolean {
  return form === 'key' && path.length === 3 && path[0] === 'flows' && path[2] === 'id';
}

function canBeParameter({ kind, form, path }: TextPlace): boolean {
  return path[0] === 'flows' && form !== 'key' && ['mapping', 'condition', 'setting', 'note'].includes(kind);
}

/** A short name of a text that does not tell it. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash.toString(36);
}

/** How a parameter stands in a text that is no expression: filled in when the template is installed. */
export function placeholder(name: string): string {
  return `{{param.${name}}}`;
}
export const placeholderPattern = /\{\{param\.([a-z][a-zA-Z0-9]*)\}\}/g;

/**
 * The contents after what was decided. A rule becomes an expression over a parameter of its flow, so that the next client can
 * change it there; elsewhere the text gets a mark that is filled in when the template is installed. `chosen`: places whose
 * whole value becomes a parameter, by `placeId`.
 */
export function decide(
  contents: TemplateContents,
  findings: readonly Finding[],
  decisions: Readonly<Record<string, Decision>>,
  chosen: Readonly<Record<string, string>> = {},
): DecidedContents {
  const parameters = new Map<string, NewParameter>();
  const changes: { path: TextPlace['path']; value: unknown }[] = [];
  const declare = ({ flowId }: TextPlace, name: string, value: FieldValue, isOfFlow: boolean) => {
    const type = typeOf(value);
    if (!parameters.has(name)) parameters.set(name, { name, type, value });
    if (!isOfFlow || flowId === null) return;
    if (own(own(contents.flows, flowId)?.parameters ?? {}, name)) return;
    changes.push({ path: ['flows', flowId, 'parameters', name], value: { type: flowTypeOf(type) } });
  };

  const renamed: Record<string, string> = {};
  const byPlace = Map.groupBy(findings, ({ place }) => placeId(place));
  for (const place of textsOf(contents)) {
    const id = placeId(place);
    const name = own(chosen, id);
    const found = (byPlace.get(id) ?? []).filter((finding) => {
      const decision = own(decisions, finding.id);
      return decision !== undefined && decision.do !== 'explain';
    });
    if (isFlowId(place)) {
      if (found.length > 0) renamed[String(place.value)] = `flow-${Object.keys(renamed).length + 1}`;
      continue;
    }
    if (name !== undefined && canBeParameter(place) && place.form === 'plain') {
      const isRule = isFixedValue(place);
      declare(place, name, place.value, isRule);
      changes.push(isRule ? asRule(place, name) : { path: place.path, value: placeholder(name) });
    } else if (found.length > 0) {
      changes.push(changed(place, found, decisions, declare));
    }
  }
  return {
    contents: renameFlows(templateContentsSchema.parse(withTexts(contents, changes)), renamed),
    flowIds: renamed,
    parameters: [...parameters.values()],
  };
}

/** A mapping row that fills its field with a fixed value. */
function isFixedValue({ kind, path }: TextPlace): boolean {
  return kind === 'mapping' && path.at(-1) === 'value' && path.length === 8;
}

function asRule({ path }: TextPlace, name: string): { path: TextPlace['path']; value: unknown } {
  return { path: path.slice(0, -1), value: { cel: `param.${name}` } };
}

function changed(
  place: TextPlace,
  found: readonly Finding[],
  decisions: Readonly<Record<string, Decision>>,
  declare: (place: TextPlace, name: string, value: FieldValue, isOfFlow: boolean) => void,
): { path: TextPlace['path']; value: unknown } {
  const decisionOf = ({ id }: Finding) => own(decisions, id)!;
  const parameter = found.map(decisionOf).find((decision) => decision.do === 'parameter');
  // A row of a list, the words of a title in other languages, a default: they go as a whole.
  if (place.kind === 'valueList' && place.path[2] === 'entries') return { path: place.path, value: undefined };
  if (place.form === 'key' || (place.kind === 'parameter' && place.path.at(-1) === 'default')) {
    return { path: place.path, value: undefined };
  }
  if (isFixedValue(place)) {
    if (!parameter || parameter.do !== 'parameter') return { path: place.path.slice(0, -1), value: undefined };
    declare(place, parameter.name, place.value, true);
    return asRule(place, parameter.name);
  }
  let text = String(place.value);
  const isCode = place.form === 'cel';
  for (const finding of found.toSorted((a, b) => b.start - a.start)) {
    const decision = decisionOf(finding);
    const { start, end } = finding;
    const hit = text.slice(start, end);
    if (decision.do === 'parameter' && canBeParameter(place)) {
      declare(place, decision.name, hit, isCode);
      text = isCode
        ? withParameter(text, start, end, decision.name)
        : text.slice(0, start) + placeholder(decision.name) + text.slice(end);
    } else {
      const isShown = ['title', 'note', 'description', 'documentation'].includes(place.kind);
      text = text.slice(0, start) + (isShown ? '…' : '') + text.slice(end);
    }
  }
  return { path: place.path, value: text };
}

/** Takes a part out of a literal of an expression and joins a parameter in its place. In a comment it is only taken out. */
function withParameter(cel: string, start: number, end: number, name: string): string {
  for (const { 0: words, index } of cel.matchAll(wordsInCel)) {
    if (start < index || end > index + words.length) continue;
    if (words.startsWith('//')) return `${cel.slice(0, start)}…${cel.slice(end)}`;
    const quote = words[0]!;
    const [before, after] = [cel.slice(index + 1, start), cel.slice(end, index + words.length - 1)];
    const parts = [
      ...(before === '' ? [] : [quote + before + quote]),
      `param.${name}`,
      ...(after === '' ? [] : [quote + after + quote]),
    ];
    const joined = parts.length === 1 ? parts[0]! : `(${parts.join(' + ')})`;
    return cel.slice(0, index) + joined + cel.slice(index + words.length);
  }
  return cel.slice(0, start) + cel.slice(end);
}

function typeOf(value: FieldValue): TemplateParameter['type'] {
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'integer' : 'decimal';
  if (typeof value !== 'string') return 'text';
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return 'url';
  return /^\S+@\S+\.\S+$/.test(value) ? 'email' : 'text';
}

/** The type that a parameter of a flow has: addresses are texts there. */
export function flowTypeOf(type: TemplateParameter['type']): FlowParameter['type'] {
  return type === 'email' || type === 'url' ? 'text' : type;
}

/** A value that may differ per client: what a person may choose to make a parameter. */
export interface Candidate {
  readonly id: string;
  readonly place: TextPlace;
  readonly reason: 'url' | 'email' | 'companyCode' | 'user' | 'limit' | 'fixedValue' | 'schedule';
  readonly type: TemplateParameter['type'];
}

/** Fixed values of rules, comparisons and settings. Names of fields and of what the type of node offers are none. */
export function parameterCandidates(contents: TemplateContents): Candidate[] {
  return textsOf(contents).flatMap((place): Candidate[] => {
    if (!['mapping', 'condition', 'setting'].includes(place.kind) || place.form !== 'plain') return [];
    const key = place.path.at(-1);
    const isValue = key === 'value' || key === 'fallback' || typeof key === 'number' || place.kind === 'setting';
    if (!isValue || place.value === '') return [];
    const reason = reasonOf(place);
    return reason ? [{ id: placeId(place), place, reason, type: typeOf(place.value) }] : [];
  });
}

function reasonOf({ path, name, value, kind }: TextPlace): Candidate['reason'] | null {
  const type = typeOf(value);
  const key = String(path.at(-1));
  if (type === 'url' || type === 'email') return type;
  if (key === 'cron' || key === 'timeZone' || /minutes|hours|interval/i.test(key)) return 'schedule';
  if (/compan(y|yCode)$|administration|division/i.test(name) || /compan|division/i.test(key)) return 'companyCode';
  if (/owner|user|assignee|salesperson/i.test(name) || /owner|user|assign/i.test(key)) return 'user';
  const isNumber = typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));
  if (isNumber && kind !== 'setting') return 'limit';
  if (typeof value === 'number') return 'limit';
  if (kind === 'setting' || typeof value === 'boolean') return null;
  return 'fixedValue';
}
