import type {
  ImportRow,
  LinkDetail,
  LinkJobView,
  LinkPairView,
  LinkSuggestion,
  MatchRule,
  RecordComparison,
  RecordLink,
} from '@koppel/protocol';
import { ago } from './data-flows.ts';

const minute = 60_000;
const pair = { entity: 'account', left: 'erp', right: 'crm' };
const names = [
  ['20081', 'Verhaegen Technics BV', 'c41a77e0', 'Verhaegen Logistics'],
  ['20094', 'Garage Claes BV', '0b7d5521', 'Claes Carrosserie'],
  ['10812', 'Menuiserie Dubois SA', '9a2e14b0', 'Menuiserie Dubois'],
  ['20099', 'Slagerij Verbruggen BV', 'e80261cd', 'Verbruggen Vlees'],
  ['10871', 'Imprimerie Lacroix SRL', '5f19c0d7', 'Imprimerie Lacroix'],
  ['10907', 'Toitures Marchal SRL', '83d42c9f', 'Toitures Marchal & Fils'],
  ['10640', 'Bakkerij Goossens BV', 'c07d9931', 'Bakkerij Goossens'],
  ['10814', 'Brouwerij Ter Linde', '44e6b7a1', 'Brouwerij Ter Linde (oud)'],
] as const;
const origins = ['match', 'created', 'created', 'key', 'match', 'import', 'hand', 'created'] as const;

/** Links with one of each kind of trouble on top. */
export function makeLinks(now: number, count: number): RecordLink[] {
  return Array.from({ length: count }, (_, index): RecordLink => {
    const [number, left, key, right] = names[index % names.length]!;
    const origin = origins[index % origins.length]!;
    const round = Math.floor(index / names.length);
    return {
      id: 10_000 - index,
      ...pair,
      leftKey: `${number}${round || ''}`,
      rightKey: `${key}-77e0-4f6a-9d2b-${String(index).padStart(12, '0')}`,
      leftName: `${number} ${left}`,
      rightName: right,
      origin,
      madeBy: origin === 'match' ? 'companyNumber' : origin === 'key' ? 'number' : origin,
      madeAt: ago(now, (index + 2) * 97 * minute),
      madeInRun: origin === 'hand' || origin === 'import' ? null : { id: 'r4812', number: 4812 },
      changedAt: ago(now, (index + 1) * 17 * minute),
      leftGoneAt: null,
      rightGoneAt: index === 2 ? ago(now, 180 * minute) : null,
      isContested: index === 0,
    };
  });
}

export function makeSuggestions(now: number): LinkSuggestion[] {
  return [
    {
      id: 1,
      ...pair,
      leftKey: '20081',
      rightKey: 'c41a77e0-0000-4000-8000-000000000001',
      leftName: '20081 Verhaegen Technics BV',
      rightName: 'Verhaegen Technics',
      score: 96,
      reasons: [
        { field: 'companyNumber', left: '0999.412.774', right: '0999.412.774', isEqual: true },
        { field: 'vatNumber', left: 'BE0999412774', right: 'BE0999412774', isEqual: true },
        { field: 'name', left: 'Verhaegen Technics BV', right: 'Verhaegen Technics', isEqual: true },
        { field: 'billingAddress.city', left: 'Duffel', right: 'Boom', isEqual: false },
      ],
      madeAt: ago(now, 2 * minute),
      claims: [
        {
          id: 10_000,
          leftKey: '20081',
          rightKey: 'c41a77e0-77e0-4f6a-9d2b-000000000000',
          leftName: '20081 Verhaegen Technics BV',
          rightName: 'Verhaegen Logistics',
        },
      ],
    },
    {
      id: 2,
      ...pair,
      leftKey: '20110',
      rightKey: '0b7d5521-0000-4000-8000-000000000002',
      leftName: '20110 Drukkerij Peeters NV',
      rightName: 'Drukkerij Peeters',
      score: 74,
      reasons: [
        { field: 'name', left: 'Drukkerij Peeters NV', right: 'Drukkerij Peeters', isEqual: true },
        { field: 'billingAddress.postalCode', left: '2800', right: '2800', isEqual: true },
        { field: 'phone', left: '+32 15 41 22 80', right: '+32 15 20 33 10', isEqual: false },
      ],
      madeAt: ago(now, 9 * minute),
      claims: [],
    },
  ];
}

export function makePairs(links: readonly RecordLink[]): LinkPairView[] {
  const erp = { connectionId: 'erp', name: 'Business Central', role: 'erp' };
  const crm = { connectionId: 'crm', name: 'Dynamics 365 Sales', role: 'crm' };
  return [
    { entity: 'account', left: erp, right: crm, links: links.length },
    { entity: 'product', left: erp, right: crm, links: 0 },
  ];
}

