import { expect, test } from 'vitest';
import { nameBasedUuid } from '../src/record-key.ts';

test('makes the UUIDs of RFC 9562, appendix A.4', () => {
  const domainNames = Buffer.from('6ba7b8109dad11d180b400c04fd430c8', 'hex');
  expect(nameBasedUuid('www.example.com', domainNames)).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
});

test('never changes the key of a record: links and repeated creates rely on it', () => {
  expect(nameBasedUuid('erp/account/K10000')).toBe('d2412125-7e3c-52d2-9f54-a7fd2ee6ee02');
});
