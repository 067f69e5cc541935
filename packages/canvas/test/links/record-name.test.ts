import { expect, test } from 'vitest';
import { numberAndName } from '../../src/links/link-row.tsx';

test.each([
  ['20081 Verhaegen Technics BV', '20081', 'Verhaegen Technics BV'],
  ['K10816 Brouwerij De Kroon', 'K10816', 'Brouwerij De Kroon'],
  ['24-10391 Order for spring', '24-10391', 'Order for spring'],
  ['3M Belgium', null, '3M Belgium'],
  ['20081', null, '20081'],
  ['Claes Carrosserie', null, 'Claes Carrosserie'],
])('%s is a number and a name, or a name alone', (called, number, name) => {
  expect(numberAndName(called)).toEqual({ number, name });
});
