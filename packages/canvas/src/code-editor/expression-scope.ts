import type { FieldKind } from '@koppel/model';

/** A field as expressions write it. */
export interface ScopeField {
  /** `account.creditLimit`, `account["~fax"]`. */
  readonly written: string;
  readonly label: string;
  readonly kind: FieldKind;
  /** Its type in words. */
  readonly typeName: string;
  /** Of the current sample, as people read it; null where there is none. */
  readonly sample: string | null;
  /** What each of its lines has, where it holds lines. */
  readonly lineFields?: readonly { readonly name: string; readonly label: string; readonly typeName: string }[];
}

/** A function of the library, in the reader's language. */
export interface ScopeFunction {
  /** `round`, `contains`, `optional.none`. */
  readonly name: string;
  /** The id of one of the scope's groups. */
  readonly group: string;
  /** `round(number, decimals)`, `text.contains(part)`. */
  readonly signature: string;
  readonly summary: string;
  readonly example: string;
  readonly result: string;
}

/** Everything an expression may refer to: for completion, hover and help with arguments. */
export interface ExpressionScope {
  readonly fields: readonly ScopeField[];
  readonly functions: readonly ScopeFunction[];
  /** Of the functions, in the order they are shown. */
  readonly groups: readonly { readonly id: string; readonly title: string }[];
  readonly parameters: readonly { readonly name: string; readonly typeName: string }[];
  readonly lists: readonly { readonly id: string; readonly title: string }[];
}

/** A scope without anything in it. */
export const emptyScope: ExpressionScope = { fields: [], functions: [], groups: [], parameters: [], lists: [] };

/** Whether a function is written behind a value and a dot. */
export function isMethod({ name, signature }: Pick<ScopeFunction, 'name' | 'signature'>): boolean {
  return !name.includes('.') && signature.slice(0, signature.indexOf('(')).includes('.');
}

/** The names of what a function takes: `['number', 'decimals']`. */
export function argumentNames({ signature }: Pick<ScopeFunction, 'signature'>): string[] {
  const inner = signature.slice(signature.indexOf('(') + 1, signature.lastIndexOf(')'));
  return inner.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
}
