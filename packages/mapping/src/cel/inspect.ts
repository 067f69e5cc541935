import { optionValues } from '../field-types.ts';
import { fieldTitle, type RuleContext } from '../record-type.ts';
import type { RuleIssue, TextRange } from '../rule-issue.ts';
import { checkCoverage, findList } from '../value-lists.ts';
import { wrongAccess } from './access-issues.ts';
import { functionIssue, isLoop, isNamespace, methodIssue, unknownVariable } from './call-issues.ts';
import type { ExpressionWorld } from './environment.ts';
import { resolveAccess, type FieldAccess } from './field-access.ts';
import { either, filledWhen } from './filled-fields.ts';
import {
  bindInBind,
  comparedWithNull,
  hasTakesField,
  listMustBeWritten,
  literalIssue,
  nameTaken,
  tooDeep,
  unguardedField,
  unknownCode,
} from './inspect-issues.ts';
import { partsOf, type ASTNode } from './internals.ts';
import { limits } from './limits.ts';

/** What a look at the names in an expression found, before its types are checked. */
export interface Inspection {
  readonly reads: readonly string[];
  readonly issues: readonly RuleIssue[];
}

/** What surrounds a part of an expression. */
interface Around {
  /** Fields that certainly have a value here. */
  readonly filled: ReadonlySet<string>;
  /** An empty field does no harm here: `ifEmpty(…)`, `has(…)`. */
  readonly isTolerant: boolean;
  /** Names given by loops and `cel.bind`. */
  readonly bound: ReadonlySet<string>;
  readonly loops: number;
  readonly isInBind: boolean;
}

type Call = Extract<ASTNode, { op: 'call' }>;
type MethodCall = Extract<ASTNode, { op: 'rcall' }>;

/**
 * Looks at every name in a parsed expression: fields and parameters that are not there, functions that are not in the
 * library (an allow-list: what the language brings besides is not reachable), loops in loops in loops, and fields that
 * may be empty and are read all the same.
 */
