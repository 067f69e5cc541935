import type { Locator } from 'playwright-core';
import { expect } from 'vitest';

/** Where something is once it moves no more: the view glides to what is chosen, and cards glide to their place. */
export async function whereItStands(wanted: Locator) {
  let before = '';
  const isStill = async () => {
    const [last, now] = [before, JSON.stringify(await wanted.boundingBox())];
    before = now;
    return now === last && now !== 'null';
  };
  await expect.poll(isStill, { interval: 200 }).toBe(true);
  return (await wanted.boundingBox())!;
}
