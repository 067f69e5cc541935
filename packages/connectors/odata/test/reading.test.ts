import { ConnectionError, RecordError } from '@koppel/sdk';
import { describe, expect, test } from 'vitest';
import { codecFor, numberText, orFilters, parseMetadata, problemOf, queryOptions, textLiteral } from '../src/index.ts';

describe('addresses', () => {
  test('quotes double inside a text', () => {
    expect(textLiteral("L'Atelier d'Or")).toBe("'L''Atelier d''Or'");
  });

  test('query options are encoded so that no value can begin another option', () => {
    const query = queryOptions({ $filter: "name eq 'A&B=1 #?+é'", $top: undefined, $select: 'a,b' });
    expect(query).toBe("?$filter=name%20eq%20'A%26B=1%20%23%3F%2B%C3%A9'&$select=a,b");
    expect(new URLSearchParams(query).get('$filter')).toBe("name eq 'A&B=1 #?+é'");
  });

  test('or chains are split by length and by number of terms, and lose nothing', () => {
    const terms = Array.from({ length: 250 }, (_, index) => `id eq ${index}`);
    const byLength = orFilters(terms, { maxLength: 300 });
    expect(byLength.flatMap((filter) => filter.split(' or '))).toEqual(terms);
    expect(Math.max(...byLength.map((filter) => encodeURIComponent(filter).length))).toBeLessThanOrEqual(300);
    expect(orFilters(terms, { maxTerms: 100 }).map((filter) => filter.split(' or ').length)).toEqual([100, 100, 50]);
    expect(orFilters([])).toEqual([]);
  });
});

describe('error bodies', () => {
  test.each([
    ['Dataverse', '{"error":{"code":"0x80060882","message":"The version …"}}', '0x80060882', 'The version …'],
    [
      'Business Central',
      '{"error":{"code":"Internal_RecordNotFound","message":"The Customer does not exist.  CorrelationId:  0a1b2c3d-0000-4000-8000-000000000000."}}',
      'Internal_RecordNotFound',
      'The Customer does not exist.',
    ],
    ['OData 3', '{"odata.error":{"code":"","message":{"lang":"en-US","value":"No."}}}', '', 'No.'],
    ['Web API', '{"Message":"No HTTP resource was found."}', '', 'No HTTP resource was found.'],
    ['OAuth', '{"error":"invalid_client","error_description":"AADSTS1"}', 'invalid_client', 'AADSTS1'],
    ['a numeric code', '\ufeff{"error":{"code":17,"message":"x"}}', '17', 'x'],
    ['a page', '<html><head><title>503 Service Unavailable</title></head><body>…', '', '503 Service Unavailable'],
    ['text', 'The server is busy.', '', 'The server is busy.'],
    ['nothing', '', '', ''],
    ['null', 'null', '', ''],
    ['a stack', '{"error":{"code":"0x0","message":"Broken\\r\\n   at Some.Method()"}}', '0x0', 'Broken'],
  ])('of %s are read', (_what, body, code, message) => {
    expect(problemOf(400, body)).toEqual({ status: 400, code, message });
  });

  test.each([
    ['a page', '<title'.repeat(500_000)],
    ['a message', `{"error":{"message":"${' '.repeat(3_000_000)}"}}`],
    ['a code', `{"error":{"code":"${'x'.repeat(3_000_000)}","message":""}}`],
  ])(
    '%s of megabytes keeps nobody busy and is cut',
    (_what, body) => {
      const { code, message } = problemOf(500, body);
      expect(message.length).toBeLessThanOrEqual(1000);
      expect(code.length).toBeLessThanOrEqual(100);
    },
    1000,
  );
});