export function makeLinkDetail(link: RecordLink, suggestions: readonly LinkSuggestion[], now: number): LinkDetail {
  return {
    link,
    base: { name: link.rightName, 'billingAddress.city': 'Duffel' },
    history: [
      {
        at: link.madeAt,
        kind: 'linked',
        leftKey: link.leftKey,
        rightKey: link.rightKey,
        how: link.madeBy,
        by: link.madeInRun ? null : 'Tom Van den Bosch',
        run: link.madeInRun,
        reason: link.madeInRun ? null : 'They told us on the phone',
      },
      {
        at: ago(now, 90 * 24 * 60 * minute),
        kind: 'unlinked',
        leftKey: link.leftKey,
        rightKey: '02fa6b18-0000-4000-8000-000000000003',
        how: null,
        by: 'Karim Dupont',
        run: null,
        reason: 'Another firm at the same address',
      },
    ],
    suggestions: suggestions.filter(({ leftKey }) => leftKey === link.leftKey),
  };
}

export function makeComparison(rightIsGone: boolean): RecordComparison {
  const left = {
    name: 'Verhaegen Technics BV',
    companyNumber: '0999412774',
    vatNumber: 'BE0999412774',
    'billingAddress.street': 'Mechelsesteenweg 118',
    'billingAddress.city': 'Duffel',
    phone: '+32 15 31 08 42',
    email: 'info@verhaegen.example',
  };
  const right = { ...left, name: 'Verhaegen Technics', 'billingAddress.street': 'Mechelse stwg 118', phone: null };
  return {
    left: { state: 'found', name: left.name, values: left, mergedInto: null, address: null, error: null },
    right: rightIsGone
      ? { state: 'gone', name: null, values: {}, mergedInto: null, address: null, error: null }
      : { state: 'found', name: right.name, values: right, mergedInto: null, address: null, error: null },
    fields: Object.entries(left).map(([field, value]) => ({
      field,
      isEqual: (right as Record<string, string | null>)[field] === value,
    })),
  };
}

export const rules: MatchRule[] = [
  { fields: ['number'], mode: 'link' },
  { fields: ['companyNumber'], mode: 'link' },
  { fields: ['vatNumber'], mode: 'link' },
  { fields: ['name', 'billingAddress.postalCode'], mode: 'suggest' },
];

export const importRows: ImportRow[] = [
  ['10001', 'c07d9931', 'Bakkerij Goossens BV', 'Bakkerij Goossens', 'new', null],
  ['10002', '44e6b7a1', 'Brouwerij Ter Linde', 'Brouwerij Ter Linde (oud)', 'linked', null],
  ['10003', '02fa6b18', 'Sophie Lejeune', null, 'unknownRight', null],
  ['10004', '83d42c9f', 'Toitures Marchal', 'Toitures Marchal & Fils', 'conflict', '10907 Toitures Marchal SRL'],
  ['10001', '5f19c0d7', 'Bakkerij Goossens BV', 'Imprimerie Lacroix', 'duplicate', '2'],
].map(([left, right, leftName, rightName, verdict, detail], index) => ({
  line: index + 2,
  left: left!,
  right: right!,
  leftName: leftName ?? null,
  rightName: rightName ?? null,
  verdict: verdict as ImportRow['verdict'],
  detail: detail ?? null,
}));

export function makeLinkJob(kind: LinkJobView['kind'], now: number, tried: readonly MatchRule[] = rules): LinkJobView {
  const example = { key: '20110', name: '20110 Drukkerij Peeters NV', value: '0403019261' };
  const examples = { unique: [example], empty: [example], none: [example], several: [example], taken: [example] };
  return {
    id: `job-${kind}`,
    kind,
    ...pair,
    status: kind === 'import' ? 'ready' : 'done',
    done: 18_402,
    expected: 18_402,
    result:
      kind === 'check'
        ? { gone: { left: 0, right: 1 } }
        : kind === 'import'
          ? {}
          : {
              records: { left: 18_433, right: 21_040, unlinked: 31 },
              rules: tried.map((rule, index) => ({
                rule,
                isUsable: true,
                counts: { unique: 14 - index * 3, empty: 2 + index, none: 9, several: 4 + index, taken: 2 + index },
                examples,
              })),
              ...(kind === 'match' ? { linked: 14, suggested: 2 } : {}),
            },
    error: null,
    startedBy: 'Karim Dupont',
    startedAt: ago(now, minute),
    endedAt: ago(now, 0),
    fileName: kind === 'import' ? 'klanten.csv' : null,
    verdicts: kind === 'import' ? { new: 1, linked: 1, unknownRight: 1, conflict: 1, duplicate: 1 } : {},
  };
}
