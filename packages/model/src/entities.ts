import type { FieldClass } from './field-class.ts';
import { plainType, type FieldKind, type FieldType, type PlainFieldKind } from './field-type.ts';
import type { LocalizedText } from './localized.ts';

/** One field of a canonical entity. `field` has no entity prefix: `billingAddress.city`. */
export interface CanonicalField {
  readonly field: string;
  readonly group: string;
  readonly kind: FieldKind;
  /** Unless the workspace says otherwise. */
  readonly fieldClass: FieldClass;
  readonly title: LocalizedText;
  /** Of a reference: the entity of the record it leads to. */
  readonly references?: string;
  /** Of lines: the fields that each line has. */
  readonly lines?: readonly CanonicalLineField[];
}

/** One field of the lines of a document. */
export interface CanonicalLineField {
  readonly field: string;
  readonly kind: PlainFieldKind;
  readonly title: LocalizedText;
}

/** A group of fields that normally has one master. */
export interface FieldGroup {
  readonly group: string;
  readonly title: LocalizedText;
}

/** A business object in the canonical model: the vocabulary that flows, mastership and bindings share. */
export interface CanonicalEntity {
  readonly entity: string;
  readonly title: LocalizedText;
  readonly plural: LocalizedText;
  readonly groups: readonly FieldGroup[];
  readonly fields: readonly CanonicalField[];
}

type Titles = readonly [en: string, nl: string, fr: string];
const text = ([en, nl, fr]: Titles): LocalizedText => ({ en, nl, fr });
type LineRow = readonly [field: string, kind: PlainFieldKind, ...titles: Titles];
/** A reference names its entity with an arrow: `→ account`. Lines give the fields of a line. */
type Kind = PlainFieldKind | `→ ${string}` | readonly LineRow[];
type FieldRow = readonly [field: string, fieldClass: FieldClass, kind: Kind, ...titles: Titles];

function canonical(group: string, [field, fieldClass, kind, ...titles]: FieldRow): CanonicalField {
  const common = { field, group, fieldClass, title: text(titles) };
  if (typeof kind !== 'string') {
    const lines = kind.map(([name, lineKind, ...names]) => ({ field: name, kind: lineKind, title: text(names) }));
    return { ...common, kind: 'lines', lines };
  }
  if (kind.startsWith('→ ')) return { ...common, kind: 'reference', references: kind.slice(2) };
  return { ...common, kind: kind as PlainFieldKind };
}

function entity(
  id: string,
  title: Titles,
  plural: Titles,
  groups: Record<string, { title: Titles; fields: readonly FieldRow[] }>,
): CanonicalEntity {
  return {
    entity: id,
    title: text(title),
    plural: text(plural),
    groups: Object.entries(groups).map(([group, { title }]) => ({ group, title: text(title) })),
    fields: Object.entries(groups).flatMap(([group, { fields }]) => fields.map((row) => canonical(group, row))),
  };
}

function addressFields(prefix: string, en: string, nl: string, fr: string): FieldRow[] {
  return [
    [`${prefix}.name`, 'personal', 'text', `${en}: name`, `${nl}: naam`, `${fr} : nom`],
    [`${prefix}.street`, 'personal', 'text', `${en}: street`, `${nl}: straat`, `${fr} : rue`],
    [
      `${prefix}.street2`,
      'personal',
      'text',
      `${en}: street, second line`,
      `${nl}: straat, tweede regel`,
      `${fr} : rue, 2e ligne`,
    ],
    [`${prefix}.postalCode`, 'personal', 'text', `${en}: postal code`, `${nl}: postcode`, `${fr} : code postal`],
    [`${prefix}.city`, 'personal', 'text', `${en}: city`, `${nl}: gemeente`, `${fr} : localité`],
    [`${prefix}.country`, 'business', 'text', `${en}: country`, `${nl}: land`, `${fr} : pays`],
  ];
}

const documentLines: readonly LineRow[] = [
  ['id', 'text', 'Line', 'Regel', 'Ligne'],
  ['product', 'text', 'Product number', 'Productnummer', 'Numéro de produit'],
  ['description', 'text', 'Description', 'Omschrijving', 'Description'],
  ['quantity', 'decimal', 'Quantity', 'Aantal', 'Quantité'],
  ['unit', 'text', 'Unit', 'Eenheid', 'Unité'],
  ['unitPrice', 'money', 'Unit price', 'Eenheidsprijs', 'Prix unitaire'],
  ['discountPercent', 'decimal', 'Discount %', 'Korting %', 'Remise %'],
  ['amount', 'money', 'Amount', 'Bedrag', 'Montant'],
];