export function inspect(ast: ASTNode, world: ExpressionWorld, context: RuleContext): Inspection {
  const reads = new Set<string>();
  const unguarded = new Map<string, FieldAccess>();
  const issues: RuleIssue[] = [];
  const report = (issue: RuleIssue | null, range: TextRange) => {
    if (issue) issues.push({ ...issue, range: { start: range.start, end: range.end } });
  };
  const nameOf = (bound: ReadonlySet<string>) => (node: ASTNode) => {
    const access = resolveAccess(node, world, bound);
    return access?.kind === 'field' ? access.name : undefined;
  };

  function look(node: ASTNode, around: Around): void {
    switch (node.op) {
      case 'value':
        return report(literalIssue(node.args), node);
      case 'id':
      case '.':
      case '.?':
      case '[]':
      case '[?]':
        return lookAtName(node, around);
      case '&&':
      case '||': {
        // The language asks both sides and lets one decide: what one side makes sure holds for the other, either way.
        const [left, right] = node.args;
        const holds = node.op === '&&';
        look(left, withFilled(around, right, holds));
        return look(right, withFilled(around, left, holds));
      }
      case '?:': {
        const [condition, yes, no] = node.args;
        look(condition, around);
        look(yes, withFilled(around, condition, true));
        return look(no, withFilled(around, condition, false));
      }
      case 'call':
        return lookAtCall(node, around);
      case 'rcall':
        return lookAtMethod(node, around);
      case '==':
      case '!=':
        if (node.args.some(isNull)) return lookAtNullComparison(node, around);
        lookAtCodes(node.args[0], [node.args[1]], around);
        lookAtCodes(node.args[1], [node.args[0]], around);
        break;
      case 'in':
        if (node.args[1].op === 'list') lookAtCodes(node.args[0], node.args[1].args, around);
    }
    for (const part of partsOf(node)) look(part, around);
  }

  function withFilled(around: Around, condition: ASTNode, holds: boolean): Around {
    return { ...around, filled: either(around.filled, filledWhen(condition, holds, nameOf(around.bound))) };
  }

  function lookAtName(node: ASTNode, around: Around): void {
    const access = resolveAccess(node, world, around.bound);
    if (access?.kind === 'field') return lookAtField(access, around);
    if (access) return report(wrongAccess(access, world), access.range);
    if (node.op === 'id') {
      if (!around.bound.has(node.args)) report(unknownVariable(node.args, world, around.bound), node);
      return;
    }
    for (const part of partsOf(node)) look(part, around);
  }

  function lookAtField(access: FieldAccess, { filled, isTolerant }: Around): void {
    if (!access.isParameter) reads.add(access.name);
    const mayBeEmpty = access.isParameter
      ? context.parameters[access.leaf.field.field]?.value === null
      : !access.leaf.field.isRequired && access.leaf.field.type.kind !== 'lines';
    if (mayBeEmpty && !access.isOptional && !isTolerant && !filled.has(access.name)) {
      if (!unguarded.has(access.name)) unguarded.set(access.name, access);
    }
  }

  function lookAtCall(node: Call, around: Around): void {
    const [name, args] = node.args;
    const issue = functionIssue(node);
    if (issue) return report(issue, { start: node.start, end: node.start + name.length });
    if (name === 'has' && args[0] && !isDottedField(args[0], around)) return report(hasTakesField(node), node);
    if (name === 'translate') lookAtList(node, around);
    args.forEach((arg, at) => look(arg, at === 0 && tolerant.has(name) ? { ...around, isTolerant: true } : around));
  }

  function isDottedField(node: ASTNode, around: Around): boolean {
    return node.op === '.' && (resolveAccess(node, world, around.bound) !== null || accessesBound(node, around));
  }

  function lookAtList(node: Call, around: Around): void {
    const [value, id, otherwise] = node.args[1];
    if (!id) return;
    if (id.op !== 'value' || typeof id.args !== 'string') return report(listMustBeWritten(), id);
    const search = findList(context.valueLists, id.args, ['cel']);
    if (!search.list) return report(search.issue, id);
    const access = value && resolveAccess(value, world, around.bound);
    if (access?.kind !== 'field') return;
    const policy = otherwise ? 'keep' : 'fail';
    for (const issue of checkCoverage(search.list, policy, access.leaf.field.type, undefined)) {
      report({ ...issue, path: ['cel'] }, id);
    }
  }

  function lookAtMethod(node: MethodCall, around: Around): void {
    const [name, receiver, args] = node.args;
    if (isUnknownName(receiver, around)) return look(receiver, around);
    const nameAt = node.input.lastIndexOf(name, (args[0]?.start ?? node.end) - 1);
    const issue = methodIssue(node, around.bound);
    if (issue)
      return report(issue, { start: Math.max(nameAt, node.start), end: Math.max(nameAt, node.start) + name.length });
    if (isNamespace(receiver, around.bound))
      return name === 'bind' ? lookAtBind(args, around) : lookAtAll(args, around);
    look(receiver, around);
    if (!isLoop(name)) return lookAtAll(args, around);
    if (around.loops >= limits.maxLoopDepth) return report(tooDeep(), node);
    const [variable, ...bodies] = args;
    const inside = { ...withBound(around, variable), loops: around.loops + 1 };
    bodies.forEach((body) => look(body, inside));
  }

  /** What stands before the dot is nothing: that says more than that the function is not there. */
  function isUnknownName(node: ASTNode, { bound }: Around): boolean {
    return node.op === 'id' && !bound.has(node.args) && !isNamespace(node, bound);
  }

  function lookAtBind([variable, value, result]: readonly ASTNode[], around: Around): void {
    if (!variable || !value || !result) return;
    if (around.isInBind) return report(bindInBind(), variable);
    look(value, { ...around, isInBind: true });
    look(result, { ...withBound(around, variable), isInBind: true });
  }

  function withBound(around: Around, variable: ASTNode | undefined): Around {
    if (variable?.op !== 'id') return around;
    const name = variable.args;
    if (name === world.recordName || name === 'param' || isNamespace(variable, new Set()))
      report(nameTaken(name), variable);
    return { ...around, bound: new Set([...around.bound, name]) };
  }

  function lookAtAll(nodes: readonly ASTNode[], around: Around): void {
    nodes.forEach((node) => look(node, around));
  }

  function lookAtNullComparison(node: Extract<ASTNode, { op: '==' | '!=' }>, around: Around): void {
    const other = isNull(node.args[0]) ? node.args[1] : node.args[0];
    report(comparedWithNull(node, other), node);
    look(other, { ...around, isTolerant: true });
  }

  /** A choice compared with a text that is none of its codes never matches. */
  function lookAtCodes(field: ASTNode, literals: readonly ASTNode[], around: Around): void {
    const access = resolveAccess(field, world, around.bound);
    const codes = access?.kind === 'field' ? optionValues(access.leaf.field.type) : null;
    if (!codes || access?.kind !== 'field') return;
    for (const literal of literals) {
      if (literal.op !== 'value' || typeof literal.args !== 'string' || codes.includes(literal.args)) continue;
      report(unknownCode(literal.args, fieldTitle(access.leaf.field), codes), literal);
    }
  }

  look(ast, { filled: new Set(), isTolerant: false, bound: new Set(), loops: 0, isInBind: false });
  for (const access of unguarded.values()) report(unguardedField(access), access.range);
  return { reads: [...reads], issues };
}

/** Functions whose first argument may use an empty field. */
const tolerant = new Set(['has', 'isEmpty', 'ifEmpty', 'orEmpty']);

const isNull = (node: ASTNode) => node.op === 'value' && node.args === null;

function accessesBound(node: ASTNode, around: Around): boolean {
  let at = node;
  while (at.op === '.') at = at.args[0];
  return at.op === 'id' && around.bound.has(at.args);
}
