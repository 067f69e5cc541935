import type { ASTNode } from '@marcbachmann/cel-js';

/**
 * The few places where this package looks further into the expression library than its declarations go: types that the
 * check leaves on each part, the macros' interface (its manual documents it), and the handler that a part calls.
 * Version 8.0.0 is pinned; `meter` refuses a part that does not look as described here, and tests hold all of it.
 */
export type { ASTNode };

/** A type as the library's checker gives it. */
export interface TypeOf {
  readonly kind: string;
  readonly name: string;
  readonly valueType?: TypeOf;
}

/** The library's checker, as a macro meets it. */
export interface Checker {
  check(node: ASTNode, scope: unknown): TypeOf;
  getType(name: string): TypeOf;
  createError(code: string, message: string, node: ASTNode): Error;
}

/** The library's evaluator, as a macro meets it. */
export interface Runner {
  run(node: ASTNode, scope: unknown): unknown;
}

/** What a macro of ours is, once its call has been parsed. */
export interface MacroCall {
  readonly args: readonly ASTNode[];
  readonly async: false;
  typeCheck(checker: Checker, macro: MacroCall, scope: unknown): TypeOf;
  evaluate(runner: Runner, macro: MacroCall, scope: unknown): unknown;
}

/** A part of a checked expression. */
export interface CheckedPart {
  readonly checkedType?: TypeOf;
  handle?: (...values: unknown[]) => unknown;
  readonly meta: { readonly alternate?: CheckedPart & { readonly op: string } };
}

/** The inside of a part. */
export const inside = (node: ASTNode): CheckedPart => node as unknown as CheckedPart;

/** The type that the check gave a part; `undefined` before the check, or where it never came. */
export const typeOfPart = (node: ASTNode): TypeOf | undefined => inside(node).checkedType;

/** Puts another value in the place of a literal. Only before the check. */
export function replaceLiteral(node: ASTNode, value: unknown): void {
  (node as { args: unknown }).args = value;
}

/** The parts directly inside a part. */
export function partsOf(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case '.':
    case '.?':
      return [node.args[0]];
    case 'call':
      return node.args[1];
    case 'rcall':
      return [node.args[1], ...node.args[2]];
    case 'map':
      return node.args.flat();
    case '!_':
    case '-_':
      return [node.args];
    default:
      return node.args;
  }
}

/** Visits a part and everything inside it, outermost first. */
export function visit(node: ASTNode, look: (node: ASTNode) => void): void {
  look(node);
  for (const part of partsOf(node)) visit(part, look);
}
