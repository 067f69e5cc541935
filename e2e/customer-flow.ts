import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** How many customers the demo ERP has in these stories. */
export const customers = 60;

/** What is drawn from an empty flow, whatever it is drawn with: how each node is called, and of what kind it is. */
const nodes = {
  Schedule: 'start-on-schedule',
  'ERP account source': 'read-records',
  'Active customers': 'filter-records',
  Check: 'check-records',
  'Map fields': 'map-fields',
  'Read-only field mask': 'mask-fields',
  'Save account in CRM': 'save-record',
  Failures: 'keep-failures',
};
const edges = [
  'Active customers.matched -> Check.records',
  'Check.records -> Map fields.records',
  'ERP account source.records -> Active customers.records',
  'Map fields.records -> Read-only field mask.records',
  'Read-only field mask.records -> Save account in CRM.records',
  'Save account in CRM.rejected -> Failures.failures',
  'Schedule.start -> ERP account source.start',
];
/** Fields of the CRM in the order in which it shows them, with what fills them. */
export const mapping = [
  ['Account Name', 'Name', 'name'],
  ['Account Number', 'No.', 'number'],
  ['Legal Form', 'Legal form', 'legalForm'],
  ['Company Number', 'Company number', 'companyNumber'],
  ['VAT Number', 'VAT number', 'vatNumber'],
  ['Address 1: Street 1', 'Address', 'billingAddress.street'],
  ['Address 1: City', 'City', 'billingAddress.city'],
  ['Main Phone', 'Phone No.', 'phone'],
  ['Email', 'Email', 'email'],
  ['Website', 'Home Page', 'website'],
] as const;

interface Flow {
  readonly summary: { readonly publishedVersion: number | null };
  readonly draft: {
    readonly nodes: Record<string, { readonly type: string; readonly title?: string; readonly config: object }>;
    readonly edges: readonly string[];
  };
}

/** Reads the API with the page's own session. */
async function read<T>(page: Page, path: string): Promise<T> {
  const answer = await page.request.get(new URL(`/api/workspaces/main${path}`, page.url()).href);
  expect(answer.ok(), path).toBe(true);
  return (await answer.json()) as T;
}

/** What was published is what was meant, and its run brought every customer over. */
export async function expectPublishedAndRun(page: Page, flow: string): Promise<void> {
  await page.waitForURL(/\/runs\/./);
  await page.getByRole('main').getByText('Done', { exact: true }).first().waitFor();
  const { draft, summary } = await read<Flow>(page, `/flows/${flow}`);
  expect(summary.publishedVersion).toBe(1);
  const kinds: Record<string, string> = { 'filter-records': 'Active customers' };
  const nameOf = (id: string) => {
    const { title, type } = draft.nodes[id]!;
    return title ?? kinds[type] ?? Object.entries(nodes).find(([, kind]) => kind === type)?.[0] ?? type;
  };
  expect(Object.fromEntries(Object.entries(draft.nodes).map(([id, { type }]) => [nameOf(id), type]))).toEqual(nodes);
  const named = draft.edges.map((edge) =>
    edge.replace(/(^|> )([^.]+)\./g, (_, before, id) => `${before}${nameOf(id)}.`),
  );
  expect(named.toSorted()).toEqual(edges);
  const config = (type: string) => Object.values(draft.nodes).find((node) => node.type === type)!.config;
  expect(config('map-fields')).toEqual({
    rows: Object.fromEntries(mapping.map(([, , field]) => [`account.${field}`, { from: `account.${field}` }])),
  });
  expect(config('filter-records')).toEqual({
    condition: { all: [{ field: 'account.blocked', is: 'notEquals', value: 'all' }] },
  });
  const { run } = await read<{ run: { counters: Record<string, number> } }>(
    page,
    new URL(page.url()).pathname.replace('/w/main', ''),
  );
  expect(run.counters).toMatchObject({ read: customers, failed: 0 });
}
