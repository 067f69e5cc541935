import type { DriftList, DriftOverview, DriftSchedule, DriftView } from '@koppel/protocol';

const flowId = 'accounts-erp-to-crm';

function found(id: number, change: Partial<DriftView>): DriftView {
  return {
    id,
    flowId,
    nodeId: 'save',
    entity: 'account',
    sourceConnectionId: 'erp',
    targetConnectionId: 'crm',
    sourceKey: `C${id}`,
    targetKey: `A${id}`,
    name: 'K10402 Garage Claes',
    kind: 'edited',
    field: 'creditLimit',
    base: '10000.00',
    present: '20000.00',
    wanted: '10000.00',
    changedBy: 'Tom Van den Bosch',
    changedAt: '2026-11-19T15:12:00.000Z',
    state: 'putBack',
    firstAt: '2026-11-20T02:30:00.000Z',
    lastAt: '2026-11-20T02:30:00.000Z',
    runId: 'run-4811',
    ...change,
  };
}

const items: DriftView[] = [
  found(4, { field: 'paymentTerms', base: '30D', present: '60D', wanted: '30D', state: 'held', name: 'K10816 Brouwerij De Kroon', changedBy: 'Lotte Peeters', lastAt: '2026-11-23T02:30:00.000Z' }), // prettier-ignore
  found(3, {}),
  found(2, { field: '', kind: 'targetGone', state: 'left', name: 'K10007 Bakkerij Maes', changedBy: null, changedAt: null, present: null, wanted: null }), // prettier-ignore
  found(1, { changedBy: null, changedAt: null, present: null, lastAt: '2026-11-04T02:30:00.000Z' }),
];

/** What the checks found in the last days. */
export function driftList({ entity, fields }: { entity?: string | undefined; fields?: string | undefined }): DriftList {
  const wanted = fields?.split(',');
  const some = items.filter((one) => (entity ?? one.entity) === one.entity && (wanted?.includes(one.field) ?? true));
  const of = (state: DriftView['state']) => some.filter((one) => one.state === state).length;
  return {
    items: some,
    hasMore: false,
    counts: { found: 0, putBack: of('putBack'), held: of('held'), left: of('left'), settled: 0 },
  };
}

export const nightly: DriftSchedule = { isOn: true, at: '03:30', timeZone: null };

export function driftOverview(schedule: DriftSchedule): DriftOverview {
  return {
    schedule,
    timeZone: schedule.timeZone ?? 'Europe/Brussels',
    nextAt: schedule.isOn ? '2026-11-26T02:30:00.000Z' : null,
    flows: [
      {
        flowId,
        title: { en: 'Customers ERP → CRM', nl: 'Klanten ERP → CRM', fr: 'Clients ERP → CRM' },
        entities: ['account'],
        isOn: true,
        last: {
          runId: 'run-4811',
          number: 4811,
          state: { status: 'done', startedAt: '2026-11-25T02:30:00.000Z', endedAt: '2026-11-25T02:31:10.000Z' },
        },
      },
      {
        flowId: 'products-erp-to-crm',
        title: { en: 'Products ERP → CRM', nl: 'Producten ERP → CRM', fr: 'Produits ERP → CRM' },
        entities: ['product'],
        isOn: false,
        last: null,
      },
    ],
  };
}
