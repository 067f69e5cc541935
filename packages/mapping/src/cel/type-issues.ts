import type { LocalizedText } from '@koppel/model';
import type { TypeError as CelTypeError } from '@marcbachmann/cel-js';
import { nearestName } from '../nearest-name.ts';
import { errorIssue, type RuleIssue, type RuleIssueCode } from '../rule-issue.ts';
import { opening, say, type Words } from '../words.ts';
import type { ExpressionWorld } from './environment.ts';
import { partsOf, typeOfPart, visit, type ASTNode, type TypeOf } from './internals.ts';
import { libraryFunctions } from './library-functions.ts';

const words: Readonly<Record<string, Words>> = {
  string: say('a text', 'een tekst', 'un texte'),
  int: say('a whole number', 'een geheel getal', 'un nombre entier'),
  Decimal: say('a number', 'een getal', 'un nombre'),
  bool: say('yes or no', 'ja of nee', 'oui ou non'),
  Date: say('a date', 'een datum', 'une date'),
  'google.protobuf.Timestamp': say('a date and time', 'een datum met tijd', 'une date avec heure'),
  'google.protobuf.Duration': say('a length of time', 'een tijdsduur', 'une durée'),
  Pattern: say('a pattern', 'een patroon', 'un motif'),
};

const somethingElse = say('something else', 'iets anders', 'autre chose');
const nothing = say('nothing', 'niets', 'rien');

/** A type of the expression language in plain words. */
export function typeInWords(type: TypeOf | undefined): Words {
  if (!type) return somethingElse;
  if (Object.hasOwn(words, type.name)) return words[type.name]!;
  switch (type.kind) {
    case 'optional':
      return type.valueType?.kind === 'param'
        ? nothing
        : say('{type} that may be empty', '{type} die leeg kan zijn', '{type} qui peut être vide', {
            type: typeInWords(type.valueType),
          });
    case 'list':
      return say('a list', 'een lijst', 'une liste');
    case 'map':
      return say('a table of values', 'een tabel met waarden', 'un tableau de valeurs');
    default:
      return somethingElse;
  }
}

const compareIt = say(
  'Compare it with something, such as x > 0 or x == "yes".',
  'Vergelijk het met iets, zoals x > 0 of x == "yes".',
  'Comparez-le à quelque chose, par exemple x > 0 ou x == "yes".',
);
const addOrValue = say(
  'A value written with .? may be empty: add .orValue(…) behind it.',
  'Een waarde met .? kan leeg zijn: zet er .orValue(…) achter.',
  'Une valeur écrite avec .? peut être vide\u00a0: ajoutez .orValue(…) derrière.',
);
const writeThis = (what: string) => say('Write {what}.', 'Schrijf {what}.', 'Écrivez {what}.', { what });

function summaryOf({ en, nl = en, fr = en }: LocalizedText): Words {
  return { en, nl, fr };
}

const wrong = (
  node: ASTNode,
  message: Words,
  remedy: Words,
  code: RuleIssueCode = 'mapping.wrong-types',
): RuleIssue => ({
  ...errorIssue({ code, message, remedy, path: ['cel'] }),
  range: { start: node.start, end: node.end },
});

/** A name behind a line that no line has. */
function unknownLineField(node: ASTNode, lines: ExpressionWorld['lines']): RuleIssue {
  const [line, name] = Array.isArray(node.args) ? (node.args as unknown as [ASTNode, unknown]) : [node, null];
  const fields = (lines.get(typeOfPart(line)?.name ?? '')?.fields ?? []).map(({ field }) => field);
  const wanted = typeof name === 'string' ? name : '';
  const nearest = nearestName(wanted, fields);
  return wrong(
    node,
    say(
      'A line has no field "{wanted}".',
      'Een lijn heeft geen veld "{wanted}".',
      'Une ligne n’a pas de champ "{wanted}".',
      { wanted },
    ),
    nearest === undefined
      ? say('It has {fields}.', 'Ze heeft {fields}.', 'Elle a {fields}.', { fields: fields.join(', ') })
      : say('Did you mean {nearest}?', 'Bedoel je {nearest}?', 'Vouliez-vous dire {nearest}\u00a0?', { nearest }),
    'mapping.unknown-field',
  );
}

