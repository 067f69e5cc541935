import type { ASTNode } from './internals.ts';
import type { ExpressionWorld } from './environment.ts';
import type { FieldGroup, FieldLeaf } from './record-view.ts';
import type { TextRange } from '../rule-issue.ts';

/** One step of an access: `.name`, `.?name`, `["name"]` or `[?"name"]`. */
interface AccessStep {
  /** `null` where the name is calculated. */
  readonly key: string | null;
  readonly isOptional: boolean;
  readonly range: TextRange;
}

/** An access through a variable, taken apart: `account.billingAddress.city`. */
interface Access {
  readonly variable: string;
  readonly steps: readonly AccessStep[];
}

/** Takes an access apart; `null` for any other part of an expression. */
function accessOf(node: ASTNode): Access | null {
  const steps: AccessStep[] = [];
  let at = node;
  while (at.op === '.' || at.op === '.?' || at.op === '[]' || at.op === '[?]') {
    const isOptional = at.op === '.?' || at.op === '[?]';
    if (at.op === '.' || at.op === '.?') {
      steps.unshift({ key: at.args[1], isOptional, range: { start: at.pos, end: at.end } });
    } else {
      const index: ASTNode = at.args[1];
      const key = index.op === 'value' && typeof index.args === 'string' ? index.args : null;
      steps.unshift({ key, isOptional, range: { start: index.start, end: index.end } });
    }
    at = at.args[0];
  }
  return at.op === 'id' ? { variable: at.args, steps } : null;
}

/** A field of the record or a parameter that an expression reads. */
export interface FieldAccess {
  readonly kind: 'field';
  readonly leaf: FieldLeaf;
  /** As simple rules write it, with the record's entity; a parameter as `param.name`. */
  readonly name: string;
  /** How the expression writes it without `.?`. */
  readonly written: string;
  readonly isParameter: boolean;
  /** Written with `.?` or `[?…]` somewhere: an empty field gives nothing and does not fail. */
  readonly isOptional: boolean;
  readonly range: TextRange;
}

/** An access to the record or the parameters that does not end at a field. */
export interface WrongAccess {
  readonly kind: 'unknown' | 'group' | 'beyond' | 'calculated' | 'bare';
  readonly isParameter: boolean;
  /** The group in which the search ended, with the names on the way to it. */
  readonly group: FieldGroup;
  readonly path: readonly string[];
  readonly key: string;
  readonly range: TextRange;
}

/**
 * Follows an access into the record or the parameters. `null` when it goes through another name, such as the variable
 * of a loop.
 */
export function resolveAccess(
  node: ASTNode,
  world: ExpressionWorld,
  bound: ReadonlySet<string> = new Set(),
): FieldAccess | WrongAccess | null {
  const access = accessOf(node);
  if (!access || bound.has(access.variable)) return null;
  const { variable, steps } = access;
  const isParameter = variable === 'param';
  if (!isParameter && variable !== world.recordName) return null;
  let group = isParameter ? world.parameters : world.record;
  const path: string[] = [];
  const wrong = (kind: WrongAccess['kind'], key: string, range: TextRange): WrongAccess => ({
    kind,
    isParameter,
    group,
    path,
    key,
    range,
  });
  for (const [at, { key, range }] of steps.entries()) {
    if (key === null) return wrong('calculated', '', range);
    const leaf = group.fields.get(key);
    const child = leaf ? undefined : group.groups.get(key);
    if (child) {
      path.push(key);
      group = child;
      continue;
    }
    if (!leaf) return wrong('unknown', key, range);
    const beyond = steps[at + 1];
    // `order.lines[0].quantity`: what stands before the index is the field.
    if (beyond && leaf.field.type.kind === 'lines') return null;
    if (beyond) return wrong('beyond', key, beyond.range);
    return {
      kind: 'field',
      leaf,
      name: `${isParameter ? 'param' : world.entity}.${leaf.field.field}`,
      written: written(variable, steps),
      isParameter,
      isOptional: steps.some(({ isOptional }) => isOptional),
      range: { start: node.start, end: node.end },
    };
  }
  return wrong(path.length > 0 ? 'group' : 'bare', path.at(-1) ?? variable, { start: node.start, end: node.end });
}

function written(variable: string, steps: readonly Pick<AccessStep, 'key'>[]): string {
  return steps.reduce((text, { key }) => text + selection(key ?? ''), variable);
}

/** How an expression writes a field of the record; `null` for a field that it cannot reach. */
export function writtenField(field: string, world: ExpressionWorld): string | null {
  const parts = field.startsWith('~') ? [field] : field.split('.');
  for (const names of [parts, [field]]) {
    const text = written(
      world.recordName,
      names.map((key) => ({ key })),
    );
    const access = resolveAccess(world.environment.parse(text).ast, world);
    if (access?.kind === 'field' && access.leaf.field.field === field) return text;
  }
  return null;
}

/** How an expression selects a name: `.name`, or `["~fax"]` where it is not a plain name. */
export function selection(key: string): string {
  return isPlainName(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

/** Whether a name can be written behind a dot. */
function isPlainName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !['true', 'false', 'null', 'in'].includes(name);
}
