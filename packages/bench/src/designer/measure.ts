import type { launchChromium } from '../../../../e2e/chromium.ts';
import { median } from '../benchmark.ts';

export type Browser = Awaited<ReturnType<typeof launchChromium>>;
type Page = Awaited<ReturnType<Browser['newPage']>>;

/** What one page took, in milliseconds. Of frames the time between two: 95 of 100 were not longer. */
export interface Times {
  /** From the call of the address until the first card can be seen. */
  readonly firstCard: number;
  /** Until every card is there and the page has answered at once for a while. */
  readonly settled: number;
  /** Frames while the whole flow is moved, and while one is close to it. */
  readonly panFar: number;
  readonly panNear: number;
  /** Frames from the whole flow to close by and back. */
  readonly zoom: number;
}

export const timeNames = ['firstCard', 'settled', 'panFar', 'panNear', 'zoom'] as const satisfies (keyof Times)[];

/** Runs before anything of the page: notes when the first card can be seen, and which frames came late. */
const watch = `
  window.seen = { firstCard: null, quietSince: performance.now(), last: performance.now(), frames: null };
  const look = () => {
    const at = performance.now();
    const took = at - window.seen.last;
    window.seen.last = at;
    if (took > 50) window.seen.quietSince = at;
    if (window.seen.frames) window.seen.frames.push(took);
    if (window.seen.firstCard === null && document.querySelector('.react-flow__node')?.checkVisibility({ visibilityProperty: true })) {
      window.seen.firstCard = at;
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);`;

const quietMs = 500;

/** Opens a page with a canvas and takes its times. */
export async function measure(page: Page, address: string, cards: number): Promise<Times> {
  await page.addInitScript(watch);
  await page.goto(address);
  await page.waitForFunction(
    `window.seen.firstCard !== null && document.querySelectorAll('.react-flow__node').length >= ${cards} &&
      performance.now() - window.seen.quietSince > ${quietMs}`,
    undefined,
    { timeout: 60_000 },
  );
  const { firstCard, quietSince } = (await page.evaluate('window.seen')) as { firstCard: number; quietSince: number };
  const box = (await page.locator('.react-flow__pane').first().boundingBox())!;
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.mouse.move(middle.x, middle.y);

  const panFar = await framesOf(page, () => pan(page));
  const zoomIn = await framesOf(page, () => zoom(page, -1));
  const panNear = await framesOf(page, () => pan(page));
  const zoomOut = await framesOf(page, () => zoom(page, 1));
  return {
    firstCard,
    settled: Math.max(firstCard, quietSince),
    panFar: late(panFar),
    panNear: late(panNear),
    zoom: late([...zoomIn, ...zoomOut]),
  };
}

async function framesOf(page: Page, act: () => Promise<void>): Promise<number[]> {
  await page.evaluate('window.seen.frames = []');
  await act();
  const frames = (await page.evaluate('window.seen.frames')) as number[];
  // What follows from the gesture is over before the next one begins.
  await page.waitForFunction(`performance.now() - window.seen.quietSince > ${quietMs}`);
  return frames;
}

/** To and fro, as fingers on a touch pad do. */
async function pan(page: Page): Promise<void> {
  for (let step = 0; step < 80; step += 1) await page.mouse.wheel(step < 40 ? 18 : -18, step % 40 < 20 ? 9 : -9);
}

async function zoom(page: Page, direction: 1 | -1): Promise<void> {
  await page.keyboard.down('Control');
  for (let step = 0; step < 40; step += 1) await page.mouse.wheel(0, direction * 48);
  await page.keyboard.up('Control');
}

function late(frames: readonly number[]): number {
  const sorted = frames.toSorted((a, b) => a - b);
  return sorted[Math.min(Math.ceil(sorted.length * 0.95), sorted.length) - 1] ?? 0;
}

/** The middle of several passes, each time by itself. */
export function middle(passes: readonly Times[]): Times {
  return Object.fromEntries(
    timeNames.map((name) => [name, median(passes.map((times) => times[name]))]),
  ) as unknown as Times;
}
