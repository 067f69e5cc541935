import { Optional, type Environment } from '@marcbachmann/cel-js';
import { define, defineMethod, defineNamespaced, type LibraryFunction } from './library.ts';
import { isEmpty } from '../normalise.ts';
import type { ASTNode, Checker, MacroCall, Runner, TypeOf } from './internals.ts';
import { isView } from './record-view.ts';

/** Empty fields: asking, replacing, and writing nothing. All but `translate` are part of the language or macros here. */
export const emptyFunctions: readonly LibraryFunction[] = [
  define(
    'empty',
    'has(field)',
    ['Whether a field has a value.', 'Of een veld een waarde heeft.', 'Si un champ a une valeur.'],
    ['has(account.name)', 'true'],
  ),
  define(
    'empty',
    'isEmpty(value)',
    [
      'Whether a value is empty, or uses a field that is.',
      'Of een waarde leeg is, of een leeg veld gebruikt.',
      'Si une valeur est vide, ou utilise un champ vide.',
    ],
    ['isEmpty(account["~fax"])', 'true'],
  ),
  define(
    'empty',
    'ifEmpty(value, otherwise)',
    [
      'A value, or another one where it is empty or uses a field that is.',
      'Een waarde, of een andere waar ze leeg is of een leeg veld gebruikt.',
      'Une valeur, ou une autre quand elle est vide ou utilise un champ vide.',
    ],
    ['ifEmpty(account.insuredAmount * 2, account.creditLimit)', '45000'],
  ),
  define(
    'empty',
    'orEmpty(value)',
    [
      'A value, or nothing where it uses an empty field: the target field is then emptied and the record does not fail.',
      'Een waarde, of niets waar ze een leeg veld gebruikt: het doelveld wordt dan leeggemaakt en het record mislukt niet.',
      "Une valeur, ou rien quand elle utilise un champ vide : le champ cible est alors vidé et l'enregistrement n'échoue pas.",
    ],
    ['orEmpty(upper(account["~fax"]))', 'empty'],
  ),
  defineMethod(
    'empty',
    'field.orValue(otherwise)',
    [
      'Behind a field written with .? : its value, or another one where it is empty.',
      'Achter een veld geschreven met .? : zijn waarde, of een andere waar het leeg is.',
      'Derrière un champ écrit avec .? : sa valeur, ou une autre quand il est vide.',
    ],
    ['account.?insuredAmount.orValue(0)', '0'],
  ),
  defineMethod(
    'empty',
    'field.or(field)',
    [
      'Behind a field written with .? : the first of two fields that is not empty.',
      'Achter een veld geschreven met .? : het eerste van twee velden dat niet leeg is.',
      "Derrière un champ écrit avec .? : le premier de deux champs qui n'est pas vide.",
    ],
    ['account.?insuredAmount.or(account.?creditLimit)', '45000'],
  ),
  defineMethod(
    'empty',
    'field.hasValue()',
    [
      'Behind a field written with .? : whether it has a value.',
      'Achter een veld geschreven met .? : of het een waarde heeft.',
      "Derrière un champ écrit avec .? : s'il a une valeur.",
    ],
    ['account.?insuredAmount.hasValue()', 'false'],
  ),
  defineNamespaced(
    'empty',
    'optional.none()',
    ['Nothing: empties the target field.', 'Niets: maakt het doelveld leeg.', 'Rien : vide le champ cible.'],
    ['account.creditLimit > 50000 ? optional.of(account.name) : optional.none()', 'empty'],
  ),
  defineNamespaced(
    'empty',
    'optional.of(value)',
    [
      'A value beside optional.none(), where the other case gives nothing.',
      'Een waarde naast optional.none(), waar het andere geval niets geeft.',
      "Une valeur à côté d'optional.none(), quand l'autre cas ne donne rien.",
    ],
    ['optional.of(account.name)', '"Construct Hallet SA"'],
  ),
  defineNamespaced(
    'empty',
    'cel.bind(name, value, result)',
    [
      'Gives a value a name, to use it more than once in the result.',
      'Geeft een waarde een naam, om ze meer dan eens in het resultaat te gebruiken.',
      'Donne un nom à une valeur, pour l’utiliser plusieurs fois dans le résultat.',
    ],
    ['cel.bind(limit, account.creditLimit * 0.5, limit > 20000 ? limit : 20000)', '22500'],
  ),
  define(
    'empty',
    'translate(value, list, otherwise)',
    [
      'Translates a code by a value list; another text, if given, for a code the list does not have.',
      'Vertaalt een code met een waardelijst; een andere tekst, indien gegeven, voor een code die er niet in staat.',
      "Traduit un code par une liste de valeurs ; un autre texte, si donné, pour un code qui n'y est pas.",
    ],
    ['translate(account.paymentTerms, "payment-terms")', '"30D"'],
  ),
];

/** An access to an empty field ends in this error, and so does a missing key of a map. */
const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'no_such_key';

/** The value of a part of the expression; `undefined` where it is empty or uses something that is. */
function valueOf(runner: Runner, macro: MacroCall, scope: unknown): unknown {
  const [part] = macro.args as readonly [ASTNode];
  try {
    const result = part.op === '.' ? fieldOf(runner, part, scope) : runner.run(part, scope);
    const value = result instanceof Optional ? result.orValue<unknown>(undefined) : result;
    return typeof value === 'string' && isEmpty(value) ? undefined : value;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** A plain field is asked for directly: letting the access fail would cost a hundred times as much per empty field. */
function fieldOf(runner: Runner, part: Extract<ASTNode, { op: '.' }>, scope: unknown): unknown {
  const owner = runner.run(part.args[0], scope);
  return isView(owner) ? (owner as unknown as Record<string, unknown>)[part.args[1]] : runner.run(part, scope);
}

const withoutOptional = (type: TypeOf): TypeOf => (type.kind === 'optional' && type.valueType ? type.valueType : type);

/** Registers the macros: they look at a part of the expression before it is evaluated, which a function cannot. */
export function registerEmptyMacros(environment: Environment): void {
  const macro = (signature: string, behaviour: Omit<MacroCall, 'args' | 'async'>) =>
    environment.registerFunction(signature, ({ args }: { args: MacroCall['args'] }) => ({
      ...behaviour,
      args,
      async: false,
    }));
  macro('isEmpty(ast): bool', {
    typeCheck(checker: Checker, { args }, scope) {
      checker.check(args[0]!, scope);
      return checker.getType('bool');
    },
    evaluate: (runner, call, scope) => valueOf(runner, call, scope) === undefined,
  });
  macro('ifEmpty(ast, ast): dyn', {
    typeCheck(checker, { args }, scope) {
      const type = withoutOptional(checker.check(args[0]!, scope));
      const otherwise = checker.check(args[1]!, scope);
      if (type.name === otherwise.name) return type;
      throw checker.createError('incompatible_argument_type', `${type.name} and ${otherwise.name}`, args[1]!);
    },
    evaluate: (runner, call, scope) => valueOf(runner, call, scope) ?? runner.run(call.args[1]!, scope),
  });
  macro('orEmpty(ast): dyn', {
    typeCheck: (checker, { args }, scope) =>
      checker.getType(`optional<${withoutOptional(checker.check(args[0]!, scope)).name}>`),
    evaluate: (runner, call, scope) => Optional.of(valueOf(runner, call, scope)),
  });
}
