import type { FlowDocument } from '@koppel/model';
import { each, insist, type AttackClass, type Variant } from '../attack.ts';
import type { Lab } from '../lab.ts';

const flowId = 'accounts-erp-to-crm';

/** The shipped flow with one row of its mapping, or its condition, replaced. */
async function withRule(lab: Lab, place: 'row' | 'condition', rule: unknown): Promise<FlowDocument> {
  const { draft } = await lab.once('draft', () => lab.commandLine.call('getFlow', { params: { id: flowId } }));
  const document = structuredClone(draft) as FlowDocument & { nodes: Record<string, { config: unknown }> };
  if (place === 'row') document.nodes['map']!.config = { rows: { 'account.name': rule } };
  else document.nodes['active']!.config = { condition: rule };
  return document;
}

interface Verdict {
  /** Codes of what the check holds against the expression. */
  readonly issues: readonly string[];
  /** What real records became, and why they did not. */
  readonly values: readonly unknown[];
  readonly errors: readonly string[];
  readonly status: number;
}

async function evaluate(lab: Lab, expression: string, place: 'row' | 'condition' = 'row'): Promise<Verdict> {
  const document = await withRule(lab, place, { cel: expression });
  const checked = await lab.send({
    method: 'POST',
    path: lab.path('checkFlow', { id: flowId }),
    as: 'commandLine',
    json: { document },
  });
  const { issues = [] } = JSON.parse(checked.text) as { issues?: { code: string; severity: string; nodeId?: string }[] };
  const node = place === 'row' ? 'map' : 'active';
  const shown = await lab.send({
    method: 'POST',
    path: lab.path('previewFlow', { id: flowId }),
    as: 'commandLine',
    json: { document, nodeId: node, limit: 3 },
  });
  const { records = [], error } = JSON.parse(shown.text) as {
    records?: { output: Record<string, unknown> | null; errors: Record<string, { code: string }> }[];
    error?: { code: string } | null;
  };
  return {
    status: shown.status,
    issues: issues.filter(({ severity, nodeId }) => severity === 'error' && nodeId === node).map(({ code }) => code),
    values: records.map(({ output }) => output?.['account.name']),
    errors: [...records.flatMap(({ errors }) => Object.values(errors).map(({ code }) => code)), ...(error ? [error.code] : [])],
  };
} // prettier-ignore

const quoted = (text: string) => (text.length > 50 ? `${text.slice(0, 50)}… (${text.length} characters)` : text);

/** Expressions that must be refused by the check, in a mapping and in a condition alike. */
function refused(kind: string, expressions: readonly string[]): Variant[] {
  return (['row', 'condition'] as const).flatMap((place) =>
    each(
      expressions.map((expression) => [`${kind}, in a ${place}: ${quoted(expression)}`, expression] as const),
      async (lab, expression) => {
        const { issues, values } = await evaluate(lab, expression, place);
        insist(issues.length > 0, `The check has nothing against it; it gave ${JSON.stringify(values)}`);
        insist(
          values.every((value) => value === undefined || value === null || place === 'condition'),
          `It was evaluated all the same: ${JSON.stringify(values)}`,
        );
      },
    ),
  );
}

/** Expressions that may be written, and that must cost no more than their record. */
function costsOnlyItsRecord(kind: string, expressions: readonly string[]): Variant[] {
  return each(
    expressions.map((expression) => [`${kind}: ${quoted(expression)}`, expression] as const),
    async (lab, expression) => {
      const startedMs = performance.now();
      const { issues, errors, values, status } = await evaluate(lab, expression);
      const tookMs = performance.now() - startedMs;
      insist(status === 200 || status === 413, `The preview answered ${status}`);
      const outcome = `${issues.join()} ${errors.join()} ${JSON.stringify(values).slice(0, 200)}`;
      insist(status === 413 || issues.length > 0 || errors.length > 0, `It went through: ${outcome}`);
      insist(tookMs < 20_000, `It took ${Math.round(tookMs)} ms`);
    },
  );
}

