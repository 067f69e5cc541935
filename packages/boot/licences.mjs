// The licences under which a package may be part of Koppel, or help to make it.
export const allowedLicences = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MPL-2.0',
  // Fonts alone.
  'OFL-1.1',
  // argparse, whose licence is that of the Python it was translated from.
  'Python-2.0',
  'Unlicense',
]);

/** Whether an SPDX expression can be met with allowed licences: one of those behind OR, all of those behind AND. */
export function isAllowed(expression) {
  return expression
    .replaceAll(/[()]/g, ' ')
    .split(/\sOR\s/)
    .some((all) => all.split(/\sAND\s/).every((one) => allowedLicences.has(one.trim())));
}
