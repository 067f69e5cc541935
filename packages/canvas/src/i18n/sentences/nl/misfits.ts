import type { SentenceCatalogue } from '../sentence-in.ts';

/** Why a value does not fit its schema: see misfit.ts of the model. */
export const misfits: SentenceCatalogue = {
  'It is missing.': 'Het ontbreekt.',
  'A text is needed.': 'Er is een tekst nodig.',
  'A number is needed.': 'Er is een getal nodig.',
  'A whole number is needed.': 'Er is een geheel getal nodig.',
  'Yes or no is needed.': 'Er is ja of nee nodig.',
  'A list is needed.': 'Er is een lijst nodig.',
  'A group of settings is needed.': 'Er is een groep instellingen nodig.',
  'Another kind of value is needed.': 'Er is een andere soort waarde nodig.',
  'An address is needed, such as https://example.com.': 'Er is een adres nodig, zoals https://example.com.',
  'An e-mail address is needed.': 'Er is een e-mailadres nodig.',
  'A date is needed, such as 2026-11-27.': 'Er is een datum nodig, zoals 2026-11-27.',
  'A date with a time is needed, such as 2026-11-27T14:02:00Z.':
    'Er is een datum met tijd nodig, zoals 2026-11-27T14:02:00Z.',
  'It is not written in the form that is needed.': 'Het is niet geschreven zoals het moet.',
  'One of these is needed: ….': 'Een van deze is nodig: {1}.',
  'There is no "…" here.': 'Hier bestaat geen “{1}”.',
  'It has none of the forms that are possible.': 'Het heeft geen van de mogelijke vormen.',
  'It is empty.': 'Het is leeg.',
  'At least … characters are needed.': 'Er zijn minstens {1} tekens nodig.',
  'At least … entries are needed.': 'Er zijn minstens {1} regels nodig.',
  '… or more is needed.': 'Er is {1} of meer nodig.',
  'It may have … characters at most.': 'Het mag hoogstens {1} tekens hebben.',
  'It may have … entries at most.': 'Het mag hoogstens {1} regels hebben.',
  '… or less is needed.': 'Er is {1} of minder nodig.',
};
