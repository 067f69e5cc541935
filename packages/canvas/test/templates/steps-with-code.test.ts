import { expect, test } from 'vitest';
import { stepsWithCode } from '../../src/templates/steps-with-code.ts';

const node = (type: string, code?: string) => ({ type, v: 1, config: code === undefined ? {} : { code } });

test('counts the steps of a package that run code', () => {
  expect(
    stepsWithCode([
      {
        result: {
          nodes: { a: node('run-code', 'export default () => ({})'), b: node('map-fields'), c: node('run-code', '') },
        },
      },
      { result: null },
      { result: { nodes: { d: node('run-code', 'export default () => ({ name: "x" })') } } },
    ]),
  ).toBe(2);
  expect(stepsWithCode([{ result: { nodes: { b: node('map-fields') } } }])).toBe(0);
});
