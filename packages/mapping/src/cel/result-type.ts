import type { FieldType } from '@koppel/model';
import { Decimal } from '../decimal.ts';
import type { ExpressionWorld } from './environment.ts';
import { resolveAccess } from './field-access.ts';
import { typeOfPart, type ASTNode, type TypeOf } from './internals.ts';

/** What an expression gives, as a type of fields. */
export interface ResultType {
  /** `null` for what no field can hold: a list, a whole record. */
  readonly type: FieldType | null;
  /** It may give nothing: `account.?fax`, `optional.none()`. */
  readonly mayBeEmpty: boolean;
}

const kinds: Readonly<Record<string, FieldType>> = {
  string: { kind: 'text' },
  int: { kind: 'integer' },
  Decimal: { kind: 'decimal' },
  bool: { kind: 'boolean' },
  Date: { kind: 'date' },
  'google.protobuf.Timestamp': { kind: 'dateTime' },
};

/** The type of a checked expression, as exactly as it can be told: a field keeps its own, a number knows its decimals. */
export function resultType(ast: ASTNode, world: ExpressionWorld): ResultType {
  const checked = typeOfPart(ast);
  const mayBeEmpty = checked?.kind === 'optional';
  const plain: TypeOf | undefined = mayBeEmpty ? checked.valueType : checked;
  // Only `optional.none()`: it fits everywhere, as a text does.
  if (mayBeEmpty && plain?.kind === 'param') return { type: { kind: 'text' }, mayBeEmpty };
  const lines = plain?.kind === 'list' && plain.valueType ? world.lines.get(plain.valueType.name) : undefined;
  if (lines) return { type: lines, mayBeEmpty };
  const type = (plain && Object.hasOwn(kinds, plain.name) && kinds[plain.name]) || null;
  const access = resolveAccess(unwrapped(ast), world);
  if (type && access?.kind === 'field') return { type: access.leaf.field.type, mayBeEmpty };
  if (type?.kind !== 'decimal') return { type, mayBeEmpty };
  const scale = decimalsOf(ast, world);
  return { type: scale === undefined ? type : { kind: 'decimal', scale }, mayBeEmpty };
}

/** A field through `orEmpty(…)` is still that field. */
function unwrapped(node: ASTNode): ASTNode {
  return node.op === 'call' && node.args[0] === 'orEmpty' ? node.args[1][0]! : node;
}

/** The most decimals that a number can have; `undefined` where that cannot be told, as after a division. */
function decimalsOf(node: ASTNode, world: ExpressionWorld): number | undefined {
  const most = (nodes: readonly ASTNode[]) =>
    combine(
      nodes.map((part) => decimalsOf(part, world)),
      Math.max,
    );
  if (typeOfPart(node)?.name === 'int') return 0;
  switch (node.op) {
    case 'value': {
      const value: unknown = node.args;
      return value instanceof Decimal ? Math.max(0, value.c.length - value.e - 1) : undefined;
    }
    case '.':
    case '.?':
    case '[]':
    case '[?]': {
      const access = resolveAccess(node, world);
      const type = access?.kind === 'field' ? access.leaf.field.type : undefined;
      return type?.kind === 'decimal' || type?.kind === 'money' ? type.scale : undefined;
    }
    case '-_':
      return decimalsOf(node.args, world);
    case '+':
    case '-':
    case '%':
      return most(node.args);
    case '*':
      return combine(
        node.args.map((part) => decimalsOf(part, world)),
        (...scales) => scales.reduce((a, b) => a + b),
      );
    case '?:':
      return most(node.args.slice(1));
    case 'call':
      return decimalsOfCall(node.args[0], node.args[1], most);
    case 'rcall':
      return ['orValue', 'or', 'of'].includes(node.args[0]) ? most(operandsOf(node)) : undefined;
    default:
      return undefined;
  }
}

/** `optional.of(x)` has no number before its dot. */
function operandsOf({ args: [name, receiver, values] }: Extract<ASTNode, { op: 'rcall' }>): readonly ASTNode[] {
  return name === 'of' ? values : [receiver, ...values];
}

function decimalsOfCall(
  name: string,
  args: readonly ASTNode[],
  most: (nodes: readonly ASTNode[]) => number | undefined,
): number | undefined {
  switch (name) {
    case 'round':
    case 'roundUp':
    case 'roundDown': {
      const decimals = args[1];
      return decimals?.op === 'value' && typeof decimals.args === 'bigint' ? Number(decimals.args) : undefined;
    }
    case 'min':
    case 'max':
    case 'abs':
    case 'ifEmpty':
    case 'orEmpty':
      return most(args);
    default:
      return undefined;
  }
}

function combine(scales: (number | undefined)[], by: (...scales: number[]) => number): number | undefined {
  const known = scales.filter((scale) => scale !== undefined);
  return known.length === scales.length ? by(...known) : undefined;
}
