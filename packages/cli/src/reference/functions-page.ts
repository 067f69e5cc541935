import type { LocalizedText } from '@koppel/model';
import type { CatalogBody } from '@koppel/protocol';
import { code, page, table } from './markdown.ts';

type Language = keyof Required<LocalizedText>;

const words: Readonly<
  Record<Language, { title: string; intro: string; sample: string; head: readonly [string, string, string, string] }>
> = {
  en: {
    title: 'Functions',
    intro: 'Everything that an expression may call. What is not here does not exist.',
    sample: 'The examples read this sample account:',
    head: ['Function', 'What it gives', 'Example', 'Result'],
  },
  nl: {
    title: 'Functies',
    intro: 'Alles wat een expressie kan aanroepen. Wat hier niet staat, bestaat niet.',
    sample: 'De voorbeelden lezen deze voorbeeldklant:',
    head: ['Functie', 'Wat ze geeft', 'Voorbeeld', 'Resultaat'],
  },
  fr: {
    title: 'Fonctions',
    intro: "Tout ce qu'une expression peut appeler. Ce qui n'est pas ici n'existe pas.",
    sample: 'Les exemples lisent ce client\u00a0:',
    head: ['Fonction', 'Ce qu’elle donne', 'Exemple', 'Résultat'],
  },
};

/** The function reference in one language, from the definitions of the functions themselves. */
export function functionsPage({ functions, functionGroups, exampleRecord }: CatalogBody, language: Language): string {
  const { title, intro, sample, head } = words[language];
  const said = (text: LocalizedText) => text[language] ?? text.en;
  const sections = functionGroups.map((group) => {
    const rows = functions
      .filter((entry) => entry.group === group.id)
      .map(({ signature, summary, example, result }) => [code(signature), said(summary), code(example), code(result)]);
    return `## ${said(group.title)}\n\n${table(head, rows)}`;
  });
  const record = exampleRecord.map(({ written, value }) => `- ${code(written)}: ${value ?? code('empty')}`);
  return page(title, `${intro}\n\n${sample}\n\n${record.join('\n')}`, sections);
}