const priceLines: readonly LineRow[] = [
  ['list', 'text', 'Price list', 'Prijslijst', 'Liste de prix'],
  ['currency', 'text', 'Currency', 'Munt', 'Devise'],
  ['unit', 'text', 'Unit', 'Eenheid', 'Unité'],
  ['minimumQuantity', 'decimal', 'From quantity', 'Vanaf aantal', 'À partir de'],
  ['price', 'money', 'Price', 'Prijs', 'Prix'],
  ['validFrom', 'date', 'Valid from', 'Geldig vanaf', 'Valable à partir du'],
  ['validUntil', 'date', 'Valid until', 'Geldig tot', "Valable jusqu'au"],
];

const monthLines: readonly LineRow[] = [
  ['month', 'text', 'Month', 'Maand', 'Mois'],
  ['amount', 'money', 'Revenue', 'Omzet', "Chiffre d'affaires"],
];

/** The entities of the canonical model, by id. Two systems are mapped onto these words, never onto each other's. */
export const canonicalEntities: readonly CanonicalEntity[] = [
  entity('account', ['Account', 'Account', 'Compte'], ['Accounts', 'Accounts', 'Comptes'], {
    identity: {
      title: ['Legal identity', 'Juridische identiteit', 'Identité légale'],
      fields: [
        ['name', 'business', 'text', 'Name', 'Naam', 'Nom'],
        ['number', 'business', 'text', 'Customer number', 'Klantnummer', 'Numéro de client'],
        ['legalForm', 'business', 'text', 'Legal form', 'Rechtsvorm', 'Forme juridique'],
        ['companyNumber', 'business', 'text', 'Company number', 'Ondernemingsnummer', "Numéro d'entreprise"],
        ['vatNumber', 'business', 'text', 'VAT number', 'Btw-nummer', 'Numéro de TVA'],
      ],
    },
    addresses: {
      title: ['Addresses', 'Adressen', 'Adresses'],
      fields: [
        ...addressFields('billingAddress', 'Billing address', 'Factuuradres', 'Adresse de facturation'),
        ...addressFields('deliveryAddress', 'Delivery address', 'Leveradres', 'Adresse de livraison'),
      ],
    },
    finance: {
      title: ['Credit and payment terms', 'Krediet en betaling', 'Crédit et paiement'],
      fields: [
        ['paymentTerms', 'business', 'choice', 'Payment terms', 'Betalingsvoorwaarden', 'Conditions de paiement'],
        ['deliveryTerms', 'business', 'choice', 'Delivery terms', 'Leveringsvoorwaarden', 'Conditions de livraison'],
        ['creditLimit', 'business', 'money', 'Credit limit', 'Kredietlimiet', 'Limite de crédit'],
        ['insuredAmount', 'business', 'money', 'Insured amount', 'Verzekerd bedrag', 'Montant assuré'],
        ['insuredUntil', 'business', 'date', 'Insured until', 'Verzekerd tot', "Assuré jusqu'au"],
        ['currency', 'business', 'text', 'Currency', 'Munt', 'Devise'],
        ['blocked', 'business', 'choice', 'Blocked', 'Geblokkeerd', 'Bloqué'],
        ['iban', 'personal', 'text', 'IBAN', 'IBAN', 'IBAN'],
      ],
    },
    reach: {
      title: ['Language and contact data', 'Taal en bereikbaarheid', 'Langue et coordonnées'],
      fields: [
        ['language', 'business', 'choice', 'Language', 'Taal', 'Langue'],
        ['phone', 'personal', 'text', 'Main phone', 'Telefoon', 'Téléphone'],
        ['email', 'personal', 'text', 'E-mail', 'E-mail', 'E-mail'],
        ['website', 'business', 'text', 'Website', 'Website', 'Site web'],
      ],
    },
    marketing: {
      title: ['Marketing and sales', 'Marketing en verkoop', 'Marketing et ventes'],
      fields: [
        ['industry', 'business', 'choice', 'Industry', 'Sector', 'Secteur'],
        ['activities', 'business', 'text', 'Activities', 'Activiteiten', 'Activités'],
        ['expertise', 'business', 'text', 'Expertise', 'Expertise', 'Expertise'],
        ['interests', 'personal', 'text', 'Interests', 'Interesses', 'Intérêts'],
        [
          'commercialRelations',
          'personal',
          'text',
          'Commercial relations',
          'Commerciële relaties',
          'Relations commerciales',
        ],
        ['salesTargets', 'business', 'money', 'Sales target', 'Verkoopdoel', 'Objectif de vente'],
        ['swot.strengths', 'personal', 'text', 'Strengths', 'Sterktes', 'Forces'],
        ['swot.weaknesses', 'personal', 'text', 'Weaknesses', 'Zwaktes', 'Faiblesses'],
        ['swot.opportunities', 'personal', 'text', 'Opportunities', 'Kansen', 'Opportunités'],
        ['swot.threats', 'personal', 'text', 'Threats', 'Bedreigingen', 'Menaces'],
        ['segment', 'business', 'choice', 'Customer segment', 'Klantsegment', 'Segment'],
        ['owner', 'personal', 'text', 'Account owner', 'Accounteigenaar', 'Responsable'],
        ['territory', 'business', 'text', 'Territory', 'Regio', 'Territoire'],
      ],
    },
    figures: {
      title: ['Revenue and value', 'Omzet en waarde', "Chiffre d'affaires et valeur"],
      fields: [
        ['revenue12m', 'business', 'money', 'Revenue, 12 months', 'Omzet, 12 maanden', 'CA, 12 mois'],
        [
          'revenuePrevious12m',
          'business',
          'money',
          'Revenue, 12 months before',
          'Omzet, 12 maanden ervoor',
          'CA, 12 mois précédents',
        ],
        ['revenueByMonth', 'business', monthLines, 'Revenue by month', 'Omzet per maand', 'CA par mois'],
        ['trend', 'business', 'choice', 'Trend', 'Trend', 'Tendance'],
        ['openAmount', 'business', 'money', 'Open amount', 'Openstaand', 'Encours'],
        ['overdueAmount', 'business', 'money', 'Overdue amount', 'Vervallen', 'Échu'],
        ['ageing.days0', 'business', 'money', 'Overdue 0–30 days', 'Vervallen 0–30 dagen', 'Échu 0–30 jours'],
        ['ageing.days31', 'business', 'money', 'Overdue 31–60 days', 'Vervallen 31–60 dagen', 'Échu 31–60 jours'],
        ['ageing.days61', 'business', 'money', 'Overdue 61–90 days', 'Vervallen 61–90 dagen', 'Échu 61–90 jours'],
        [
          'ageing.days91',
          'business',
          'money',
          'Overdue over 90 days',
          'Vervallen meer dan 90 dagen',
          'Échu plus de 90 jours',
        ],
        ['margin', 'business', 'money', 'Margin', 'Marge', 'Marge'],
        ['customerValue', 'business', 'money', 'Customer value', 'Klantwaarde', 'Valeur client'],
        ['lastOrderDate', 'business', 'date', 'Last order', 'Laatste bestelling', 'Dernière commande'],
        ['insightLink', 'business', 'text', 'Link to revenue view', 'Link naar omzetbeeld', 'Lien vers la vue du CA'],
      ],
    },
  }),
  entity('contact', ['Contact', 'Contact', 'Contact'], ['Contacts', 'Contacten', 'Contacts'], {
    person: {
      title: ['Person details', 'Persoonsgegevens', 'Données personnelles'],
      fields: [
        ['account', 'business', '→ account', 'Account', 'Account', 'Compte'],
        ['firstName', 'personal', 'text', 'First name', 'Voornaam', 'Prénom'],
        ['lastName', 'personal', 'text', 'Last name', 'Achternaam', 'Nom'],
        ['email', 'personal', 'text', 'E-mail', 'E-mail', 'E-mail'],
        ['phone', 'personal', 'text', 'Phone', 'Telefoon', 'Téléphone'],
        ['function', 'personal', 'text', 'Function', 'Functie', 'Fonction'],
        ['language', 'business', 'choice', 'Language', 'Taal', 'Langue'],
      ],
    },
    consent: {
      title: ['Consent and preferences', 'Toestemming en voorkeuren', 'Consentement et préférences'],
      fields: [
        ['consent.email', 'personal', 'boolean', 'May be mailed', 'Mag gemaild worden', 'Peut recevoir des e-mails'],
        ['consent.phone', 'personal', 'boolean', 'May be called', 'Mag gebeld worden', 'Peut être appelé'],
        ['preferences', 'personal', 'text', 'Preferences', 'Voorkeuren', 'Préférences'],
      ],
    },
  }),
  entity('lead', ['Lead', 'Lead', 'Piste'], ['Leads', 'Leads', 'Pistes'], {
    content: {
      title: ['Lead', 'Lead', 'Piste'],
      fields: [
        ['name', 'personal', 'text', 'Subject', 'Onderwerp', 'Sujet'],
        ['companyName', 'business', 'text', 'Company', 'Bedrijf', 'Société'],
        ['email', 'personal', 'text', 'E-mail', 'E-mail', 'E-mail'],
        ['status', 'business', 'choice', 'Status', 'Status', 'Statut'],
      ],
    },
  }),
  entity(
    'opportunity',
    ['Opportunity', 'Opportuniteit', 'Opportunité'],
    ['Opportunities', 'Opportuniteiten', 'Opportunités'],
    {
      content: {
        title: ['Opportunity', 'Opportuniteit', 'Opportunité'],
        fields: [
          ['name', 'business', 'text', 'Subject', 'Onderwerp', 'Sujet'],
          ['estimatedValue', 'business', 'money', 'Estimated value', 'Geschatte waarde', 'Valeur estimée'],
          ['status', 'business', 'choice', 'Status', 'Status', 'Statut'],
        ],
      },
    },
  ),
  entity(
    'serviceCase',
    ['Service case', 'Servicedossier', 'Dossier de service'],
    ['Service cases', 'Servicedossiers', 'Dossiers de service'],
    {
      content: {
        title: ['Service case', 'Servicedossier', 'Dossier de service'],
        fields: [
          ['subject', 'personal', 'text', 'Subject', 'Onderwerp', 'Sujet'],
          ['status', 'business', 'choice', 'Status', 'Status', 'Statut'],
        ],
      },
    },
  ),
  entity('product', ['Product', 'Product', 'Produit'], ['Products', 'Producten', 'Produits'], {
    catalogue: {
      title: ['Catalogue', 'Catalogus', 'Catalogue'],
      fields: [
        ['number', 'business', 'text', 'Number', 'Nummer', 'Numéro'],
        ['name', 'business', 'text', 'Name', 'Naam', 'Nom'],
        ['description', 'business', 'text', 'Description', 'Omschrijving', 'Description'],
        ['unit', 'business', 'text', 'Unit', 'Eenheid', 'Unité'],
        ['vatCode', 'business', 'text', 'VAT code', 'Btw-code', 'Code TVA'],
        ['status', 'business', 'choice', 'Status', 'Status', 'Statut'],
        ['discontinued', 'business', 'boolean', 'Discontinued', 'Uit assortiment', 'Supprimé'],
      ],
    },
    prices: {
      title: ['List prices', 'Catalogusprijzen', 'Prix catalogue'],
      fields: [
        ['listPrice', 'business', 'money', 'List price', 'Catalogusprijs', 'Prix catalogue'],
        ['priceLists', 'business', priceLines, 'Prices per list', 'Prijzen per lijst', 'Prix par liste'],
      ],
    },
    salesTexts: {
      title: ['Sales texts', 'Verkoopteksten', 'Textes de vente'],
      fields: [
        [
          'salesTexts.nl',
          'business',
          'text',
          'Sales text, Dutch',
          'Verkooptekst, Nederlands',
          'Texte de vente, néerlandais',
        ],
        ['salesTexts.fr', 'business', 'text', 'Sales text, French', 'Verkooptekst, Frans', 'Texte de vente, français'],
      ],
    },
  }),
  entity('quote', ['Quote', 'Offerte', 'Offre'], ['Quotes', 'Offertes', 'Offres'], {
    content: {
      title: ['Quotes', 'Offertes', 'Offres'],
      fields: [
        ['number', 'business', 'text', 'Number', 'Nummer', 'Numéro'],
        ['name', 'business', 'text', 'Subject', 'Onderwerp', 'Sujet'],
        ['customer', 'business', '→ account', 'Customer', 'Klant', 'Client'],
        ['currency', 'business', 'text', 'Currency', 'Munt', 'Devise'],
        ['discount', 'business', 'money', 'Discount', 'Korting', 'Remise'],
        ['validUntil', 'business', 'date', 'Valid until', 'Geldig tot', "Valable jusqu'au"],
        ['reference', 'business', 'text', 'Reference', 'Referentie', 'Référence'],
        ['status', 'business', 'choice', 'Status', 'Status', 'Statut'],
        ['totalAmount', 'business', 'money', 'Total excl. VAT', 'Totaal excl. btw', 'Total hors TVA'],
        ['lines', 'business', documentLines, 'Lines', 'Regels', 'Lignes'],
      ],
    },
  }),
  entity('order', ['Order', 'Bestelling', 'Commande'], ['Orders', 'Bestellingen', 'Commandes'], {
    content: {
      title: ['Order', 'Bestelling', 'Commande'],
      fields: [
        ['crmNumber', 'business', 'text', 'Number in the CRM', 'Nummer in het CRM', 'Numéro dans le CRM'],
        ['name', 'business', 'text', 'Subject', 'Onderwerp', 'Sujet'],
        ['customer', 'business', '→ account', 'Customer', 'Klant', 'Client'],
        ['quote', 'business', '→ quote', 'Quote', 'Offerte', 'Offre'],
        ['currency', 'business', 'text', 'Currency', 'Munt', 'Devise'],
        ['date', 'business', 'date', 'Order date', 'Besteldatum', 'Date de commande'],
        ['requestedDate', 'business', 'date', 'Requested date', 'Gevraagde datum', 'Date demandée'],
        ['reference', 'business', 'text', 'Reference', 'Referentie', 'Référence'],
        ['status', 'business', 'choice', 'Status', 'Status', 'Statut'],
        ['totalAmount', 'business', 'money', 'Total excl. VAT', 'Totaal excl. btw', 'Total hors TVA'],
        ['lines', 'business', documentLines, 'Lines', 'Regels', 'Lignes'],
      ],
    },
    fulfilment: {
      title: ['Fulfilment status', 'Leveringsstatus', "Statut d'exécution"],
      fields: [
        ['number', 'business', 'text', 'Number', 'Nummer', 'Numéro'],
        ['confirmedDate', 'business', 'date', 'Confirmed date', 'Bevestigde datum', 'Date confirmée'],
        ['fulfilment.status', 'business', 'choice', 'Fulfilment status', 'Leveringsstatus', "Statut d'exécution"],
        ['fulfilment.shippedOn', 'business', 'date', 'Last shipped on', 'Laatst verzonden op', 'Dernière expédition'],
        ['shippedQuantity', 'business', 'decimal', 'Shipped quantity', 'Verzonden aantal', 'Quantité expédiée'],
        ['tracking', 'business', 'text', 'Tracking', 'Tracking', 'Suivi'],
      ],
    },
  }),
  entity('invoice', ['Invoice', 'Factuur', 'Facture'], ['Invoices', 'Facturen', 'Factures'], {
    content: {
      title: ['Invoices and open amounts', 'Facturen en openstaand', 'Factures et encours'],
      fields: [
        ['number', 'business', 'text', 'Number', 'Nummer', 'Numéro'],
        ['kind', 'business', 'choice', 'Kind', 'Soort', 'Type'],
        ['customer', 'business', '→ account', 'Customer', 'Klant', 'Client'],
        ['orderNumber', 'business', 'text', 'Order number', 'Ordernummer', 'Numéro de commande'],
        ['date', 'business', 'date', 'Date', 'Datum', 'Date'],
        ['currency', 'business', 'text', 'Currency', 'Munt', 'Devise'],
        ['exchangeRate', 'business', 'decimal', 'Exchange rate', 'Wisselkoers', 'Taux de change'],
        ['amount', 'business', 'money', 'Amount excl. VAT', 'Bedrag excl. btw', 'Montant hors TVA'],
        ['amountIncludingVat', 'business', 'money', 'Amount incl. VAT', 'Bedrag incl. btw', 'Montant TVA comprise'],
        ['status', 'business', 'choice', 'Status', 'Status', 'Statut'],
        ['dueDate', 'business', 'date', 'Due date', 'Vervaldatum', "Date d'échéance"],
        ['remainingAmount', 'business', 'money', 'Open amount', 'Openstaand', 'Encours'],
      ],
    },
  }),
  entity('payment', ['Payment', 'Betaling', 'Paiement'], ['Payments', 'Betalingen', 'Paiements'], {
    content: {
      title: ['Payment', 'Betaling', 'Paiement'],
      fields: [
        ['number', 'business', 'text', 'Number', 'Nummer', 'Numéro'],
        ['customer', 'business', '→ account', 'Customer', 'Klant', 'Client'],
        ['invoiceNumber', 'business', 'text', 'Invoice number', 'Factuurnummer', 'Numéro de facture'],
        ['date', 'business', 'date', 'Date', 'Datum', 'Date'],
        ['currency', 'business', 'text', 'Currency', 'Munt', 'Devise'],
        ['amount', 'business', 'money', 'Amount', 'Bedrag', 'Montant'],
      ],
    },
  }),
  entity(
    'activityCost',
    ['Activity cost', 'Activiteitskost', "Coût d'activité"],
    ['Activity costs', 'Activiteitskosten', "Coûts d'activité"],
    {
      content: {
        title: ['Activity cost', 'Activiteitskost', "Coût d'activité"],
        fields: [
          ['account', 'business', '→ account', 'Account', 'Account', 'Compte'],
          ['date', 'business', 'date', 'Date', 'Datum', 'Date'],
          ['kind', 'business', 'choice', 'Kind', 'Soort', 'Type'],
          ['hours', 'business', 'decimal', 'Hours', 'Uren', 'Heures'],
          ['amount', 'business', 'money', 'Amount', 'Bedrag', 'Montant'],
        ],
      },
    },
  ),
  entity('task', ['Task', 'Taak', 'Tâche'], ['Tasks', 'Taken', 'Tâches'], {
    content: {
      title: ['Task', 'Taak', 'Tâche'],
      fields: [
        ['account', 'business', '→ account', 'Account', 'Account', 'Compte'],
        ['subject', 'personal', 'text', 'Subject', 'Onderwerp', 'Sujet'],
        ['description', 'personal', 'text', 'Description', 'Omschrijving', 'Description'],
        ['dueDate', 'business', 'date', 'Due date', 'Vervaldatum', "Date d'échéance"],
        ['owner', 'personal', 'text', 'Owner', 'Eigenaar', 'Responsable'],
        ['status', 'business', 'choice', 'Status', 'Status', 'Statut'],
      ],
    },
  }),
  entity(
    'salesTarget',
    ['Sales target', 'Verkoopdoel', 'Objectif de vente'],
    ['Sales targets', 'Verkoopdoelen', 'Objectifs de vente'],
    {
      content: {
        title: ['Sales targets', 'Verkoopdoelen', 'Objectifs de vente'],
        fields: [
          ['account', 'business', '→ account', 'Account', 'Account', 'Compte'],
          ['salesperson', 'personal', 'text', 'Salesperson', 'Verkoper', 'Vendeur'],
          ['period', 'business', 'text', 'Month', 'Maand', 'Mois'],
          ['currency', 'business', 'text', 'Currency', 'Munt', 'Devise'],
          ['amount', 'business', 'money', 'Target', 'Doel', 'Objectif'],
        ],
      },
    },
  ),
];

