import { expect, it } from 'vitest';
import { qualified } from '../../src/app/entities.ts';

it('a field gets its entity in front unless it has one already, also when its name has dots itself', () => {
  expect(qualified('creditLimit', 'account')).toBe('account.creditLimit');
  expect(qualified('billingAddress.city', 'account')).toBe('account.billingAddress.city');
  expect(qualified('account.creditLimit', 'account')).toBe('account.creditLimit');
  expect(qualified('contact.email', 'account')).toBe('contact.email');
  expect(qualified('~fax', 'account')).toBe('account.~fax');
  expect(qualified('creditLimit', undefined)).toBe('creditLimit');
});
