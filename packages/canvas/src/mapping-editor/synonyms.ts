/**
 * Words that mean the same in field names, in the three languages and in the shorthand of systems. Folded: no accents, no
 * capitals. The first of each line stands for all.
 */
const groups: readonly (readonly string[])[] = [
  ['phone', 'telephone', 'tel', 'telefoon', 'telefono'],
  ['mobile', 'gsm', 'cell', 'cellphone', 'mobiel', 'portable'],
  ['email', 'mail', 'courriel', 'emailaddress'],
  ['website', 'homepage', 'url', 'web', 'webadres'],
  ['vat', 'btw', 'tva', 'taxregistration'],
  ['company', 'enterprise', 'onderneming', 'entreprise', 'kbo', 'bce'],
  ['number', 'no', 'nr', 'nummer', 'numero', 'num', 'code'],
  ['postal', 'post', 'postcode', 'zip', 'zipcode', 'postalcode'],
  ['city', 'town', 'gemeente', 'stad', 'ville', 'localite', 'plaats'],
  ['street', 'straat', 'rue', 'line1', 'address1'],
  ['country', 'land', 'pays'],
  ['name', 'naam', 'nom'],
  ['language', 'taal', 'langue', 'lang'],
  ['currency', 'munt', 'devise', 'valuta'],
  ['limit', 'limiet', 'limite'],
  ['credit', 'krediet'],
  ['payment', 'betaling', 'betalings', 'paiement'],
  ['delivery', 'shipment', 'shipping', 'ship', 'lever', 'levering', 'leverings', 'livraison', 'incoterm', 'incoterms'],
  ['terms', 'conditions', 'voorwaarden', 'method'],
  ['billing', 'invoice', 'factuur', 'facturation', 'bill'],
  ['salesperson', 'owner', 'verkoper', 'vendeur', 'eigenaar', 'responsable'],
  ['blocked', 'geblokkeerd', 'bloque', 'inactive'],
  ['carrier', 'agent', 'vervoerder', 'transporteur'],
];

const standsFor = new Map(groups.flatMap(([first, ...others]) => others.map((word) => [word, first!])));

/** The word that stands for a folded word and those that mean the same; itself where there is none. */
export function concept(word: string): string {
  return standsFor.get(word) ?? word;
}
