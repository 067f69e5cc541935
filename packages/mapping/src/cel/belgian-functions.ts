import { formatCompanyNumber } from '../belgium/company-number.ts';
import { parseIban } from '../belgium/iban.ts';
import {
  parseCreditorReference,
  parseStructuredCommunication,
  readPaymentReference,
} from '../belgium/payment-reference.ts';
import { parsePeppolId, readPeppolId } from '../belgium/peppol-id.ts';
import { formatBelgianPhone } from '../belgium/phone.ts';
import { parseVatNumber } from '../belgium/vat-number.ts';
import { parseEmail } from '../email.ts';
import { refuse } from '../formats.ts';
import { define, type LibraryFunction } from './library.ts';

type Read = (text: string) => string | null;

/** `name(text)`, which gives the written form or fails, saying what the text is not. */
const checked = (name: string, read: Read, what: string) => ({
  [`${name}(string): string`]: (text: string) => read(text) ?? refuse(text, what),
});

/** `isName(text)`, which answers and never fails. */
const test = (name: string, read: Read) => ({ [`${name}(string): bool`]: (text: string) => read(text) !== null });

/** Belgian numbers: each read in any usual way of writing, checked, and written in one way. */
export const belgianFunctions: readonly LibraryFunction[] = [
  define(
    'belgium',
    'companyNumber(text)',
    [
      'Checks a company number (KBO/BCE) and writes it as the register does.',
      'Controleert een ondernemingsnummer (KBO) en schrijft het zoals het register.',
      "Contrôle un numéro d'entreprise (BCE) et l'écrit comme le registre.",
    ],
    ['companyNumber("BE0403019261")', '"0403.019.261"'],
    checked('companyNumber', formatCompanyNumber, 'a company number'),
  ),
  define(
    'belgium',
    'isCompanyNumber(text)',
    [
      'Whether a text is a company number.',
      'Of een tekst een ondernemingsnummer is.',
      "Si un texte est un numéro d'entreprise.",
    ],
    ['isCompanyNumber("0417.497.107")', 'false'],
    test('isCompanyNumber', formatCompanyNumber),
  ),
  define(
    'belgium',
    'vatNumber(text)',
    [
      'Checks a VAT number and writes it without blanks, the country in front.',
      'Controleert een btw-nummer en schrijft het zonder spaties, met het land vooraan.',
      "Contrôle un numéro de TVA et l'écrit sans espaces, le pays devant.",
    ],
    ['vatNumber("BE 0403.019.261")', '"BE0403019261"'],
    checked('vatNumber', parseVatNumber, 'a VAT number'),
  ),
  define(
    'belgium',
    'isVatNumber(text)',
    ['Whether a text is a VAT number.', 'Of een tekst een btw-nummer is.', 'Si un texte est un numéro de TVA.'],
    ['isVatNumber("NL004495445B01")', 'true'],
    test('isVatNumber', parseVatNumber),
  ),
  define(
    'belgium',
    'iban(text)',
    [
      'Checks an IBAN and writes it without blanks.',
      'Controleert een IBAN en schrijft hem zonder spaties.',
      "Contrôle un IBAN et l'écrit sans espaces.",
    ],
    ['iban("BE68 5390 0754 7034")', '"BE68539007547034"'],
    checked('iban', parseIban, 'an IBAN'),
  ),
  define(
    'belgium',
    'isIban(text)',
    ['Whether a text is an IBAN.', 'Of een tekst een IBAN is.', 'Si un texte est un IBAN.'],
    ['isIban("BE68 5390 0754 7035")', 'false'],
    test('isIban', parseIban),
  ),
  define(
    'belgium',
    'structuredCommunication(text)',
    [
      'Writes a structured communication, adding the check digits to a number of at most ten digits.',
      'Schrijft een gestructureerde mededeling en voegt aan een nummer van hoogstens tien cijfers de controlecijfers toe.',
      "Écrit une communication structurée, en ajoutant les chiffres de contrôle à un numéro d'au plus dix chiffres.",
    ],
    ['structuredCommunication("1234567890")', '"+++123/4567/89002+++"'],
    checked(
      'structuredCommunication',
      readPaymentReference,
      'a structured communication or a number of at most ten digits',
    ),
  ),
  define(
    'belgium',
    'isStructuredCommunication(text)',
    [
      'Whether a text is a structured communication, Belgian or international (RF).',
      'Of een tekst een gestructureerde mededeling is, Belgisch of internationaal (RF).',
      'Si un texte est une communication structurée, belge ou internationale (RF).',
    ],
    ['isStructuredCommunication("+++090/9337/55493+++")', 'true'],
    test('isStructuredCommunication', (text) => parseStructuredCommunication(text) ?? parseCreditorReference(text)),
  ),
  define(
    'belgium',
    'peppolId(companyNumber)',
    [
      'The Peppol participant of a Belgian company.',
      'De Peppol-deelnemer van een Belgische onderneming.',
      "Le participant Peppol d'une entreprise belge.",
    ],
    ['peppolId("0403.019.261")', '"0208:0403019261"'],
    checked('peppolId', readPeppolId, 'a Peppol participant or a company number'),
  ),
  define(
    'belgium',
    'isPeppolId(text)',
    [
      'Whether a text is a Peppol participant.',
      'Of een tekst een Peppol-deelnemer is.',
      'Si un texte est un participant Peppol.',
    ],
    ['isPeppolId("0208:0403019261")', 'true'],
    test('isPeppolId', parsePeppolId),
  ),
  define(
    'belgium',
    'belgianPhone(text)',
    [
      'Writes a phone number internationally, in Belgian groups.',
      'Schrijft een telefoonnummer internationaal, in Belgische groepen.',
      'Écrit un numéro de téléphone en forme internationale, par groupes belges.',
    ],
    ['belgianPhone("015/41.22.80")', '"+32 15 41 22 80"'],
    checked('belgianPhone', formatBelgianPhone, 'a phone number'),
  ),
  define(
    'belgium',
    'email(text)',
    [
      'Checks an e-mail address and writes it without outer blanks.',
      'Controleert een e-mailadres en schrijft het zonder spaties eromheen.',
      "Contrôle une adresse e-mail et l'écrit sans espaces autour.",
    ],
    ['email(" info@claes.example ")', '"info@claes.example"'],
    checked('email', parseEmail, 'an e-mail address'),
  ),
  define(
    'belgium',
    'isEmail(text)',
    ['Whether a text is an e-mail address.', 'Of een tekst een e-mailadres is.', 'Si un texte est une adresse e-mail.'],
    ['isEmail("info@claes")', 'false'],
    test('isEmail', parseEmail),
  ),
];
