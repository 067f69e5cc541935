import type { FlowDocument, TemplateManifest } from '@koppel/model';
import type {
  ExportProposal,
  InstalledTemplate,
  MergeEffect,
  TemplateInstallation,
  TemplatePackage,
} from '@koppel/protocol';
import { ago } from './data-flows.ts';

const day = 86_400_000;
const title = { en: 'Customer 360 base', nl: 'Klantbeeld', fr: 'Vue client' };
const flowTitle = { en: 'Customers ERP → CRM', nl: 'Klanten ERP → CRM', fr: 'Clients ERP → CRM' };
const flows = [{ id: 'accounts-erp-to-crm', title: flowTitle }];

const makePackage = (version: string, note: string, addedAt: string, isTrusted: boolean): TemplatePackage => ({
  id: 'customer-360',
  version,
  title,
  note,
  flows,
  checksum: `sha256:${'4f'.repeat(32)}`,
  bytes: 48_212,
  trust: {
    state: isTrusted ? 'trusted' : 'unknown',
    publisher: 'Wouters Consulting',
    publicKey: 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqow=',
  },
  addedAt,
  addedBy: 'Sofie Wouters',
});

export const makePackages = (now: number): TemplatePackage[] => [
  makePackage('2.3.0', 'risk discount', ago(now, 21 * day), true),
  makePackage('2.1.0', 'First', ago(now, 200 * day), false),
];

export const makeInstalled = (now: number): InstalledTemplate[] => [
  {
    id: 'customer-360',
    version: '2.1.0',
    title,
    flows: flows.map((flow) => ({ ...flow, localChanges: 12 })),
    installedAt: ago(now, 200 * day),
    installedBy: 'Sofie Wouters',
    state: 'locallyChangedAndStale',
    problem: null,
    localChanges: 14,
    available: '2.3.0',
    revertsTo: null,
    unfinished: null,
  },
];

export const manifest: TemplateManifest = {
  id: 'customer-360',
  version: '2.3.0',
  title,
  note: 'risk discount',
  flows,
  slots: [
    { slot: 'erp', role: 'erp', title: null, connectors: ['business-central'], usedBy: ['accounts-erp-to-crm'] },
    { slot: 'crm', role: 'crm', title: null, connectors: ['dataverse'], usedBy: ['accounts-erp-to-crm'] },
  ],
  fields: [],
  parameters: [
    {
      name: 'riskDiscount',
      type: 'decimal',
      title: { en: 'Risk discount', nl: 'Risicokorting', fr: 'Décote de risque' },
      help: { en: 'What is taken off the limit.', nl: 'Wat van de limiet afgaat.', fr: 'Ce qui est déduit.' },
      default: '0.05',
      isRequired: true,
      uses: [{ flowId: 'accounts-erp-to-crm', nodeId: 'map', name: 'account.creditLimit' }],
    },
  ],
  valueLists: [{ id: 'delivery-terms', title: { en: 'Delivery terms', nl: 'Leveringsvoorwaarden' }, rows: 2 }],
  mastershipRows: ['account.finance'],
  explanations: [],
};

const ofFlow = { flowId: 'accounts-erp-to-crm', nodeTitle: 'Map to account', nodeId: 'map' };
const limit = 'flows/accounts-erp-to-crm/nodes/map/config/rows/account.creditLimit';
const noFlow = { flowId: null, nodeId: null, nodeTitle: null };

/** The upgrade of the mock-up: two questions left, one solved, and what came in by itself. */
export function makeInstallation(document: FlowDocument, now: number): TemplateInstallation {
  const changedHere = { by: 'Lotte Vermeulen', at: ago(now, 42 * day) };
  const row = (field: string) => `flows/accounts-erp-to-crm/nodes/map/config/rows/${field}`;
  return {
    id: 'w1',
    template: makePackages(now)[0]!,
    manifest,
    documentation: '# Customer 360 base\n',
    upgrades: '2.1.0',
    upgradesSince: ago(now, 200 * day),
    startedAt: ago(now, 3_600_000),
    startedBy: 'Sofie Wouters',
    flows: [
      { templateFlow: 'accounts-erp-to-crm', flowId: document.id, title: flowTitle, isNew: false, result: document },
    ],
    slots: manifest.slots.map(({ slot, role, connectors }) => ({
      slot,
      role,
      title: null,
      connectors,
      connectionId: slot,
      options: [{ id: slot, name: role.toUpperCase(), connectorId: connectors[0]! }],
    })),
    fields: [
      {
        id: 'crm/account/~kop_region',
        slot: 'crm',
        entity: 'account',
        field: '~kop_region',
        label: 'Region',
        isRequired: true,
        match: '~ver_area',
        isChosen: true,
        usedBy: [{ flowId: document.id, nodeId: 'map' }],
      },
    ],
    parameters: manifest.parameters.map((parameter) => ({ ...parameter, value: '0.05', mistake: null })),
    compare: {
      automatic: [
        {
          ...ofFlow,
          id: 'a1',
          nodeId: 'mask',
          nodeTitle: 'Mask',
          kind: 'node',
          name: 'mask',
          change: 'added',
          isLayoutOnly: false,
        },
        ...['account.phone', 'account.email', 'account.website', 'account.language', 'account.~ver_area'].map(
          (name) => ({
            ...ofFlow,
            id: row(name),
            kind: 'mappingRow' as const,
            name,
            change: 'changed' as const,
            isLayoutOnly: false,
          }),
        ),
      ],
      kept: [],
      conflicts: [
        {
          ...ofFlow,
          id: limit,
          kind: 'mappingRow',
          name: 'account.creditLimit',
          reason: 'bothChanged',
          base: { from: 'account.creditLimit' },
          ours: { cel: 'min(account.creditLimit, account.insuredAmount)' },
          theirs: { cel: 'account.creditLimit * (1 - param.riskDiscount)' },
          canCombine: true,
          choice: null,
          changedHere,
        },
        {
          ...noFlow,
          id: 'mastership/account.finance/master',
          kind: 'mastershipCell',
          name: 'account.finance master',
          reason: 'asked',
          base: 'undecided',
          ours: 'undecided',
          theirs: 'erp',
          canCombine: false,
          choice: null,
          changedHere: null,
        },
        {
          ...noFlow,
          id: 'value-lists/delivery-terms/DAP',
          kind: 'valueListRow',
          name: 'delivery-terms: DAP',
          reason: 'bothChanged',
          base: '5',
          ours: '6',
          theirs: '7',
          canCombine: true,
          choice: { take: 'ours' },
          changedHere,
        },
      ],
      open: 2,
    },
    fieldLabels: { 'account.~ver_area': 'Sales area' },
    checks: [{ flowId: document.id, issues: [] }],
    blockers: [
      {
        step: 'compare',
        code: 'template.open-conflicts',
        message: '2 choices are left.',
        remedy: 'Say of each what is to hold.',
      },
    ],
  };
}

