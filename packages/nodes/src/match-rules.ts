import { canonicalField, labelled, fieldIndex, type NodeIssue, type RecordShape } from '@koppel/sdk';
import { z } from 'zod';

/**
 * Match rules of a node: tried in order. Each names one canonical field, or several joined by `+` that must all be
 * equal: `companyNumber`, `name+billingAddress.postalCode`.
 */
export const matchSchema = z
  .array(z.string().regex(/^[\w.~-]+(\+[\w.~-]+)*$/))
  .max(5)
  .default([])
  .meta({
    ...labelled(
      { en: 'Match by', nl: 'Herkennen aan', fr: 'Reconnaître par' },
      {
        en: 'How to recognise a record that is not linked yet. The first rule that finds exactly one counts.',
        nl: 'Hoe een record herkend wordt dat nog niet gekoppeld is. De eerste regel die er precies één vindt, telt.',
        fr: 'Comment reconnaître un enregistrement pas encore relié. La première règle qui en trouve exactement un compte.',
      },
    ),
    editor: 'match',
  });

/** Match rules taken apart into fields. */
export function matchRules(match: readonly string[]): string[][] {
  return match.map((rule) => rule.split('+'));
}

/** Match rules that name a field the records do not have. */
export function matchIssues(match: readonly string[], input: RecordShape): NodeIssue[] {
  return matchRules(match).flatMap((fields, index) =>
    fields
      .filter((field) => fieldIndex(input, field) < 0)
      .map((field): NodeIssue => {
        const { en, nl = en, fr = en } = canonicalField(input.entity, field)?.title ?? { en: field };
        return {
          code: 'match.unknown-field',
          severity: 'error',
          message: `The match rule uses "${en}", which the records that arrive here do not have.`,
          remedy: 'Map that field before this node, or choose another one.',
          path: ['config', 'match', index],
          translations: {
            nl: {
              message: `De herkenningsregel gebruikt “${nl}”, dat de records die hier aankomen niet hebben.`,
              remedy: 'Koppel dat veld voor deze stap, of kies een ander.',
            },
            fr: {
              message: `La règle de reconnaissance utilise « ${fr} », que les enregistrements qui arrivent ici n’ont pas.`,
              remedy: 'Reliez ce champ avant cette étape, ou choisissez-en un autre.',
            },
          },
        };
      }),
  );
}