const byId = new Map(canonicalEntities.map((entity) => [entity.entity, entity]));

/** The canonical entity with this id, if the model has one. */
export function canonicalEntity(id: string): CanonicalEntity | undefined {
  return byId.get(id);
}

/** The canonical field `field` (without entity prefix) of an entity, if the model has one. */
export function canonicalField(entityId: string, field: string): CanonicalField | undefined {
  return byId.get(entityId)?.fields.find((candidate) => candidate.field === field);
}

/** The type of a canonical field where no system tells more about it. */
export function canonicalType({ kind, references = '', lines = [] }: CanonicalField): FieldType {
  if (kind === 'reference') return { kind, entity: references };
  if (kind !== 'lines') return plainType(kind);
  return {
    kind,
    fields: lines.map((line) => ({ field: line.field, label: line.title.en, type: plainType(line.kind) })),
  };
}

/**
 * Splits `account.billingAddress.city` into entity and field. A field without a binding is written
 * `account.~systemName`. Gives `undefined` for a name without an entity.
 */
export function splitFieldName(name: string): { entity: string; field: string } | undefined {
  const dot = name.indexOf('.');
  if (dot <= 0 || dot === name.length - 1) return undefined;
  return { entity: name.slice(0, dot), field: name.slice(dot + 1) };
}
