import type { CreateRung, LocalizedText } from '@koppel/sdk';
import type { Resource } from './resource.ts';

/** What makes a create safe to repeat in this system, as its settings say. */
export function rungOf({ create, find }: Resource): Exclude<CreateRung, 'R3'> {
  if (create.keyFrom === 'ours') return 'R2';
  if (create.idempotencyHeader !== '') return 'R1';
  return find.length > 0 ? 'R4' : 'R5';
}

/** What is promised when records are made, in words. */
export const promises: Readonly<Record<ReturnType<typeof rungOf>, LocalizedText>> = {
  R1: {
    en: 'A new record is made exactly once: the system recognises a repeated request.',
    nl: 'Een nieuw record wordt precies één keer aangemaakt: het systeem herkent een herhaalde aanvraag.',
    fr: 'Un nouvel enregistrement est créé une seule fois : le système reconnaît une requête répétée.',
  },
  R2: {
    en: 'A new record is made exactly once: Koppel chooses its key.',
    nl: 'Een nieuw record wordt precies één keer aangemaakt: Koppel kiest zijn sleutel.',
    fr: 'Un nouvel enregistrement est créé une seule fois : Koppel choisit sa clé.',
  },
  R4: {
    en: 'A new record is made once: one whose creation got no answer is looked up after the quiet period.',
    nl: 'Een nieuw record wordt één keer aangemaakt: kwam er geen antwoord, dan wordt het na de rustperiode opgezocht.',
    fr: 'Un nouvel enregistrement est créé une fois : sans réponse, il est recherché après la période de repos.',
  },
  R5: {
    en: 'A new record whose creation gets no answer waits for a person: the system cannot be asked for it.',
    nl: 'Een nieuw record zonder antwoord wacht op een mens: het systeem kan er niet naar gevraagd worden.',
    fr: 'Un nouvel enregistrement sans réponse attend une personne : le système ne peut pas être interrogé.',
  },
};