/** Says in plain words which types do not go together. */
export function typeIssue(error: CelTypeError, ast: ASTNode, lines: ExpressionWorld['lines']): RuleIssue {
  const node = error.node && 'op' in error.node ? (error.node as ASTNode) : ast;
  switch (error.code) {
    case 'no_such_key':
      return unknownLineField(node, lines);
    case 'no_such_overload':
      return operatorIssue(node);
    case 'no_matching_overload':
      return argumentsIssue(node);
    case 'incompatible_ternary_branches':
      return branchesIssue(node);
    case 'incompatible_argument_type':
      return wrong(
        node,
        say(
          '{what} cannot stand in for a value of another type.',
          '{what} kan geen waarde van een andere soort vervangen.',
          '{what} ne peut pas remplacer une valeur d’un autre type.',
          { what: opening(typeInWords(typeOfPart(node))) },
        ),
        say(
          'Use a value of the same type on both sides, for example "" for a text or 0 for a number.',
          'Gebruik aan beide kanten een waarde van dezelfde soort, bijvoorbeeld "" voor een tekst of 0 voor een getal.',
          'Utilisez une valeur du même type des deux côtés, par exemple "" pour un texte ou 0 pour un nombre.',
        ),
      );
    case 'invalid_condition_type':
      return wrong(
        node,
        say(
          'The part before ? must be yes or no; this is {what}.',
          'Het deel voor ? moet ja of nee zijn; dit is {what}.',
          'La partie avant ? doit être oui ou non\u00a0; ceci est {what}.',
          { what: typeInWords(typeOfPart(node)) },
        ),
        compareIt,
      );
    case 'invalid_logical_operand':
      return wrong(
        node,
        say(
          '&& and || join conditions; one side is {what}.',
          '&& en || verbinden voorwaarden; één kant is {what}.',
          '&& et || relient des conditions\u00a0; un côté est {what}.',
          {
            what: typeInWords(
              partsOf(node)
                .map(typeOfPart)
                .find((type) => type?.name !== 'bool'),
            ),
          },
        ),
        compareIt,
      );
    case 'invalid_comprehension_range':
      return wrong(
        node,
        say(
          'Only a list can be gone through; this is {what}.',
          'Alleen een lijst kan doorlopen worden; dit is {what}.',
          'Seule une liste peut être parcourue\u00a0; ceci est {what}.',
          { what: typeInWords(typeOfPart(node)) },
        ),
        say(
          'Make a list first, for example with split(text, ";").',
          'Maak eerst een lijst, bijvoorbeeld met split(text, ";").',
          'Faites d’abord une liste, par exemple avec split(text, ";").',
        ),
      );
    case 'heterogeneous_list_element':
    case 'heterogeneous_map_key':
    case 'heterogeneous_map_value':
      return wrong(
        node,
        say(
          'The elements of a list must be of one type; here comes {what}.',
          'De elementen van een lijst moeten van één soort zijn; hier komt {what}.',
          'Les éléments d’une liste doivent être d’un seul type\u00a0; voici {what}.',
          { what: typeInWords(typeOfPart(node)) },
        ),
        say(
          'Write all of them as texts, or all as numbers.',
          'Schrijf ze allemaal als teksten, of allemaal als getallen.',
          'Écrivez-les tous comme textes, ou tous comme nombres.',
        ),
      );
    case 'optional_expected':
      return wrong(
        node,
        say(
          '.orValue and .or follow a field that is written with .? ; this is {what}.',
          '.orValue en .or volgen op een veld dat met .? geschreven is; dit is {what}.',
          '.orValue et .or suivent un champ écrit avec .? ; ceci est {what}.',
          { what: typeInWords(typeOfPart(node)) },
        ),
        say(
          'Write account.?name.orValue("…"), or ifEmpty(value, otherwise).',
          'Schrijf account.?name.orValue("…"), of ifEmpty(waarde, anders).',
          'Écrivez account.?name.orValue("…"), ou ifEmpty(valeur, sinon).',
        ),
      );
    case 'cannot_index_type':
    case 'invalid_index_type':
      return wrong(
        node,
        say(
          '{what} has no parts that can be named like this.',
          '{what} heeft geen delen die zo genoemd kunnen worden.',
          '{what} n’a pas de parties qu’on puisse nommer ainsi.',
          { what: opening(typeInWords(typeOfPart(partsOf(node)[0] ?? node))) },
        ),
        say(
          'Check what stands before the dot or bracket.',
          'Kijk na wat voor de punt of het haakje staat.',
          'Vérifiez ce qui précède le point ou le crochet.',
        ),
      );
    default:
      return wrong(
        node,
        say(
          'The types in this part do not go together.',
          'De soorten in dit deel gaan niet samen.',
          'Les types de cette partie ne vont pas ensemble.',
        ),
        say('Check each value in it.', 'Kijk elke waarde erin na.', 'Vérifiez chaque valeur.'),
      );
  }
}