describe('values', () => {
  test.each([
    [45000.1, '45000.1'],
    [0, '0'],
    [-0, '0'],
    [1e21, '1000000000000000000000'],
    [1.5e-7, '0.00000015'],
    [-12.34, '-12.34'],
  ])('the number %d is %s', (number, text) => {
    expect(numberText(number)).toBe(text);
  });

  test.each([
    ['text', '', null],
    ['text', '   ', null],
    ['text', ' Peeters NV ', 'Peeters NV'],
    ['text', null, null],
    ['money', 12.5, '12.5'],
    ['money', '12.50', '12.50'],
    ['integer', 3, 3],
    ['integer', '3', 3],
    ['date', '0001-01-01', null],
    ['date', '2026-11-23', '2026-11-23'],
    ['date', '2026-11-23T00:00:00Z', '2026-11-23'],
    ['dateTime', '0001-01-01T00:00:00Z', null],
    ['boolean', false, false],
  ] as const)('%s %j is read as %j', (kind, raw, value) => {
    expect(codecFor(kind, 'blank').read(raw)).toBe(value);
  });

  test('the guid of no reference is empty', () => {
    expect(codecFor('text', 'blank', { isGuid: true }).read('00000000-0000-0000-0000-000000000000')).toBeNull();
  });

  test.each([
    ['text', 'blank', ''],
    ['text', 'null', null],
    ['money', 'blank', 0],
    ['money', 'null', null],
    ['date', 'blank', '0001-01-01'],
    ['date', 'null', null],
    ['boolean', 'blank', false],
  ] as const)('an empty %s is written in the %s form as %j', (kind, form, raw) => {
    expect(codecFor(kind, form).write(null)).toBe(raw);
  });

  test.each([
    ['money', '45000.10', 45_000.1],
    ['integer', '7', 7],
    ['date', '2026-11-23', '2026-11-23'],
    ['boolean', 'true', true],
    ['text', ' trimmed ', 'trimmed'],
  ] as const)('%s %j is written as %j', (kind, value, raw) => {
    expect(codecFor(kind, 'null').write(value)).toBe(raw);
  });

  test.each([
    ['money', 'a lot'],
    ['money', '1234567890123456.78'],
    ['integer', '1.5'],
    ['boolean', 'perhaps'],
  ] as const)('%s does not take %j', (kind, value) => {
    expect(() => codecFor(kind, 'null').write(value)).toThrow(RecordError);
  });
});

describe('$metadata', () => {
  const edmx = (body: string) =>
    `<?xml version="1.0" encoding="utf-8"?><edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices><Schema Namespace="Some.NAV" Alias="s" xmlns="http://docs.oasis-open.org/odata/ns/edm">${body}</Schema></edmx:DataServices></edmx:Edmx>`;

  test('is read into sets with their columns, also those of a base type', () => {
    const model = parseMetadata(
      edmx(`
        <EntityType Name="base" Abstract="true"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Guid" Nullable="false"/></EntityType>
        <EntityType Name="customer" BaseType="s.base">
          <Property Name="number" Type="Edm.String" MaxLength="20"/>
          <Property Name="balanceDue" Type="Edm.Decimal" Scale="2"><Annotation Term="Org.OData.Core.V1.Computed" Bool="true"/></Property>
          <Property Name="blocked" Type="Some.NAV.customerBlocked"/>
          <NavigationProperty Name="paymentTerm" Type="Some.NAV.paymentTerm"/>
          <NavigationProperty Name="contacts" Type="Collection(Some.NAV.contact)"/>
        </EntityType>
        <EnumType Name="customerBlocked"><Member Name="_x0020_" Value="0"/><Member Name="All" Value="3"/></EnumType>
        <EntityContainer Name="NAV"><EntitySet Name="customers" EntityType="Some.NAV.customer"/></EntityContainer>`),
      'erp.example',
    );
    const customer = model.sets.get('customers')!;
    expect(customer.keys).toEqual(['id']);
    expect(
      customer.properties.map(({ name, type, maxLength, isComputed }) => [name, type, maxLength, isComputed]),
    ).toEqual([
      ['id', 'Edm.Guid', null, false],
      ['number', 'Edm.String', 20, false],
      ['balanceDue', 'Edm.Decimal', null, true],
      ['blocked', 'Some.NAV.customerBlocked', null, false],
    ]);
    expect(customer.navigations.map(({ name, isCollection }) => [name, isCollection])).toEqual([
      ['paymentTerm', false],
      ['contacts', true],
    ]);
    expect(model.enums.get('Some.NAV.customerBlocked')).toEqual(['_x0020_', 'All']);
  });

  test.each([
    ['a document type', '<!DOCTYPE x [<!ENTITY a "b">]><edmx/>'],
    ['an entity', `<?xml version="1.0"?><!ENTITY a SYSTEM "file:///etc/passwd"><edmx/>`],
    ['a page', '<html><body>Sign in</body></html>'],
    ['broken XML', '<edmx:Edmx><'],
    ['nothing', ''],
  ])('that is %s is refused', (_what, xml) => {
    expect(() => parseMetadata(xml, 'erp.example')).toThrow(ConnectionError);
  });

  test('types that are based on each other end', () => {
    const model = parseMetadata(
      edmx(`<EntityType Name="a" BaseType="s.b"/><EntityType Name="b" BaseType="s.a"/>
        <EntityContainer Name="C"><EntitySet Name="as" EntityType="s.a"/></EntityContainer>`),
      'erp.example',
    );
    expect(model.sets.get('as')!.properties).toEqual([]);
  });
});