const escapes = [
  'constructor',
  'constructor.constructor("return process")()',
  'account.constructor',
  'account["constructor"]',
  'account.constructor.constructor("return process.env")()',
  'account.name.constructor',
  '"".constructor.constructor("return this")()',
  '[].constructor.constructor("return globalThis")()',
  '{}.constructor',
  'account.__proto__',
  'account["__proto__"]',
  'account.__proto__.polluted',
  'account.prototype',
  'account.toString()',
  'account.hasOwnProperty("name")',
  'account.valueOf()',
  'account.__defineGetter__("name", "x")',
  'account.__lookupGetter__("name")',
  'this',
  'this.constructor',
  'self',
  'globalThis',
  'globalThis.process',
  'process',
  'process.env',
  'process.env.CANARY',
  'process.exit(1)',
  'process.mainModule.require("child_process").execSync("id")',
  'require("fs").readFileSync("/etc/passwd")',
  'import("fs")',
  'module',
  'module.require("fs")',
  'Function("return 1")()',
  'new Function("return 1")',
  'eval("1+1")',
  'setTimeout("x", 1)',
  'setInterval(account.name, 1)',
  'Promise.resolve(1)',
  'async () => 1',
  '() => process',
  'function f() { return process }',
  'class A {}',
  'account.name = "x"',
  'account.name += "x"',
  'delete account.name',
  '`${process.env.CANARY}`',
  '`${account.name}`',
  '{{ process.env.CANARY }}',
  '{{ $json.name }}',
  '${7*7}',
  '#{7*7}',
  '<%= 7*7 %>',
  '$eval("1")',
  'Reflect.ownKeys(account)',
  'Object.assign(account, {"x": 1})',
  'Object.prototype',
  'Symbol.iterator',
  'Proxy',
  'WebAssembly',
  'Buffer.from("x")',
  'fetch("http://127.0.0.1/")',
  'XMLHttpRequest',
  'Intl.DateTimeFormat().resolvedOptions()',
  'arguments.callee',
  'with (account) name',
  'throw "x"',
  'while (true) {}',
  'for (;;) {}',
  'yield account',
  'await account',
  'account.name; process.exit()',
  'account.name\nprocess.exit()',
  'account?.name',
  'account.name ?? process',
  'void 0',
  'typeof process',
  'type(account).constructor',
  'dyn(account).constructor',
  'dyn("").constructor',
  'google.protobuf.Any{}',
  'google.api.expr.v1alpha1.Expr{}',
  'secret.clientSecret',
  'connection.secrets',
  'env.CANARY',
  'param.__proto__',
  'param["constructor"]',
  'optional.constructor',
  'cel.constructor',
  'cel.bind(constructor, 1, constructor.constructor)',
  'has(account.__proto__)',
  'map.constructor',
  '\\u0063onstructor',
  'c\\u006fnstructor',
  'ａccount.constructor',
  'account.\u200bconstructor',
  'account["con" + "structor"]',
  'account[account.name]',
] as const;

/** Grows as a chain of replacements: each doubles what the one before gave. */
const doubled = (times: number) => `${'replace('.repeat(times)}padLeft("a", 1000, "a")${', "a", "aa")'.repeat(times)}`;
/** Texts of so many parts, to be gone through. */
const parts = (count: number) => `split(padLeft("", ${count}, ";"), ";")`;

