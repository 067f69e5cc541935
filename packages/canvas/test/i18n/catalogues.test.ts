import { compileMessage } from '@lingui/message-utils/compileMessage';
import { describe, expect, it } from 'vitest';
import { en } from '../../src/i18n/en/index.ts';
import { fr } from '../../src/i18n/fr/index.ts';
import { nl } from '../../src/i18n/nl/index.ts';
import type { Catalogue, MessageId } from '../../src/i18n/texts.ts';

const translated = { nl, fr };
const ids = Object.keys(en) as MessageId[];

/** The names of the values that a message shows or chooses by, and the marks that it wraps words in. */
function partsOf(message: string): string[] {
  const names = new Set<string>(message.match(/<\/?[a-z]+>/g) ?? []);
  const walk = (tokens: unknown): void => {
    if (!Array.isArray(tokens)) return;
    for (const token of tokens) {
      if (!Array.isArray(token)) continue;
      const [name, , cases] = token as [string, string?, Record<string, unknown>?];
      names.add(name);
      if (typeof cases === 'object') for (const inner of Object.values(cases)) walk(inner);
    }
  };
  walk(compileMessage(message));
  return [...names].toSorted();
}

/** Terms that mean one thing only, and how each language says them. */
const glossary: readonly { readonly term: RegExp; readonly nl: RegExp; readonly fr: RegExp }[] = [
  // A failed record is closed; a suggestion is only put aside.
  { term: /\bdismiss(ed)?\b/i, nl: /afslui|afgesloten|opzij(zet|gezet)/i, fr: /écart/i },
  { term: /\bnodes?\b/i, nl: /stap/i, fr: /étape/i },
  { term: /\bedges?\b/i, nl: /pijl/i, fr: /flèche/i },
  { term: /\bports?\b/i, nl: /poort/i, fr: /port/i },
  { term: /\bmaster\b/i, nl: /eigena/i, fr: /maître/i },
  { term: /\brecord links?\b/i, nl: /recordkoppeling/i, fr: /correspondance/i },
  { term: /\bmatch rules?\b/i, nl: /herkenningsregel/i, fr: /règles? de reconnaissance/i },
  { term: /\bvalue lists?\b/i, nl: /waardenlijst/i, fr: /listes? de valeurs/i },
  { term: /\bsamples?\b/i, nl: /voorbeeld|proef/i, fr: /exemple|échantillon|essai/i },
  { term: /\bdraft\b/i, nl: /concept/i, fr: /brouillon/i },
  { term: /\bpublish(ed)?\b/i, nl: /publice/i, fr: /publi/i },
  { term: /\btrial\b/i, nl: /proef/i, fr: /essai/i },
  { term: /\bthe run\b/i, nl: /uitvoering|verdergaat/i, fr: /exécution/i },
  { term: /\bflow\b/i, nl: /flow/i, fr: /flux/i },
  { term: /\bcop(y|ies)\b/i, nl: /kopi/i, fr: /copi/i },
  { term: /\brun with sample\b/i, nl: /proef met voorbeelden/i, fr: /essai sur échantillon/i },
  { term: /\bretry\b/i, nl: /opnieuw|nieuwe poging/i, fr: /réessa|nouvel essai/i },
  { term: /\bdrift\b/i, nl: /afwijking/i, fr: /écart/i },
  { term: /\bput(s|ting)? (it |them |the values? )?back\b/i, nl: /terug/i, fr: /rétabli|remet|remis/i },
  { term: /\bseed\b/i, nl: /aanmaken toestaan|mag aanmaken/i, fr: /création permise|peut créer/i },
  { term: /\btemplates?\b/i, nl: /sjablo/i, fr: /modèle/i },
  { term: /\binstall(ed|s|ing)?\b/i, nl: /nstall/i, fr: /install/i },
  { term: /\bopen amounts?\b/i, nl: /openstaand|openstaat/i, fr: /encours/i },
  { term: /\boverdue\b/i, nl: /vervallen/i, fr: /échu/i },
];

/** Words that no text for people says: they blame, joke, or say that something is wrong without saying what. */
const never: Readonly<Record<'en' | 'nl' | 'fr', RegExp>> = {
  en: /\b(invalid|oops|whoops|illegal|bad request|you (must|forgot|failed)|your (mistake|fault|error))\b/i,
  nl: /\b(ongeldig|oeps|je (moet|vergat)|(jouw|je) fout)\b/i,
  fr: /\b(invalide|non valide|oups|vous (devez|avez oublié)|votre (erreur|faute))\b/i,
};
/** `Error 412`, `auth.refused`: for the line below, where it can be copied. */
const codeInText = /\b(error|fout|erreur) \d{3}\b|\b[45]\d\d:/i;

describe.each(Object.entries(translated))('the catalogue in %s', (language, catalogue: Catalogue) => {
  it('has every text and no empty one', () => {
    expect(Object.keys(catalogue).toSorted()).toEqual([...ids].toSorted());
    expect(ids.filter((id) => catalogue[id].trim() === '')).toEqual([]);
  });

  it('has no sentence that is still English', () => {
    const words = (text: string) =>
      text.replace(/\{\w+\}|\b(plural|one|other)\b/g, '').match(/\p{L}{2,}/gu)?.length ?? 0;
    expect(ids.filter((id) => catalogue[id] === en[id] && words(en[id]) > 3)).toEqual([]);
  });

  it('shows the same values as the English texts and marks the same words', () => {
    const different = ids.filter((id) => partsOf(catalogue[id]).join() !== partsOf(en[id]).join());
    expect(different).toEqual([]);
  });

  it('says each term of the glossary in its own one way', () => {
    const strays = ids.flatMap((id) =>
      glossary
        .filter(({ term }) => catalogue[id] !== en[id] && term.test(en[id].replace(/\{\w+\}|koppel \w+/g, '')))
        .filter((entry) => !entry[language as 'nl' | 'fr'].test(catalogue[id]))
        .map(({ term }) => `${id}: ${term.source}`),
    );
    expect(strays).toEqual([]);
  });

  it('never has a straight apostrophe, which would start a quotation in the message format', () => {
    expect(ids.filter((id) => catalogue[id] !== en[id] && catalogue[id].includes("'"))).toEqual([]);
  });
});

it.each(Object.entries({ en, nl, fr }))(
  'the texts in %s blame nobody and hide behind no code',
  (language, catalogue: Catalogue) => {
    const strays = ids.filter(
      (id) => never[language as 'en' | 'nl' | 'fr'].test(catalogue[id]) || codeInText.test(catalogue[id]),
    );
    expect(strays.map((id) => `${id}: ${catalogue[id]}`)).toEqual([]);
  },
);

it('French has no plain space before a colon, semicolon, question or exclamation mark', () => {
  expect(ids.filter((id) => fr[id] !== en[id] && / [:;?!»]/.test(fr[id].replace(/\{[^{}]*,[^{}]*\{/g, '')))).toEqual(
    [],
  );
});
