import type { Client, ClientTemplate } from '@koppel/protocol';

const title = { en: 'Customer 360 base', nl: 'Basis Klant 360', fr: 'Base Client 360' };
const systems = (erp: string, crm: string) => [
  { role: 'erp', title: erp },
  { role: 'crm', title: crm },
];

/** The clients of a consultant, each in a state of its own. */
export function makeClients(now: number): Client[] {
  const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
  const template = (version: string, more: Partial<ClientTemplate> = {}): ClientTemplate => ({
    id: 'customer-360',
    title,
    version,
    upgrade: null,
    localChanges: 0,
    questions: 0,
    changes: [],
    problem: null,
    unfinished: null,
    ...more,
  });
  const healthy = { status: 'ok', flowsOn: 6, openFailures: 0, refusing: [], failed: 0, held: 0, late: 0 } as const;
  const client = (slug: string, name: string, more: Partial<Client>): Client => ({
    slug,
    name,
    environment: 'production',
    role: 'consultant',
    state: 'open',
    closedAt: null,
    problem: null,
    systems: systems('Business Central', 'Dataverse'),
    templates: [template('2.3.0')],
    canUpgrade: true,
    health: { ...healthy, refusing: [], lastRunAt: ago(2) },
    administrators: ['Karim Dupont'],
    ...more,
  });
  const change = (name: string, isQuestion: boolean) => ({
    id: `flows/accounts-erp-to-crm/nodes/map/config/rows/${name}`,
    kind: 'mappingRow' as const,
    flowId: 'accounts-erp-to-crm',
    nodeId: 'map',
    nodeTitle: 'Map to account',
    name,
    isQuestion,
  });
  return [
    client('verbeke', 'Verbeke Industrie', {
      templates: [
        template('2.1.0', {
          upgrade: { version: '2.3.0', from: 'delvaux' },
          localChanges: 14,
          questions: 2,
          changes: [
            change('account.creditLimit', true),
            change('account.paymentTerms', true),
            change('account.deliveryTerms', false),
          ],
        }),
      ],
      health: { ...healthy, status: 'attention', openFailures: 23, refusing: [], lastRunAt: ago(2) },
    }),
    client('delvaux', 'Delvaux & Fils', {
      templates: [template('2.3.0', { localChanges: 3, changes: [change('account.name', false)] })],
    }),
    client('janssens', 'Electro Janssens', {
      systems: systems('Odoo', 'Odoo'),
      templates: [template('2.0.0', { upgrade: { version: '2.3.0', from: 'delvaux' }, localChanges: 6 })],
    }),
    client('ter-linde', 'Brouwerij Ter Linde', {
      templates: [
        template('1.8.0', { upgrade: { version: '2.3.0', from: 'delvaux' }, localChanges: 27, questions: 9 }),
      ],
      health: { ...healthy, status: 'failed', held: 3, refusing: ['Business Central'], lastRunAt: ago(180) },
    }),
    client('ter-linde-test', 'Brouwerij Ter Linde', { environment: 'test', role: 'analyst', canUpgrade: false }),
    client('lacroix', 'Maison Lacroix', {
      state: 'closed',
      closedAt: ago(3000),
      systems: [],
      templates: null,
      health: null,
      canUpgrade: false,
    }),
    client('nijs', 'Staalbouw Nijs', {
      state: 'broken',
      problem: {
        message: 'This workspace cannot be opened now.',
        remedy: 'Ask an administrator of this Koppel to look at it.',
      },
      systems: [],
      templates: null,
      health: null,
      canUpgrade: false,
    }),
    client('aerts', 'Aerts Tuinen', { templates: [] }),
  ];
}
