import { describe, expect, test } from 'vitest';
import { createDetector } from '../../src/index.ts';

const detect = createDetector({
  customers: ['Menuiserie Dubois SA', 'Brouwerij De Kroon', 'Post'],
  users: ['Lotte Vermeulen'],
});
const found = (text: string) => detect(text).map(({ kind, start, end }) => [kind, text.slice(start, end)]);

describe('what may be a secret or a customer’s', () => {
  test.each<[string, string, string]>([
    ['mail boekhouding@verbeke.example today', 'email', 'boekhouding@verbeke.example'],
    ['https://track.verbeke.example/x?y=1', 'host', 'track.verbeke.example'],
    ['https://user@erp.internal:8443/api', 'email', 'user@erp.internal'],
    ['https://erp:8443/api', 'host', 'erp:8443'],
    ['the server erp01.klant.be is slow', 'host', 'erp01.klant.be'],
    ['on 192.168.10.4 only', 'host', '192.168.10.4'],
    ['VAT BE0417.497.106', 'vatNumber', 'BE0417.497.106'],
    ['BTW BE 0417 497 106', 'vatNumber', 'BE 0417 497 106'],
    ['NL123456789B01', 'vatNumber', 'NL123456789B01'],
    ['number 0417.497.106', 'companyNumber', '0417.497.106'],
    ['number 0417497106', 'companyNumber', '0417497106'],
    ['pay to BE68 5390 0754 7034 soon', 'iban', 'BE68 5390 0754 7034'],
    ['BE68539007547034', 'iban', 'BE68539007547034'],
    ['NL91ABNA0417164300', 'iban', 'NL91ABNA0417164300'],
    ['call +32 9 123 45 67', 'phone', '+32 9 123 45 67'],
    ['call 0478 12 34 56', 'phone', '0478 12 34 56'],
    ['Authorization: Bearer abcdef0123456789', 'key', 'Bearer abcdef0123456789'],
    ['x-api-key 9f3c1d2e4b5a69788776655443322110b71e', 'key', '9f3c1d2e4b5a69788776655443322110b71e'],
    ['sk_live_51H8abcDEFghiJKL', 'key', 'sk_live_51H8abcDEFghiJKL'],
    ['AKIAIOSFODNN7EXAMPLE', 'key', 'AKIAIOSFODNN7EXAMPLE'],
    ['password: hunter22', 'key', 'password: hunter22'],
    ['wachtwoord = geheim1', 'key', 'wachtwoord = geheim1'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig_nature', 'key', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig_nature'],
    ['tenant 3f2504e0-4f89-11d3-9a0c-0305e82c3301', 'key', '3f2504e0-4f89-11d3-9a0c-0305e82c3301'],
    ['“Menuiserie Dubois SA stays at 40.000”', 'customer', 'Menuiserie Dubois SA'],
    ['menuiserie dubois is late', 'customer', 'menuiserie dubois'],
    ['for BROUWERIJ DE KROON', 'customer', 'BROUWERIJ DE KROON'],
    ['as Lotte Vermeulen said', 'user', 'Lotte Vermeulen'],
  ])('in "%s" it is %s', (text, kind, hit) => {
    expect(found(text)).toEqual([[kind, hit]]);
  });

  test.each([
    'account.billingAddress.city',
    'account.name',
    'min(account.creditLimit, account.insuredAmount)',
    '*/15 6-20 * * 1-5',
    'Europe/Brussels',
    'accounts-erp-to-crm',
    'Read customers with their commercial relations',
    'order.fulfilment.shippedQuantity',
    'Postgres is postponed, post it',
    'http://localhost:4400/demo',
    '2026-11-26T12:00:00Z',
    'number 0417.497.107',
    'version 1.2.3',
    'business-central.field-invalid',
    '100 000 or 12 345 678',
  ])('nothing in "%s"', (text) => {
    expect(found(text)).toEqual([]);
  });
});
