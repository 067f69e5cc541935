import { expect, test } from 'vitest';
import { compareVersions, nextMinor, semanticVersionPattern } from '../../src/index.ts';

test('versions come in the order of semantic versions', () => {
  const ordered = [
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0',
    '1.2.9',
    '1.10.0',
    '2.0.0',
  ];
  expect(ordered.toReversed().toSorted(compareVersions)).toEqual(ordered);
});

test.each([
  ['2.3.1', '2.4.0'],
  ['0.1.0-beta.1', '0.2.0'],
])('after %s comes %s', (version, next) => expect(nextMinor(version)).toBe(next));

test.each(['1', '1.0', '01.0.0', '1.0.0-', '1.0.0-a..b', 'v1.0.0', '1.0.0\n'])('%j is no version', (text) => {
  expect(semanticVersionPattern.test(text)).toBe(false);
});
