import type { DemoCompany } from '../../identity/company.ts';
import type { Dice } from '../../identity/dice.ts';
import type { Values } from '../../records/definition.ts';

interface Phrases {
  readonly interests: readonly string[];
  readonly expertise: readonly string[];
  readonly relations: readonly string[];
  readonly strengths: readonly string[];
  readonly weaknesses: readonly string[];
  readonly opportunities: readonly string[];
  readonly threats: readonly string[];
}

/** What sales notes about a firm, in the language of its people; German-speaking firms are served in French. */
const phrases: Readonly<Record<'nl' | 'fr', Phrases>> = {
  nl: {
    interests: ['Duurzame verpakking', 'Onderhoudscontract', 'E-facturatie via Peppol', 'Levering binnen 24 uur', 'Huurformule'],
    expertise: ['Maatwerk in kleine reeksen', 'Renovatie', 'Koeltransport', 'Overheidsopdrachten', 'Export naar Nederland'],
    relations: ['Koopt samen met een zusterbedrijf', 'Lid van de lokale ondernemersclub', 'Kwam via een bestaande klant'],
    strengths: ['Betaalt altijd op tijd', 'Vaste afnemer sinds jaren', 'Zaakvoerder beslist zelf'],
    weaknesses: ['Kleine bestellingen', 'Veel vragen aan de binnendienst', 'Geen vaste aankoper'],
    opportunities: ['Opent een tweede vestiging', 'Nieuw magazijn gepland', 'Wil de hele reeks afnemen'],
    threats: ['Vergelijkt prijzen met een webshop', 'Opvolging nog niet geregeld', 'Concurrent heeft een vestiging vlakbij'],
  },
  fr: {
    interests: ['Emballage durable', "Contrat d'entretien", 'Facturation Peppol', 'Livraison sous 24 heures', 'Location'],
    expertise: ['Petites séries sur mesure', 'Rénovation', 'Transport frigorifique', 'Marchés publics', 'Export vers la France'],
    relations: ['Achète avec une société sœur', "Membre du cercle d'entreprises", 'Recommandé par un client'],
    strengths: ['Paie toujours à temps', 'Client fidèle de longue date', 'Le gérant décide seul'],
    weaknesses: ['Petites commandes', 'Beaucoup de questions au service interne', "Pas d'acheteur attitré"],
    opportunities: ['Ouvre un second site', 'Nouvel entrepôt prévu', 'Intéressé par toute la gamme'],
    threats: ["Compare les prix en ligne", 'Succession non réglée', 'Un concurrent est installé à côté'],
  },
}; // prettier-ignore

/** The columns sales fills in and owns. Not every one for every firm. */
export function textsOfSales({ language }: DemoCompany, dice: Dice): Values {
  const from = phrases[language === 'nl' ? 'nl' : 'fr'];
  return {
    kop_interests: dice.pick(from.interests),
    kop_segment: 1 + dice.below(4),
    kop_salestarget: (1 + dice.below(80)) * 2500,
    numberofemployees: 1 + dice.below(120),
    ...(dice.chance(0.6) ? { kop_expertise: dice.pick(from.expertise) } : {}),
    ...(dice.chance(0.3) ? { kop_relations: dice.pick(from.relations) } : {}),
    ...(dice.chance(0.4)
      ? {
          kop_strengths: dice.pick(from.strengths),
          kop_weaknesses: dice.pick(from.weaknesses),
          kop_opportunities: dice.pick(from.opportunities),
          kop_threats: dice.pick(from.threats),
        }
      : {}),
  };
}
