import type { launchChromium } from '../../../../e2e/chromium.ts';
import { median } from '../benchmark.ts';

export type Browser = Awaited<ReturnType<typeof launchChromium>>;
export type Page = Awaited<ReturnType<Browser['newPage']>>;

/**
 * What one page took, in milliseconds. Of frames the time between the moments that the browser gives two of them: 95 of 100 were
 * not longer. A frame in which the page was not ready in time makes the next one a whole number of screen refreshes later.
 */
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
  /** Frames while one card is dragged about. */
  readonly drag: number;
}

export const timeNames = [
  'firstCard',
  'settled',
  'panFar',
  'panNear',
  'zoom',
  'drag',
] as const satisfies (keyof Times)[];

/** Runs before anything of the page: notes when the first card can be seen, and which frames came late. */
const watch = `
  window.seen = { firstCard: null, quietSince: performance.now(), last: performance.now(), frames: null };
  const look = (at) => {
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
  const panFar = await framesOf(page, pan);
  const zoomIn = await framesOf(page, zoom(-1));
  const panNear = await framesOf(page, pan);
  const dragging = await framesOf(page, drag);
  const zoomOut = await framesOf(page, zoom(1));
  return {
    firstCard,
    settled: Math.max(firstCard, quietSince),
    panFar: late(panFar),
    panNear: late(panNear),
    zoom: late([...zoomIn, ...zoomOut]),
    drag: late(dragging),
  };
}

/**
 * The time that a check of the flow takes after an edit, in milliseconds: what the page of the designer measured itself, from
 * asking its worker until the answer is there. The median of a few edits.
 */
export async function measureCheck(page: Page): Promise<number> {
  await page.evaluate(`{
    window.checks = [];
    new PerformanceObserver((list) => window.checks.push(...list.getEntriesByName('koppel.check').map(({ duration }) => duration)))
      .observe({ type: 'measure' });
  }`);
  const card = page.locator('.react-flow__node').filter({ visible: true }).first();
  await card.click();
  for (let edit = 1; edit <= edits; edit += 1) {
    await page.keyboard.press('d');
    await page.waitForFunction(`window.checks.length >= ${edit}`, undefined, { timeout: 30_000 });
  }
  return median((await page.evaluate('window.checks')) as number[]);
}

const edits = 7;

/** What came over the wire until nothing was loading any more, in kB of 1,000 bytes: headers and bodies as sent, compressed. */
export async function measureFirstLoad(page: Page, address: string, shown: string): Promise<number> {
  const wire = await page.context().newCDPSession(page);
  let bytes = 0;
  wire.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await wire.send('Network.enable');
  await page.goto(address, { waitUntil: 'networkidle' });
  await page.getByRole('link', { name: shown }).first().waitFor();
  return bytes / 1000;
}

/** Gets ready for it, and gives the movements themselves: only their frames count. */
type Gesture = (page: Page) => Promise<() => Promise<void>>;

async function framesOf(page: Page, gesture: Gesture): Promise<number[]> {
  const move = await gesture(page);
  await page.evaluate('window.seen.frames = []');
  await move();
  const frames = (await page.evaluate('window.seen.frames')) as number[];
  // What follows from the gesture is over before the next one begins.
  await page.waitForFunction(`performance.now() - window.seen.quietSince > ${quietMs}`);
  return frames;
}

/** To and fro, as fingers on a touch pad do. */
const pan: Gesture = async (page) => {
  await toMiddle(page);
  return async () => {
    for (let step = 0; step < 80; step += 1) await page.mouse.wheel(step < 40 ? 18 : -18, step % 40 < 20 ? 9 : -9);
  };
};

/** The card in the middle, round in a square and back to where it was. */
const drag: Gesture = async (page) => {
  const middle = await toMiddle(page);
  const boxes = await Promise.all((await page.locator('.react-flow__node').all()).map((card) => card.boundingBox()));
  const away = (box: { x: number; y: number }) => Math.hypot(box.x - middle.x, box.y - middle.y);
  const [near] = boxes.filter((box) => box !== null).toSorted((a, b) => away(a) - away(b));
  if (!near) throw new Error('There is no card to drag.');
  const grip = { x: near.x + near.width / 2, y: near.y + near.height / 2 };
  await page.mouse.move(grip.x, grip.y);
  return async () => {
    await page.mouse.down();
    for (let step = 0; step < 80; step += 1) {
      const [x, y] = step < 20 ? [step, 0] : step < 40 ? [20, step - 20] : step < 60 ? [60 - step, 20] : [0, 80 - step];
      await page.mouse.move(grip.x + x * 6, grip.y + y * 6);
    }
    await page.mouse.up();
  };
};

const zoom =
  (direction: 1 | -1): Gesture =>
  async (page) => {
    await toMiddle(page);
    return async () => {
      await page.keyboard.down('Control');
      for (let step = 0; step < 40; step += 1) await page.mouse.wheel(0, direction * 48);
      await page.keyboard.up('Control');
    };
  };

/** Puts the pointer over the middle of the canvas, of which what opens beside it takes some. */
async function toMiddle(page: Page): Promise<{ x: number; y: number }> {
  const pane = (await page.locator('.react-flow__pane').first().boundingBox())!;
  const middle = { x: pane.x + pane.width / 2, y: pane.y + pane.height / 2 };
  await page.mouse.move(middle.x, middle.y);
  return middle;
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
