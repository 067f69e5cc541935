import { serialize } from '@marcbachmann/cel-js';
import { formats, type FieldRule, type FieldValue, type Format } from '@koppel/model';
import { worldOf } from './cel/environment.ts';
import { checkExpression } from './cel/expression.ts';
import { resolveAccess } from './cel/field-access.ts';
import type { ASTNode } from './cel/internals.ts';
import { formatFacts } from './formats.ts';
import type { RuleContext } from './record-type.ts';
import { ruleToCel } from './rule-to-cel.ts';
import type { SimpleRule } from './simple-rule.ts';

/**
 * Writes an expression as a simple rule that gives the same, or `null` where none does: the way back of `ruleToCel`, and
 * held to it. A field read without `orEmpty` or `ifEmpty` is no simple rule unless it is never empty: an expression
 * fails an empty field, a simple rule writes it empty.
 */
export function celToRule(cel: string, context: RuleContext): FieldRule | null {
  if (checkExpression(cel, context).issues.some(({ severity }) => severity === 'error')) return null;
  const { environment } = worldOf(context);
  const { ast } = environment.parse(cel);
  const rule = fixedRule(ast) ?? simpleRule(ast, context);
  const back = rule && ruleToCel(rule, context);
  return back && serialize(environment.parse(back).ast) === serialize(ast) ? rule : null;
}

function fixedRule(ast: ASTNode): FieldRule | null {
  const value = literalOf(ast);
  if (value !== undefined) return { value };
  const isNothing = ast.op === 'rcall' && ast.args[0] === 'none';
  return isNothing ? { value: null } : null;
}

/** A literal as a rule holds it: decimals as their text. */
function literalOf(node: ASTNode | undefined): FieldValue | undefined {
  if (node?.op === '-_') {
    const value = literalOf(node.args);
    if (typeof value === 'number') return -value;
    return typeof value === 'string' && node.args.op === 'value' && typeof node.args.args === 'number'
      ? `-${value}`
      : undefined;
  }
  if (node?.op === 'call' && (node.args[0] === 'date' || node.args[0] === 'dateTime'))
    return literalOf(node.args[1][0]);
  if (node?.op !== 'value') return undefined;
  const value = node.args;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' ? node.input.slice(node.start, node.end) : undefined;
}

function simpleRule(ast: ASTNode, context: RuleContext): SimpleRule | null {
  if (ast.op === 'call' && ast.args[0] === 'ifEmpty') {
    const [value, otherwise] = ast.args[1];
    const fallback = literalOf(otherwise);
    const rule = value && translated(value, context);
    return rule && fallback !== undefined ? { ...rule, fallback } : null;
  }
  const inner = ast.op === 'call' && ast.args[0] === 'orEmpty' ? ast.args[1][0]! : ast;
  return translated(inner, context);
}

function translated(node: ASTNode, context: RuleContext): SimpleRule | null {
  if (node.op !== 'call' || node.args[0] !== 'translate') return formatted(node, context);
  const [value, list, otherwise] = node.args[1];
  const rule = value && formatted(value, context);
  const id = literalOf(list);
  if (!rule || typeof id !== 'string') return null;
  if (!otherwise) return { ...rule, list: id };
  return { ...rule, list: id, unlisted: literalOf(otherwise) === '' ? 'empty' : 'keep' };
}

function formatted(node: ASTNode, context: RuleContext): SimpleRule | null {
  const access = resolveAccess(node, worldOf(context));
  if (access?.kind === 'field') return access.isParameter ? null : { from: access.name };
  if (node.op !== 'call') return null;
  const format = formatWritten(node);
  const inner = node.args[1][0] && formatted(node.args[1][0], context);
  if (!inner) return null;
  // text(…) and decimal(…) only prepare a value for what stands around them; `text` alone is a format.
  const { format: prepared, ...plain } = inner;
  if (prepared === undefined || prepared === 'text') return format ? { ...plain, format } : plain;
  return format ? null : inner;
}

function formatWritten(node: Extract<ASTNode, { op: 'call' }>): Format | undefined {
  const [value, ...more] = node.args[1].map((part) => part.input.slice(part.start, part.end));
  const written = `${node.args[0]}(${[value, ...more].join(', ')})`;
  return formats.find((format) => formatFacts[format].cel(value ?? '') === written);
}
