import { nl } from '../../src/i18n/nl/index.ts';
import type { Catalogue } from '../../src/i18n/texts.ts';

/**
 * That a text which lacks in a language does not compile: should these lines compile one day, they fail the check of types,
 * because the mistake that they announce is not there.
 */
const { 'action.save': _left, ...rest } = nl;
// @ts-expect-error A catalogue without one of the texts is none.
export const lacking: Catalogue = rest;
// @ts-expect-error Nor is one with a text that English does not have.
export const more: Catalogue = { ...nl, 'no.such.text': 'Nergens' };