const bombs = {
  'endless loop': [
    '[1,2,3].map(a, [1,2,3].map(b, [1,2,3].map(c, a*b*c))).size() > 0 ? "x" : "y"',
    `${'[1,2,3].all(x, '.repeat(8)}true${')'.repeat(8)} ? "x" : "y"`,
    `${parts(50_000)}.all(x, ${parts(50_000)}.all(y, x == y)) ? "x" : "y"`,
    `${parts(90_000)}.map(x, ${parts(90_000)}).size() > 0 ? "x" : "y"`,
    `join(${parts(90_000)}.map(x, padLeft("", 90000, "x")), "")`,
    `${parts(90_000)}.exists(x, size(replace(padLeft("", 90000, "x"), "x", "y")) == 1) ? "x" : "y"`,
    `${parts(90_000)}.filter(x, like(padLeft("", 90000, "a"), "*a*a*a*a*b")).size() > 0 ? "x" : "y"`,
    `${parts(90_000)}.exists_one(x, matchesPattern(padLeft("", 90000, "a"), "(a+)+b")) ? "x" : "y"`,
    `${'cel.bind(a, "x" + account.name, '.repeat(30)}a${')'.repeat(30)}`,
    'cel.bind(a, cel.bind(b, account.name, b + b), a + a)',
  ],
  'memory bomb': [
    doubled(8),
    doubled(12),
    `padLeft(account.name, 1000000000, "x")`,
    `padRight(account.name, 1000000000, "x")`,
    `padLeft(account.name, 9223372036854775807, "x")`,
    `padLeft(account.name, 100001, "x")`,
    `join(split(padLeft("", 60000, ";"), ";"), "xxxxxxxxxx")`,
    `replace(padLeft("", 60000, "a"), "a", "bbbbbbbbbb")`,
    `replace(padLeft("", 60000, "a"), "", "bbbbbbbbbb")`,
    `upper(padLeft("", 60000, "\u0390"))`,
    `lower(padLeft("", 99999, "\u0130"))`,
    `cel.bind(a, padLeft("", 90000, "a"), ${Array.from({ length: 150 }, () => 'a').join(' + ')})`,
    `[${'"aaaaaaaaaa",'.repeat(101)}"a"].size() > 1 ? "x" : "y"`,
    `join(${parts(99_999)}.map(x, "aaaaaaaaaaaaaaaaaaaa"), "")`,
    `text(${parts(99_999)}.map(x, ["a","a","a","a","a","a","a","a","a","a","a","a"]).size())`,
  ],
  'number bomb': [
    '10 ** 1000000000',
    `text(${'9'.repeat(400)} * ${'9'.repeat(400)})`,
    `text(1e1000000)`,
    'text(decimal("1e999999999"))',
    'text(decimal("9e-999999999") + 1)',
    `text(decimal(padLeft("", 90000, "9")))`,
    `text(int(padLeft("", 90000, "9")))`,
    'text(1 / 0)',
    'text(5 % 0)',
    'text(9223372036854775807 + 1)',
    `text(${Array.from({ length: 30 }, () => '999999999999.5').join(' * ')})`,
    'text(account.creditLimit, 1000000000)',
    'text(round(account.creditLimit, 1000000000))',
    'text(addDays(date("2026-01-01"), 9000000000))',
    'text(addMonths(date("2026-01-01"), 9223372036854775807))',
    'text(date(999999999, 1, 1))',
  ],
  'catastrophic pattern': [
    'matchesPattern(account.name, "(a+)+(?=x)$") ? "x" : "y"',
    'matchesPattern(account.name, "(?<x>a)\\\\k<x>") ? "x" : "y"',
    'matchesPattern(account.name, "(a)\\\\1") ? "x" : "y"',
    'matchesPattern(account.name, "(a{1000}){1000}") ? "x" : "y"',
    'matchesPattern(account.name, "((((a{100}){100}){100}){100})") ? "x" : "y"',
    `matchesPattern(account.name, "${'('.repeat(300)}a${')'.repeat(300)}") ? "x" : "y"`,
    `matchesPattern(account.name, "${'a?'.repeat(99)}${'a'.repeat(99)}") ? "x" : "y"`,
    'matchesPattern(account.name, account.name) ? "x" : "y"',
    'matchesPattern(account.name, "a" + account.name) ? "x" : "y"',
    'matchesPattern(account.name, "(") ? "x" : "y"',
    'matchesPattern(account.name, "[\\\\p{L}-") ? "x" : "y"',
    `like(account.name, "${'*a'.repeat(1_500)}") ? "x" : "y"`,
    `like(padLeft("", 99999, "a"), "${'*a'.repeat(100)}*b") ? "x" : "y"`,
  ],
  'too large to be read': [
    '('.repeat(1_900) + '1' + ')'.repeat(1_900),
    '!'.repeat(3_999) + 'true',
    '-'.repeat(3_900) + '1',
    '['.repeat(1_900) + ']'.repeat(1_900),
    `account${'.name'.repeat(700)}`,
    `account${'["name"]'.repeat(400)}`,
    Array.from({ length: 1_900 }, () => 'a').join('+'),
    `${'true ? '.repeat(500)}1`,
    `"${'x'.repeat(50_000)}"`,
    `"${'x'.repeat(4_000_000)}"`,
    `// ${'x'.repeat(50_000)}\naccount.name`,
    `${'"\\u0000"'.repeat(10)}x`,
    `${'{"a": '.repeat(600)}1${'}'.repeat(600)}`,
  ],
} as const; // prettier-ignore

