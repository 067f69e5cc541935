import { expect, it } from 'vitest';
import { errorsPage } from '../src/reference/errors-page.ts';
import { sentencesOf } from '../src/reference/sentences.ts';
import { readSource } from '../src/reference/sources.ts';

const sourceOf = (text: string, file = 'packages/server/src/a.ts') => readSource(file, text);
const sentencesIn = (text: string) => [...sentencesOf([sourceOf(text)]).keys()];

it('reads a sentence with what it is filled in with, in each way that it can be said', () => {
  expect(
    sentencesIn('throw problem({ message: `There is no flow "${id}".`, remedy: a ? "Make one." : `Ask ${b}.` });'),
  ).toEqual(['There is no flow "…".', 'Make one.', 'Ask ….']);
  expect(
    sentencesIn('const side = isIn ? "input" : "output"; refuse("a.b", `It has no ${side}.`, "Draw " + what + ".");'),
  ).toEqual(['It has no input.', 'It has no output.']);
});

it('reads a sentence wherever it stands: given to a function, behind another, inside what fills one', () => {
  expect(sentencesIn('refuse("a.b", "The flow is empty.", [`Add a node.`].join(" "));')).toEqual([
    'The flow is empty.',
    'Add a node.',
  ]);
  expect(sentencesIn('note(`Not done: ${why(x ? "It is locked." : "It is gone.")}`);')).toEqual([
    'Not done: …',
    'It is locked.',
    'It is gone.',
  ]);
});

it('leaves out what is translated where it stands, and what no screen shows', () => {
  expect(sentencesIn('say("The list is empty.", "De lijst is leeg.", "La liste est vide.");')).toEqual([]);
  expect(sentencesIn('const title = { en: "Read it all.", nl: "Lees alles.", fr: "Lisez tout." };')).toEqual([]);
  expect(sentencesIn('throw new Error("This cannot be.");')).toEqual([]);
  expect([...sentencesOf([sourceOf('say2("Not on the screen.");', 'packages/cli/src/a.ts')]).keys()]).toEqual([]);
});

it('takes a value that may be empty for a value, and two side by side for one', () => {
  expect(sentencesIn('fail(`It was "${before ?? ""}" and ${a}${b} is new.`);')).toEqual(['It was "…" and … is new.']);
});

it('lists each code with what happened and what to do, in each way that it can be said', () => {
  const page = errorsPage([
    sourceOf('fail({ code: "flow.gone", message: `There is no ${a}.`, remedy: b ? "Wait." : "Ask." });'),
    sourceOf('refuse("flow.empty", "It is empty.", "Add a node.");'),
  ]);
  expect(page).toContain('| `flow.gone` | There is no …. | Wait. / Ask. |');
  expect(page).toContain('| `flow.empty` | It is empty. | Add a node. |');
});

it('says which file cannot be parsed', () => {
  expect(() => readSource('packages/a/src/a.ts', 'const')).toThrow('packages/a/src/a.ts');
});
