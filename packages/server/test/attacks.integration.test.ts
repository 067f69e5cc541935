import { afterAll, beforeAll, expect, test } from 'vitest';
import { runClass } from './attacks/attack.ts';
import { classes } from './attacks/classes/index.ts';
import { Lab } from './attacks/lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open();
  for (const { begin } of classes) begin?.(lab);
});
afterAll(() => lab.close());

test.each(classes)('every attack of the class "$name" has the answer that is right, and no other effect', async (attackClass) => {
  expect((await runClass(attackClass, lab)).failed).toEqual([]);
}); // prettier-ignore