/** What each answer makes of real records; of anything but the credit limit records show nothing. */
export function makeEffect(conflict: string, combined: unknown): MergeEffect {
  const issues = { ours: [], theirs: [], combined: [] };
  if (conflict !== limit) {
    return { field: null, records: [], issues, problem: 'Records do not show this difference.' };
  }
  const records = [
    ['Menuiserie Dubois SA', 50_000, 40_000],
    ['Garage Claes BV', 20_000, 20_000],
    ['Bouwpunt Peeters NV', 45_000, 45_000],
  ].map(([name, base, insured], index) => {
    const [amount, theirs] = [Math.min(Number(base), Number(insured)), Number(base) * 0.95];
    return {
      key: String(index),
      name: String(name),
      base: `${String(base)}.00`,
      ours: `${amount}.00`,
      theirs: theirs.toFixed(2),
      combined: combined === undefined ? null : Math.min(theirs, Number(insured)).toFixed(2),
    };
  });
  return { field: 'account.creditLimit', records, issues, problem: null };
}

/** An export with one hit that is handled and one that is not. */
export function makeProposal(decisions: Readonly<Record<string, unknown>>): ExportProposal {
  const place = { flowId: 'accounts-erp-to-crm', flowTitle: flowTitle, nodeId: 'map', nodeTitle: 'Map to account' };
  const hit = (id: string, kind: 'host' | 'email', text: string, found: string) => ({
    id,
    kind,
    place: { ...place, kind: 'mapping' as const, name: 'account.website' },
    text,
    start: text.indexOf(found),
    end: text.indexOf(found) + found.length,
    canBeParameter: true,
    proposedName: 'trackingHost',
    decision: (decisions[id] ?? (kind === 'email' ? { do: 'remove' } : null)) as { do: 'remove' } | null,
  });
  const findings = [
    hit('f1', 'host', '"https://track.verbeke.example/" + account.number', 'track.verbeke.example'),
    hit('f2', 'email', 'Ask boekhouding@verbeke.example', 'boekhouding@verbeke.example'),
  ];
  return {
    flows: flows.map((flow) => ({ ...flow, isChosen: true })),
    slots: manifest.slots,
    valueLists: manifest.valueLists,
    mastershipRows: manifest.mastershipRows,
    tests: [
      { flowId: flows[0]!.id, id: 'new-customer', title: 'A new customer', problem: null },
      {
        flowId: flows[0]!.id,
        id: 'moved-customer',
        title: 'A customer who moved',
        problem: 'It says whose records it was made of.',
      },
    ],
    parameters: manifest.parameters.map((parameter) => ({ ...parameter, presentValue: '0.05' })),
    candidates: [
      {
        id: 'c1',
        reason: 'limit',
        place: { ...place, kind: 'condition', name: 'account.creditLimit' },
        value: '50000',
        type: 'decimal',
        proposedName: 'creditLimit',
        chosenAs: null,
      },
    ],
    findings,
    unhandled: findings.filter(({ decision }) => decision === null).length,
    missingTexts: [],
    leftBehind: { secrets: 2, recordLinks: 1284, runs: 4812, failures: 23 },
    documentation: '# Customer 360 base\n\n## Flows\n',
    isDocumentationGenerated: true,
    previousVersion: '2.1.0',
    proposedVersion: '2.2.0',
  };
}

/** A page with everything that a generated one has, and with markup that must not be carried out. */
export const makeDocumentation = () => ({
  id: 'customer-360',
  version: '2.3.0',
  title,
  documentation: `# Customer 360 base

Version 2.3.0: risk discount <script>document.title = 'carried out'</script><img src="x" onerror="document.title = 'carried out'">

[Our site](https://wouters.example) and [a trap](javascript:alert(1)) ![](https://wouters.example/pixel.png)

## Flows

### Customers ERP → CRM

\`\`\`text
[Every 15 minutes] --> [Read customers]
[Read customers] --> [Map to account]
\`\`\`

**Map to account**

| Field | Filled with |
| --- | --- |
| account.name | account.name |
| account.creditLimit | \`account.creditLimit * (1 - param.riskDiscount)\` |

## Parameters

| Parameter | Title | Type |
| --- | --- | --- |
| \`riskDiscount\` | Risk discount | decimal |

## Who is master of what

| Data | Rule |
| --- | --- |
| Credit and payment terms | The ERP decides these values. |
`,
});