const deeds: Readonly<Record<string, Words>> = {
  '+': say('be added', 'opgeteld worden', 'être additionné'),
  '-': say('be subtracted', 'afgetrokken worden', 'être soustrait'),
  '*': say('be multiplied', 'vermenigvuldigd worden', 'être multiplié'),
  '/': say('be divided', 'gedeeld worden', 'être divisé'),
  '%': say('be divided', 'gedeeld worden', 'être divisé'),
  in: say('be looked up in it', 'erin opgezocht worden', 'y être cherché'),
  '-_': say('get a minus sign', 'een minteken krijgen', 'recevoir un signe moins'),
  '!_': say('be turned round', 'omgekeerd worden', 'être inversé'),
};

function operatorIssue(node: ASTNode): RuleIssue {
  const types = partsOf(node).map(typeOfPart);
  const deed = deeds[node.op] ?? say('be compared', 'vergeleken worden', 'être comparé');
  const [first, second] = types.map(typeInWords);
  const areAlike = second !== undefined && first!.en === second.en;
  const subject =
    second === undefined
      ? first!
      : areAlike
        ? say('two values that are each {first}', 'twee keer {first}', 'deux fois {first}', { first: first! })
        : say('{first} and {second}', '{first} en {second}', '{first} et {second}', { first: first!, second });
  return wrong(
    node,
    say('{subject} cannot {deed}.', '{subject}: dat kan niet {deed}.', '{subject}\u00a0: cela ne peut pas {deed}.', {
      subject: opening(subject),
      deed,
    }),
    operatorAdvice(node, types),
  );
}

function operatorAdvice(node: ASTNode, types: readonly (TypeOf | undefined)[]): Words {
  const names = types.map((type) => type?.name);
  const [left] = partsOf(node);
  const source = (at: number) => {
    const part = partsOf(node)[at];
    return part ? part.input.slice(part.start, part.end) : 'x';
  };
  const at = (name: string) => names.indexOf(name);
  if (types.some((type) => type?.kind === 'optional')) {
    return addOrValue;
  }
  const number = at('int') >= 0 ? at('int') : at('Decimal');
  if (node.op === '+' && at('string') >= 0 && number >= 0)
    return say(
      'Write text({part}) to add it to a text.',
      'Schrijf text({part}) om het bij een tekst te voegen.',
      'Écrivez text({part}) pour l’ajouter à un texte.',
      { part: source(number) },
    );
  if (node.op === '+' && at('string') >= 0 && at('Date') >= 0) return writeThis(`text(${source(at('Date'))})`);
  if (at('string') >= 0 && number >= 0)
    return say(
      'Write decimal({part}), or the number without quotes.',
      'Schrijf decimal({part}), of het getal zonder aanhalingstekens.',
      'Écrivez decimal({part}), ou le nombre sans guillemets.',
      { part: source(at('string')) },
    );
  if (at('string') >= 0 && at('Date') >= 0) return writeThis(`date(${source(at('string'))})`);
  if (at('string') >= 0 && at('bool') >= 0)
    return say(
      'Yes and no are written true and false, without quotes.',
      'Ja en nee schrijf je true en false, zonder aanhalingstekens.',
      'Oui et non s’écrivent true et false, sans guillemets.',
    );
  if (at('Date') >= 0 && at('google.protobuf.Timestamp') >= 0) {
    return say(
      'Write date({part}) to compare days.',
      'Schrijf date({part}) om dagen te vergelijken.',
      'Écrivez date({part}) pour comparer des jours.',
      { part: source(at('google.protobuf.Timestamp')) },
    );
  }
  if (at('Date') >= 0)
    return say(
      'Use addDays(date, days) or daysBetween(from, to).',
      'Gebruik addDays(date, days) of daysBetween(from, to).',
      'Utilisez addDays(date, days) ou daysBetween(from, to).',
    );
  if (node.op === '!_')
    return say(
      '! turns a condition round: !isEmpty({part}).',
      '! keert een voorwaarde om: !isEmpty({part}).',
      '! inverse une condition\u00a0: !isEmpty({part}).',
      { part: left ? source(0) : 'x' },
    );
  return say(
    'Use values of the same type on both sides.',
    'Gebruik aan beide kanten waarden van dezelfde soort.',
    'Utilisez des valeurs du même type des deux côtés.',
  );
}

