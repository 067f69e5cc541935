import { nearestName } from '../nearest-name.ts';
import { errorIssue, type RuleIssue } from '../rule-issue.ts';
import { didYouMean, say, type Words } from '../words.ts';
import type { ExpressionWorld } from './environment.ts';
import type { ASTNode } from './internals.ts';
import type { CallStyle } from './library.ts';
import { libraryFunctions } from './library-functions.ts';

const named = (style: CallStyle) =>
  new Set(libraryFunctions.filter((entry) => entry.style === style).map(({ name }) => name));
const functions = named('function');
const methods = named('method');
const loops = named('loop');
const namespaced = named('namespace');
const namespaces = new Set([...namespaced].map((name) => name.slice(0, name.indexOf('.'))));

const useThis = (what: string) => say('Use {what}.', 'Gebruik {what}.', 'Utilisez {what}.', { what });
const writeThis = (what: string) => say('Write {what}.', 'Schrijf {what}.', 'Écrivez {what}.', { what });

/** What the language has elsewhere, or people expect, and what to write here. */
const elsewhere = new Map([
  [
    'matches',
    say(
      'Use matchesPattern(text, pattern), which cannot be made slow.',
      'Gebruik matchesPattern(text, pattern), dat niet traag gemaakt kan worden.',
      'Utilisez matchesPattern(text, pattern), qu’on ne peut pas rendre lent.',
    ),
  ],
  [
    'now',
    say(
      'There is no current time: the same record must always give the same result. Use a parameter or a field.',
      'Er is geen huidige tijd: hetzelfde record moet altijd hetzelfde geven. Gebruik een parameter of een veld.',
      'Il n’y a pas d’heure actuelle\u00a0: le même enregistrement doit toujours donner le même résultat. Utilisez un paramètre ou un champ.',
    ),
  ],
  [
    'today',
    say(
      'There is no current day: the same record must always give the same result. Use a parameter or a field.',
      'Er is geen huidige dag: hetzelfde record moet altijd hetzelfde geven. Gebruik een parameter of een veld.',
      'Il n’y a pas de jour actuel\u00a0: le même enregistrement doit toujours donner le même résultat. Utilisez un paramètre ou un champ.',
    ),
  ],
  ['timestamp', useThis('dateTime(text)')],
  [
    'duration',
    say(
      'Use addDays(date, days) or daysBetween(from, to).',
      'Gebruik addDays(date, days) of daysBetween(from, to).',
      'Utilisez addDays(date, days) ou daysBetween(from, to).',
    ),
  ],
  [
    'double',
    say(
      'Use decimal(value), which is exact.',
      'Gebruik decimal(value), dat exact is.',
      'Utilisez decimal(value), qui est exact.',
    ),
  ],
  ['uint', useThis('int(value)')],
  [
    'bool',
    say(
      'Compare with a text, such as x == "yes".',
      'Vergelijk met een tekst, zoals x == "yes".',
      'Comparez à un texte, par exemple x == "yes".',
    ),
  ],
  ['lowerAscii', useThis('lower(text)')],
  ['upperAscii', useThis('upper(text)')],
  ['concat', say('Join texts with +.', 'Voeg teksten samen met +.', 'Assemblez les textes avec +.')],
  ['len', useThis('size(text)')],
  ['length', useThis('size(text)')],
  [
    'value',
    say(
      'Use .orValue(…), which says what to do when it is empty.',
      'Gebruik .orValue(…), dat zegt wat er gebeurt als het leeg is.',
      'Utilisez .orValue(…), qui dit que faire quand c’est vide.',
    ),
  ],
]);

/** Whether a method runs a part of the expression once per element. */
export const isLoop = (name: string): boolean => loops.has(name);

/** Whether what stands before a dot is no value but a name for functions: `optional`, `cel`. */
export function isNamespace(node: ASTNode, bound: ReadonlySet<string>): boolean {
  return node.op === 'id' && namespaces.has(node.args) && !bound.has(node.args);
}

const unknown = (message: Words, remedy: Words): RuleIssue =>
  errorIssue({ code: 'mapping.unknown-function', message, remedy, path: ['cel'] });

const sourceOf = (node: ASTNode) => node.input.slice(node.start, node.end);

/** Says that a function called as `name(…)` is not in the library; `null` if it is. */
export function functionIssue(node: Extract<ASTNode, { op: 'call' }>): RuleIssue | null {
  const [name, args] = node.args;
  if (functions.has(name)) return null;
  const [receiver, ...rest] = args.map(sourceOf);
  if ((methods.has(name) || loops.has(name)) && receiver !== undefined) {
    return unknown(
      say(
        '{name} is written behind a dot.',
        '{name} wordt achter een punt geschreven.',
        '{name} s’écrit derrière un point.',
        { name },
      ),
      writeThis(`${receiver}.${name}(${rest.join(', ')})`),
    );
  }
  return missing(name, functions);
}

/** Says that a function called as `value.name(…)` is not in the library; `null` if it is. */
export function methodIssue(node: Extract<ASTNode, { op: 'rcall' }>, bound: ReadonlySet<string>): RuleIssue | null {
  const [name, receiver, args] = node.args;
  if (isNamespace(receiver, bound)) {
    const full = `${sourceOf(receiver)}.${name}`;
    return namespaced.has(full) ? null : missing(full, namespaced);
  }
  if (methods.has(name) || loops.has(name)) return null;
  if (functions.has(name)) {
    return unknown(
      say(
        '{name} is not written behind a dot.',
        '{name} wordt niet achter een punt geschreven.',
        '{name} ne s’écrit pas derrière un point.',
        { name },
      ),
      writeThis(`${name}(${[receiver, ...args].map(sourceOf).join(', ')})`),
    );
  }
  return missing(name, [...methods, ...loops]);
}

function missing(name: string, names: Iterable<string>): RuleIssue {
  const advice = elsewhere.get(name);
  const nearest = advice ? undefined : nearestName(name, names);
  return unknown(
    say(
      'There is no function {name}.{hint}',
      'Er is geen functie {name}.{hint}',
      'Il n’y a pas de fonction {name}.{hint}',
      { name, hint: didYouMean(nearest) },
    ),
    advice ??
      say(
        'Choose a function from the list of functions.',
        'Kies een functie uit de lijst met functies.',
        'Choisissez une fonction dans la liste des fonctions.',
      ),
  );
}

/** Says that a name stands for nothing here. */
export function unknownVariable(name: string, world: ExpressionWorld, bound: ReadonlySet<string>): RuleIssue {
  const isField = world.record.fields.has(name) || world.record.groups.has(name);
  const nearest = isField ? undefined : nearestName(name, [world.recordName, 'param', ...bound]);
  return errorIssue({
    code: 'mapping.unknown-variable',
    message: say(
      '"{name}" stands for nothing here.{hint}',
      '"{name}" staat hier voor niets.{hint}',
      '"{name}" ne désigne rien ici.{hint}',
      { name, hint: didYouMean(nearest) },
    ),
    remedy: isField
      ? writeThis(`${world.recordName}.${name}`)
      : say(
          'Write fields as {record}.name, parameters as param.name, and texts between quotes.',
          'Schrijf velden als {record}.naam, parameters als param.naam, en teksten tussen aanhalingstekens.',
          'Écrivez les champs {record}.nom, les paramètres param.nom, et les textes entre guillemets.',
          { record: world.recordName },
        ),
    path: ['cel'],
  });
}
