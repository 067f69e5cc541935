import type { z } from 'zod';
import { parseFlow } from '../flow-document.ts';
import { canonicalJson, canonicalText } from './canonical.ts';
import { own } from './flow-cells.ts';
import {
  checksumPattern,
  newestTemplateFormat,
  templateBodySchema,
  templateSignatureSchema,
  type TemplateBody,
  type TemplatePackage,
} from './template-package.ts';

/** What a package file may hold. Flows of hundreds of nodes stay far below. */
export const packageLimits = { maxChars: 8_000_000, maxDepth: 40, maxValues: 400_000, maxFlows: 50 } as const;

/** Why a package cannot be read. */
export interface PackageProblem {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

export type ReadPackage =
  | {
      readonly ok: true;
      readonly package: TemplatePackage;
      /** What the checksum must be of: the content as it came, in its one form. */
      readonly sealed: string;
    }
  | { readonly ok: false; readonly problem: PackageProblem };

/** The content in the one form that its checksum is of. */
export function sealedText(body: TemplateBody): string {
  return canonicalJson(body);
}

/** The file, byte for byte the same for the same package. */
export function packageText(template: TemplatePackage): string {
  return canonicalText(template);
}

const unsafeKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const askAgain = 'Ask whoever gave it to you to export it again.';
const refusal = (code: string, message: string, remedy = askAgain): ReadPackage => ({
  ok: false,
  problem: { code: `template.${code}`, message, remedy },
});

/**
 * Reads the text of a package. Never throws. Size, depth and count are held against their limits before anything is built of
 * it; the checksum is for the caller to compare, because only the caller can compute it.
 */
export function readPackage(text: string): ReadPackage {
  const tooMuch = exceeds(text);
  if (tooMuch) return tooMuch;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return refusal('not-json', `The file is not readable JSON: ${(error as Error).message}.`);
  }
  const unsafe = unsafeKeyIn(json);
  if (unsafe !== null) {
    return refusal('unsafe-name', `The file has something named "${unsafe}", which no template has.`);
  }
  const file = json as Record<string, unknown>;
  if (typeof json !== 'object' || json === null || own(file, 'koppel') !== 'template') {
    return refusal(
      'not-a-template',
      'The file is not a template: it does not say "koppel": "template".',
      'Choose a file that was exported as a template. A single flow is brought in on the list of flows.',
    );
  }
  const format = own(file, 'version');
  if (typeof format === 'number' && format > newestTemplateFormat) {
    return refusal(
      'from-the-future',
      `The template has version ${format} of the format; this Koppel reads up to ${newestTemplateFormat}.`,
      'Update Koppel, then bring the template in again. Nothing was changed.',
    );
  }
  const { checksum, signature, ...body } = file;
  if (typeof checksum !== 'string' || !checksumPattern.test(checksum)) {
    return refusal('no-checksum', 'The template has no checksum, so it cannot be known whether it is whole.');
  }
  const signed = templateSignatureSchema.nullable().safeParse(signature);
  if (!signed.success) return refusal('damaged', `The signature of the template is damaged: ${first(signed.error)}.`);
  const flows = migrated(body['contents']);
  if (!flows.ok) return flows.refusal;
  const parsed = templateBodySchema.safeParse({ ...body, contents: flows.contents });
  if (!parsed.success) return refusal('damaged', `The template is damaged: ${first(parsed.error)}.`);
  const mismatch = contradiction(parsed.data);
  if (mismatch) return refusal('contradicts-itself', mismatch);
  return { ok: true, package: { ...parsed.data, checksum, signature: signed.data }, sealed: canonicalJson(body) };
}

function first(error: z.ZodError): string {
  const [issue] = error.issues;
  return `${issue!.path.map(String).join('.') || 'the file'}: ${issue!.message}`;
}

