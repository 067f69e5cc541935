import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDetector, fitTest, withExampleNames, type TemplateTest } from '../../src/index.ts';

const detect = createDetector({ customers: ['Janssens Bouw NV', 'Peeters'], users: ['Lotte Claes'] });
const textField = { kind: 'text' } as never;

function made(values: Record<string, string>, title = 'A test'): TemplateTest {
  const side = { entity: 'account', source: 'erp', target: 'crm' };
  const fields = Object.keys(values);
  return {
    id: 'a-test',
    flowId: 'accounts',
    title,
    recording: {
      at: '2026-11-12T08:00:00.000Z',
      slots: { erp: { system: 'erp', connectorId: 'bc' }, crm: { system: 'crm', connectorId: 'dataverse' } },
      schemas: {
        erp: [
          {
            entity: 'account',
            systemEntity: 'customers',
            label: 'Customer',
            hash: 'h',
            fields: fields.map((field) => ({
              field,
              systemField: field,
              label: field,
              type: textField,
              isRequired: false,
              canCreate: true,
              canUpdate: true,
            })),
          },
        ],
      },
      sources: [
        {
          system: 'erp',
          entity: 'account',
          overlapMs: 0,
          fields,
          records: [{ key: '10001', version: null, change: 'upserted', values }],
        },
      ],
      targets: [],
      finds: [
        { system: 'crm', entity: 'account', query: { by: 'fields', values }, fields, found: [{ key: 'k', version: null, values }] },
      ],
      links: [
        { ...side, sourceKey: '10001', link: { targetKey: 'k', targetVersion: null, hashes: { save: 'x' }, base: values } },
      ],
      claims: [],
      refused: [],
    },
  } as TemplateTest;
} // prettier-ignore

const valuesOf = (test: TemplateTest | null) => test!.recording.sources[0]!.records[0]!.values;

describe('a test that goes along with a template', () => {
  test('says nothing of whose records it was made of, and what belongs together still does', () => {
    const named = withExampleNames(
      made(
        {
          name: 'Janssens Bouw NV',
          legalName: 'JANSSENS BOUW nv',
          vat: 'BE 0403.170.701',
          number: '0403170701',
          mail: 'info@janssens-bouw.be',
          site: 'https://www.janssens-bouw.be/contact',
          phone: '+32 3 233 44 55',
          iban: 'BE68 5390 0754 7034',
          id: '5F1C3E1A-0B7E-4C1B-9A58-0D6B1E6A7C11',
          owner: 'Lotte Claes',
          city: 'Gent',
        },
        'Peeters who moved',
      ),
      detect,
    );
    expect(named!.title).toBe('Example company 1 who moved');
    const values = valuesOf(named);
    const { query, found } = named!.recording.finds[0]!;
    expect(values['name']).toMatch(/^Example company \d+$/);
    expect(values['city']).toBe('Gent');
    // The number of the firm is the same in both of the ways in which it was written, and still a number of a firm.
    expect(String(values['vat']).replace(/\D/g, '')).toBe(values['number']);
    expect(values['vat']).toMatch(/^BE 0\d{3}\.\d{3}\.\d{3}$/);
    expect(detect(String(values['number'])).map(({ kind }) => kind)).toEqual(['companyNumber']);
    expect(detect(String(values['iban'])).map(({ kind }) => kind)).toEqual(['iban']);
    expect(query).toEqual({ by: 'fields', values });
    expect(found[0]!.values).toEqual(values);
    const text = JSON.stringify(named).toLowerCase();
    for (const secret of ['janssens', 'peeters', '0403', '170701', '233 44 55', '7547 034', '5f1c3e1a', 'lotte'])
      expect(text).not.toContain(secret);
  });

  test('a name of one word is known in capitals too, where it stands with its legal form elsewhere', () => {
    const known = createDetector({ customers: ['Peeters NV'], users: [] });
    const named = withExampleNames(made({ name: 'Peeters NV', search: 'PEETERS' }), known);
    expect(valuesOf(named)).toEqual({ name: 'Example company 1', search: 'EXAMPLE COMPANY 1' });
  });

  test('for any records: what is left is clean, or there is nothing', () => {
    const part = fc.oneof(
      fc.constantFrom('Janssens Bouw', 'peeters', 'BE0403170701', 'a@b.be', 'x.example', '0470 12 34 56'),
      fc.string(),
    );
    const text = fc.array(part, { maxLength: 4 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(fc.record({ name: text, note: text }), (values) => {
        const named = withExampleNames(made(values), detect);
        if (!named) return;
        const hits = Object.values(valuesOf(named)).flatMap((value) =>
          detect(String(value)).map(({ start, end }) => String(value).slice(start, end)),
        );
        for (const hit of hits) expect(JSON.stringify(values)).not.toContain(JSON.stringify(hit).slice(1, -1).replace(/^x\.example$/, '\u0000')); // prettier-ignore
      }),
    );
  });

  test('has the fields and the name of whoever installs it, in each of its systems', () => {
    const fitted = fitTest(made({ name: 'a', '~fax': 'b' }), {
      flowIds: { accounts: 'customers' },
      fields: { 'erp/account/~fax': '~telefax', 'crm/account/~fax': '~telephone2' },
    });
    const { recording, flowId } = fitted;
    expect(flowId).toBe('customers');
    expect(recording.schemas['erp']![0]!.fields.map(({ field }) => field)).toEqual(['name', '~telefax']);
    expect(recording.sources[0]).toMatchObject({ fields: ['name', '~telefax'], records: [{ values: { '~telefax': 'b' } }] });
    expect(recording.finds[0]).toMatchObject({
      fields: ['name', '~telephone2'],
      query: { values: { '~telephone2': 'b' } },
      found: [{ values: { '~telephone2': 'b' } }],
    });
    expect(recording.links[0]!.link!.base).toEqual({ name: 'a', '~telephone2': 'b' });
  });
}); // prettier-ignore
