import type { Preset } from '@koppel/sdk';
import { orderStatusBackFlow } from './order-status-back-flow.ts';

/** Palette entries on top of the generic nodes, found by search in all languages. */
export const corePresets: readonly Preset[] = [
  {
    id: 'erp-account-source',
    title: { en: 'ERP account source', nl: 'Klanten uit het ERP', fr: 'Clients de l’ERP' },
    summary: {
      en: 'Reads the customers of the ERP that changed since the last run.',
      nl: 'Leest de klanten van het ERP die sinds de vorige uitvoering wijzigden.',
      fr: 'Lit les clients de l’ERP modifiés depuis la dernière exécution.',
    },
    synonyms: ['customer', 'customers', 'klant', 'client', 'debtor', 'debiteur', 'read', 'lezen', 'lire'],
    category: 'read',
    nodeType: 'read-records',
    slot: 'erp',
    entity: 'account',
    config: {},
  },
  {
    id: 'read-only-field-mask',
    title: { en: 'Read-only field mask', nl: 'Alleen-lezenmasker', fr: 'Masque en lecture seule' },
    summary: {
      en: 'Lets through only the fields whose master is the source.',
      nl: 'Laat alleen de velden door waarvan de bron eigenaar is.',
      fr: 'Ne laisse passer que les champs dont la source est maître.',
    },
    synonyms: ['mask', 'master', 'lock', 'protect', 'masker', 'eigenaar', 'masque', 'maître', 'verrou'],
    category: 'shape',
    nodeType: 'mask-fields',
    config: { letSeeds: false },
  },
  {
    id: 'save-account-in-crm',
    title: { en: 'Save account in CRM', nl: 'Account in CRM bewaren', fr: 'Enregistrer dans le CRM' },
    summary: {
      en: 'Updates the linked or matching account in the CRM, or creates it.',
      nl: 'Werkt het gekoppelde of herkende account in het CRM bij, of maakt het aan.',
      fr: 'Met à jour le compte correspondant dans le CRM ou le crée.',
    },
    synonyms: ['upsert', 'write', 'bewaren', 'schrijven', 'écrire', 'customer', 'klant', 'client'],
    category: 'write',
    nodeType: 'save-record',
    slot: 'crm',
    entity: 'account',
    config: { match: ['companyNumber', 'vatNumber'] },
  },
  {
    id: 'create-customer-in-erp',
    title: { en: 'Create customer in ERP', nl: 'Klant aanmaken in ERP', fr: 'Créer client dans l’ERP' },
    summary: {
      en: 'Creates the customer in the ERP unless it is there, and writes its number back to the CRM.',
      nl: 'Maakt de klant aan in het ERP tenzij hij er al is, en schrijft zijn nummer terug naar het CRM.',
      fr: 'Crée le client dans l’ERP s’il n’y est pas, et réécrit son numéro dans le CRM.',
    },
    synonyms: ['new customer', 'nieuwe klant', 'nouveau client', 'prospect', 'insert'],
    category: 'write',
    nodeType: 'create-record',
    slot: 'erp',
    entity: 'account',
    config: { match: ['companyNumber', 'vatNumber'], writeBack: { slot: 'crm', field: 'number', value: 'number' } },
  },
  orderStatusBackFlow,
];