/** Counts without building anything, so that a file cannot cost more than its size. */
function exceeds(text: string): ReadPackage | null {
  const { maxChars, maxDepth, maxValues } = packageLimits;
  if (text.length > maxChars) {
    return refusal('too-large', `The file has ${text.length} characters; a template has at most ${maxChars}.`);
  }
  let depth = 0;
  let values = 0;
  let isInText = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isInText) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) isInText = false;
    } else if (code === 0x22) {
      isInText = true;
    } else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      values += 1;
      if (depth > maxDepth) return refusal('too-deep', `The file is nested more than ${maxDepth} deep.`);
    } else if (code === 0x7d || code === 0x5d) {
      depth -= 1;
    } else if (code === 0x2c) {
      values += 1;
    }
    if (values > maxValues) return refusal('too-many', `The file has more than ${maxValues} values.`);
  }
  return null;
}

function unsafeKeyIn(value: unknown): string | null {
  if (Array.isArray(value)) {
    for (const inner of value) {
      const found = unsafeKeyIn(inner);
      if (found !== null) return found;
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      const found = unsafeKeys.has(key) ? key : unsafeKeyIn(inner);
      if (found !== null) return found;
    }
  }
  return null;
}

/** Flows of an older version of the document format are brought to the newest. */
function migrated(contents: unknown): { ok: true; contents: unknown } | { ok: false; refusal: ReadPackage } {
  const flows = typeof contents === 'object' && contents !== null ? (contents as { flows?: unknown }).flows : undefined;
  if (typeof flows !== 'object' || flows === null) return { ok: true, contents };
  const entries = Object.entries(flows);
  if (entries.length > packageLimits.maxFlows) {
    const refused = refusal(
      'too-many',
      `The template has ${entries.length} flows; at most ${packageLimits.maxFlows} go in one.`,
    );
    return { ok: false, refusal: refused };
  }
  const documents: Record<string, unknown> = {};
  for (const [id, flow] of entries) {
    const parsed = parseFlow(flow, `The flow "${id}"`);
    if (!parsed.ok) {
      const { message, remedy } = parsed.issues[0]!;
      return { ok: false, refusal: refusal('damaged-flow', message, remedy) };
    }
    documents[id] = parsed.document;
  }
  return { ok: true, contents: { ...(contents as object), flows: documents } };
}

/** Names that the parts of a package have for each other. Null: they agree. */
function contradiction({ manifest, contents, tests = [] }: TemplateBody): string | null {
  for (const [id, flow] of Object.entries(contents.flows)) {
    if (flow.id !== id) return `The template calls a flow "${id}" that calls itself "${flow.id}".`;
  }
  for (const [id, list] of Object.entries(contents.valueLists)) {
    if (list.id !== id) return `The template calls a value list "${id}" that calls itself "${list.id}".`;
  }
  const slots = new Set(manifest.slots.map(({ slot }) => slot));
  // A name that every object has by itself would be found where nothing was chosen.
  const builtIn = [...slots].find((slot) => slot in Object.prototype);
  if (builtIn !== undefined) return `The template has a slot "${builtIn}", which no slot can be called.`;
  const lost = manifest.fields.find(({ slot }) => !slots.has(slot));
  if (lost) return `The template uses the field "${lost.field}" of a slot "${lost.slot}" that it has not got.`;
  const named = manifest.flows.map(({ id }) => id).toSorted();
  if (named.join() !== Object.keys(contents.flows).toSorted().join()) {
    return 'The list of flows of the template is not that of the flows in it.';
  }
  const stranger = tests.find(({ flowId }) => !Object.hasOwn(contents.flows, flowId));
  if (stranger) return `The template has a test "${stranger.id}" of a flow "${stranger.flowId}" that it has not got.`;
  const idsOf = (list: readonly { readonly flowId: string; readonly id: string }[]) =>
    list.map(({ flowId, id }) => `${flowId}/${id}`).toSorted();
  const ids = idsOf(tests);
  if (new Set(ids).size < ids.length || idsOf(manifest.tests ?? []).join() !== ids.join()) {
    return 'The list of tests of the template is not that of the tests in it.';
  }
  return null;
}