function argumentsIssue(node: ASTNode): RuleIssue {
  if (node.op !== 'call' && node.op !== 'rcall')
    return wrong(
      node,
      say('This cannot be called.', 'Dit kan niet opgeroepen worden.', 'Ceci ne peut pas être appelé.'),
      say('Check its name.', 'Kijk de naam na.', 'Vérifiez son nom.'),
    );
  const given = node.op === 'call' ? node.args[1] : node.args[2];
  const entry = libraryFunctions.find(
    ({ name, style }) => name === node.args[0] && (style === 'function') === (node.op === 'call'),
  );
  const got =
    given.length === 0
      ? nothing
      : given
          .map((part) => typeInWords(typeOfPart(part)))
          .reduce((all, next) => say('{all} and {next}', '{all} en {next}', '{all} et {next}', { all, next }));
  const advice = given.some((part) => typeOfPart(part)?.kind === 'optional')
    ? addOrValue
    : entry
      ? summaryOf(entry.summary)
      : say('Check what it takes.', 'Kijk na wat ze neemt.', 'Vérifiez ce qu’elle prend.');
  return wrong(
    node,
    say('{call} cannot take {got}.', '{call} kan {got} niet aannemen.', '{call} ne peut pas prendre {got}.', {
      call: entry?.signature ?? node.args[0],
      got,
    }),
    advice,
  );
}

function branchesIssue(node: ASTNode): RuleIssue {
  const [, yes, no] = partsOf(node).map(typeOfPart);
  const isEmptyBranch = [yes, no].some((type) => type?.kind === 'optional');
  return wrong(
    node,
    say(
      'The two results must be of one type; they are {yes} and {no}.',
      'De twee resultaten moeten van één soort zijn; het zijn {yes} en {no}.',
      'Les deux résultats doivent être d’un seul type\u00a0; ce sont {yes} et {no}.',
      { yes: typeInWords(yes), no: typeInWords(no) },
    ),
    isEmptyBranch
      ? say(
          'Where one case gives nothing, write optional.of(…) around the other.',
          'Geeft één geval niets, schrijf dan optional.of(…) rond het andere.',
          'Si un cas ne donne rien, écrivez optional.of(…) autour de l’autre.',
        )
      : say(
          'Make both a text with text(…), or both a number with decimal(…).',
          'Maak van beide een tekst met text(…), of van beide een getal met decimal(…).',
          'Faites des deux un texte avec text(…), ou des deux un nombre avec decimal(…).',
        ),
  );
}

/** Mistakes that the library's check lets pass and that would give a wrong result or cost too much. */
export function usageIssues(ast: ASTNode): RuleIssue[] {
  const issues: RuleIssue[] = [];
  visit(ast, (node) => {
    const [left, right] = partsOf(node);
    if (!left || !right) return;
    const types = [typeOfPart(left), typeOfPart(right)];
    if (node.op === '/' && types.every((type) => type?.name === 'int')) {
      issues.push(
        wrong(
          node,
          say(
            'Dividing two whole numbers would drop what is left over.',
            'Twee gehele getallen delen zou laten vallen wat overblijft.',
            'Diviser deux nombres entiers ferait perdre le reste.',
          ),
          writeThis(
            `decimal(${left.input.slice(left.start, left.end)}) / ${right.input.slice(right.start, right.end)}`,
          ),
        ),
      );
    }
    const isComparison = node.op === '==' || node.op === '!=';
    if (isComparison && types.some((type) => type?.kind === 'list' || type?.kind === 'map')) {
      issues.push(
        wrong(
          node,
          say(
            'Lists cannot be compared with each other.',
            'Lijsten kunnen niet met elkaar vergeleken worden.',
            'Des listes ne peuvent pas être comparées entre elles.',
          ),
          say(
            'Compare their elements, or join them first.',
            'Vergelijk hun elementen, of voeg ze eerst samen.',
            'Comparez leurs éléments, ou assemblez-les d’abord.',
          ),
        ),
      );
    }
  });
  return issues;
}