/** Catastrophic for engines that go back, harmless for one that does not: they must simply answer, at once. */
const slowElsewhere = [
  '(a+)+$',
  '(a*)*$',
  '(a|a)*$',
  '(a|aa)+$',
  '(.*a){20}$',
  '([a-zA-Z]+)*$',
  '(x+x+)+y',
  '^(([a-z])+.)+[A-Z]([a-z])+$',
] as const;

/** Data that looks like a program must come out as it went in. */
const programs = [
  '{{7*7}}',
  '${7*7}',
  '`${process.env.CANARY}`',
  'process.exit(1)',
  '=1+1',
  'account.name + "x"',
  'constructor.constructor("return process")()',
  '{"cel":"process.exit(1)"}',
  '"; DROP TABLE flow; --',
  '<%= 7*7 %>',
  '__proto__',
] as const;

const secondOrder: Variant[] = [
  ...each(
    programs.map((text) => [`a text of a mapping is a text: ${text}`, text] as const),
    async (lab, text) => {
      const document = await withRule(lab, 'row', { value: text });
      const answer = await lab.send({ method: 'POST', path: lab.path('previewFlow', { id: flowId }), as: 'commandLine', json: { document, nodeId: 'map', limit: 1 } }); // prettier-ignore
      const { records } = JSON.parse(answer.text) as { records: { output: Record<string, unknown> }[] };
      insist(records[0]?.output['account.name'] === text, `It became ${JSON.stringify(records[0]?.output)}`);
    },
  ),
  ...each(programs.map((text) => [`a text inside an expression is a text: ${text}`, text] as const), async (lab, text) => {
    const { values } = await evaluate(lab, `"" + ${JSON.stringify(text)}`);
    insist(values[0] === text, `It became ${JSON.stringify(values)}`);
  }), // prettier-ignore
  ...each(
    ['eval(account.name)', 'cel(account.name)', 'cel.eval(account.name)', 'evaluate(account.name)', 'compile("1")'].map(
      (text) => [`nothing evaluates data: ${text}`, text] as const,
    ),
    async (lab, expression) => {
      const { issues } = await evaluate(lab, expression);
      insist(issues.length > 0, 'The check has nothing against it');
    },
  ),
];

export const expressions: AttackClass = {
  name: 'expressions',
  summary:
    'Expressions that want out of their language: to objects of the host, to endless work, to too much memory, or to be evaluated twice.',
  variants: [
    ...refused('escape', escapes),
    ...Object.entries(bombs).flatMap(([kind, expressions]) => costsOnlyItsRecord(kind, expressions)),
    ...each(slowElsewhere.map((pattern) => [`pattern that is slow elsewhere: ${pattern}`, pattern] as const), async (lab, pattern) => {
      const startedMs = performance.now();
      const { issues, values } = await evaluate(lab, `matchesPattern("${'a'.repeat(2_000)}!", ${JSON.stringify(pattern)}) ? "yes" : "no"`);
      insist(issues.length === 0 && /^(yes|no)$/.test(String(values[0])), `It gave ${issues.join()} ${JSON.stringify(values)}`);
      insist(performance.now() - startedMs < 10_000, 'It took more than ten seconds');
    }), // prettier-ignore
    ...secondOrder,
  ],
};
