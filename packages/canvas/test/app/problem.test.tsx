import { check } from '@koppel/compiler';
import type { Issue, Language } from '@koppel/model';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../../src/api/api-error.ts';
import { ProblemNote } from '../../src/app/problem.tsx';
import { readContext } from '../../src/check-worker/check-flow.ts';
import { LocaleProvider } from '../../src/i18n/locale.tsx';
import { issueToldIn } from '../../src/i18n/sentences/issue-told.ts';
import { loadSentences } from '../../src/i18n/sentences/load.ts';
import { activateLanguage, createTexts } from '../../src/i18n/texts.ts';
import { shippedFlow } from '../designer/flows.ts';
import { makeContext } from '../fixture-server/data-designer.ts';

const error = new ApiError({
  kind: 'problem',
  status: 409,
  message: 'flow.is-running',
  problem: {
    code: 'flow.is-running',
    message: 'The flow "Klanten" has a run that has not ended.',
    remedy: 'Stop the run, or wait for its end, then delete the flow.',
    requestId: 'r1',
  },
});

async function shownIn(language: Language, shown = error): Promise<string> {
  const i18n = createTexts();
  await Promise.all([activateLanguage(i18n, language), loadSentences(language)]);
  return renderToStaticMarkup(
    <LocaleProvider i18n={i18n} region={`${language}-BE`}>
      <ProblemNote error={shown} />
    </LocaleProvider>,
  );
}

describe('what the server says', () => {
  it('is shown in the language of the reader', async () => {
    expect(await shownIn('nl')).toContain('De flow “Klanten” heeft een uitvoering die niet afgelopen is.');
    expect(await shownIn('nl')).toContain('Stop de uitvoering, of wacht tot ze afloopt, en verwijder de flow dan.');
    expect(await shownIn('fr')).toContain('Le flux «\u00a0Klanten\u00a0» a une exécution qui n’est pas terminée.');
    expect(await shownIn('en')).toContain('The flow “Klanten” has a run that has not ended.');
  });

  it('calls what it names as the reader does', async () => {
    const refused = new ApiError({
      kind: 'problem',
      status: 400,
      message: 'connection.does-not-fit',
      problem: {
        code: 'connection.does-not-fit',
        message: '"Address" does not fit: An address is needed, such as https://example.com.',
        remedy: 'Correct the marked fields.',
        names: [{ en: 'Address', nl: 'Adres', fr: 'Adresse' }],
        requestId: 'r1',
      },
    });
    expect(await shownIn('nl', refused)).toContain(
      '“Adres” past niet: Er is een adres nodig, zoals https://example.com.',
    );
  });

  it('quotes the issue behind it in that language too', async () => {
    const own = { message: 'De code heeft "nmae" niet.', remedy: 'Schrijf "name".' };
    const message = 'The code has no "nmae".';
    const issue: Issue = {
      code: 'code.typescript',
      severity: 'error',
      nodeId: 'code',
      path: [],
      message,
      remedy: 'Write "name".',
      translations: { nl: own, fr: own },
    };
    const refused = new ApiError({
      kind: 'problem',
      status: 422,
      message: 'sub-flow.does-not-fit',
      problem: {
        code: 'sub-flow.does-not-fit',
        message: `Version 2 does not fit this flow: ${message}`,
        remedy: 'Write "name". The flow keeps the version it has.',
        requestId: 'r1',
        issues: [issue],
      },
    });
    const shown = await shownIn('nl', refused);
    expect(shown).toContain('Versie 2 past niet bij deze flow: De code heeft “nmae” niet.');
    expect(shown).toContain('Schrijf “name”. De flow behoudt de versie die hij heeft.');
  });
});

describe('what the check finds', () => {
  const document = { ...shippedFlow(), nodes: {}, edges: [] };
  const { issues } = check(document, readContext(makeContext()));

  it('is told in the language of the reader where it brings no words of its own', async () => {
    const sentence = await loadSentences('fr');
    const empty = issues.find(({ code }) => code === 'flow.no-source')!;
    expect(issueToldIn(empty, 'fr', sentence)).toMatchObject({
      message: 'Le flux est vide.',
      remedy: 'Ajoutez une étape qui lit des enregistrements, comme «\u00a0Clients de l’ERP\u00a0».',
    });
  });

  it('is told in every language where an error brings the words, alone or behind the name of its record', async () => {
    const names = [
      { en: 'There is no "phnoe".', nl: 'Er is geen "phnoe".' },
      { en: 'Correct it here.', nl: 'Verbeter het hier.' },
    ];
    const error = { message: names[0]!.en, remedy: names[1]!.en, names };
    const sentence = await loadSentences('nl');
    expect(issueToldIn(error, 'nl', sentence)).toMatchObject({
      message: 'Er is geen “phnoe”.',
      remedy: 'Verbeter het hier.',
    });
    const ofRecord = { ...error, message: `Peeters was not written. ${error.message}` };
    expect(issueToldIn(ofRecord, 'nl', sentence).message).toBe('Peeters is niet geschreven. Er is geen “phnoe”.');
  });

  it('is told in one language also where it says what another part of Koppel found', async () => {
    const sentence = await loadSentences('nl');
    const message =
      'The code cannot be run: The code exports no function. Write "export default function (record, run)" before it.';
    expect(issueToldIn({ message, remedy: 'Correct it.' }, 'nl', sentence)).toEqual({
      message:
        'De code kan niet uitgevoerd worden: De code exporteert geen functie. Schrijf “export default function (record, run)” ervoor.',
      remedy: 'Verbeter het.',
    });
  });

  it('calls a setting as its form does, and an entry of it by its number or its field', async () => {
    const flow = shippedFlow();
    flow.nodes['save']!.config = { match: ['name', 7] };
    (flow.nodes['map']!.config['rows'] as Record<string, unknown>)['account.name'] = { value: [] };
    const found = check(flow, readContext(makeContext())).issues.filter(({ code }) => code === 'node.bad-setting');
    const toldIn = async (language: 'en' | 'nl' | 'fr') => {
      const sentence = await loadSentences(language);
      return found.map((issue) => issueToldIn(issue, language, sentence).message);
    };
    expect(await toldIn('en')).toEqual([
      'The setting “Rows › Name” does not fit: It has none of the forms that are possible.',
      'The setting “Match by › entry 2” does not fit: A text is needed.',
    ]);
    expect(await toldIn('nl')).toEqual([
      'De instelling “Rijen › Naam” past niet: Het heeft geen van de mogelijke vormen.',
      'De instelling “Herkennen aan › regel 2” past niet: Er is een tekst nodig.',
    ]);
    expect((await toldIn('fr'))[1]).toBe(
      'Le paramètre «\u00a0Reconnaître par › élément 2\u00a0» ne convient pas\u00a0: Il faut un texte.',
    );
  });

  it('is told in its own words where it brings them', async () => {
    const own = { message: 'Leeg.', remedy: 'Vul in.' };
    const issue = { ...issues[0]!, translations: { nl: own, fr: own } };
    expect(issueToldIn(issue, 'nl', await loadSentences('nl'))).toMatchObject(own);
  });
});
