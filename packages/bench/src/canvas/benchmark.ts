import { spawnSync } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchChromium } from '../../../../e2e/chromium.ts';
import { administrator, RunningKoppel } from '../../../../e2e/koppel.ts';
import { edgeCount, largeFlow, nodeCount } from './flow.ts';
import {
  measure,
  measureCheck,
  measureFirstLoad,
  middle,
  timeNames,
  type Browser,
  type Page,
  type Times,
} from './measure.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const passes = 3;

/** The designer beside a page that draws as much with React Flow as it comes, in the same browser, by turns. */
export interface CanvasResult {
  readonly name: 'canvas';
  /** What comes over the wire until the list of flows can be used, compressed, in kB of 1,000 bytes. */
  readonly firstLoadKb: number;
  /** From the call of the address until the flow can be worked with. */
  readonly openMs: number;
  /** 95 of 100 frames took no longer, in the worst of moving, zooming and dragging. */
  readonly p95FrameMs: number;
  /** A check after an edit, in its worker. */
  readonly compileMs: number;
  readonly nodes: number;
  readonly edges: number;
  readonly designer: Times;
  readonly plain: Times;
  readonly runs: number;
}

export const canvasSummary = `a flow of ${nodeCount} nodes and ${edgeCount} edges, opened, moved, zoomed and edited in Chromium`;

/** Builds the screen, starts Koppel with a large flow in it, and takes both pages' times. */
export async function runCanvas(report: (line: string) => void): Promise<CanvasResult> {
  const built = spawnSync(process.execPath, [join(root, 'packages/boot/boot.mjs'), 'build'], { stdio: 'ignore' });
  if (built.status !== 0) throw new Error('The screen cannot be built: run npm run build to see why.');
  const plain = await servePlainCanvas();
  const { koppel } = await RunningKoppel.start({
    KOPPEL_ADMIN_EMAIL: administrator.email,
    KOPPEL_ADMIN_PASSWORD: administrator.password,
    KOPPEL_DEMO_CUSTOMERS: '10',
  });
  const browser = await launchChromium();
  try {
    const address = await openLargeFlow(browser, koppel.url);
    const times = { designer: [] as Times[], plain: [] as Times[] };
    for (let pass = 0; pass <= passes; pass += 1) {
      const timesOf = (url: string) => inNewPage(browser, address.session, (page) => measure(page, url, nodeCount));
      const ours = await timesOf(`${koppel.url}${address.path}`);
      const theirs = await timesOf(plain.url);
      // The first pass fills caches.
      if (pass === 0) continue;
      times.designer.push(ours);
      times.plain.push(theirs);
      report(`designer: pass ${pass} of ${passes}`);
    }
    report('designer: checks after an edit');
    const compileMs = await inNewPage(browser, address.session, async (page) => {
      await measure(page, `${koppel.url}${address.path}`, nodeCount);
      return measureCheck(page);
    });
    report('flows: first load');
    const firstLoadKb = await inNewPage(browser, address.session, (page) =>
      measureFirstLoad(page, `${koppel.url}/flows`, 'Large flow'),
    );
    const designer = middle(times.designer);
    return {
      name: 'canvas',
      firstLoadKb,
      openMs: designer.settled,
      p95FrameMs: Math.max(designer.panFar, designer.panNear, designer.zoom, designer.drag),
      compileMs,
      nodes: nodeCount,
      edges: edgeCount,
      designer,
      plain: middle(times.plain),
      runs: passes,
    };
  } finally {
    await browser.close();
    await koppel.end();
    await plain.close();
  }
}

type Session = Awaited<ReturnType<Awaited<ReturnType<Browser['newContext']>>['storageState']>>;

async function openLargeFlow(browser: Browser, url: string): Promise<{ session: Session; path: string }> {
  const context = await browser.newContext({ locale: 'en-BE' });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByLabel('E-mail').fill(administrator.email);
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Flows' }).waitFor();
  const detail = (await page.evaluate(`(async () => {
    const { csrfToken } = await (await fetch('/api/session')).json();
    const headers = { 'content-type': 'application/json', 'x-koppel-csrf': csrfToken };
    const call = async (method, path, body) => {
      const answer = await fetch(path, { method, headers, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(path + ' answered ' + (await answer.text()));
      return answer.json();
    };
    const made = await call('POST', '/api/workspaces/main/flows/import', { document: ${JSON.stringify(largeFlow())} });
    const connections = await (await fetch('/api/workspaces/main/connections')).json();
    const slots = Object.fromEntries(connections.map(({ role, id }) => [role, id]));
    return call('PUT', '/api/workspaces/main/flows/' + made.summary.id + '/bindings', { slots });
  })()`)) as { summary: { id: string } };
  const session = await context.storageState();
  await context.close();
  return { session, path: `/flows/${detail.summary.id}` };
}

async function inNewPage<T>(browser: Browser, session: Session, act: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({
    storageState: session,
    viewport: { width: 1440, height: 900 },
    // Waiting for something in a page evaluates text, which the screen's own policy forbids.
    bypassCSP: true,
  });
  try {
    return await act(await context.newPage());
  } finally {
    await context.close();
  }
}

/** Builds the plain page and serves it, with the same drawing in it. */
async function servePlainCanvas(): Promise<{ url: string; close: () => Promise<void> }> {
  const canvas = join(root, 'packages/canvas');
  const folder = mkdtempSync(join(tmpdir(), 'koppel-plain-canvas-'));
  const args = ['build', 'test/plain-canvas', '--configLoader', 'native', '--base', './', '--target', 'es2023'];
  const vite = join(canvas, 'node_modules/vite/bin/vite.js');
  const built = spawnSync(process.execPath, [vite, ...args, '--outDir', folder, '--emptyOutDir'], {
    cwd: canvas,
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(`The plain page cannot be built: ${built.stderr}`);
  writeFileSync(join(folder, 'drawing.json'), JSON.stringify(plainDrawing()));
  const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://plain').pathname;
    const file = join(folder, path === '/' ? 'index.html' : path);
    response.setHeader('content-type', types[extname(file)] ?? 'application/json');
    createReadStream(file)
      .on('error', () => response.writeHead(404).end())
      .pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function plainDrawing() {
  const { nodes, edges, layout } = largeFlow();
  return {
    nodes: Object.keys(nodes).map((id) => {
      const [x, y] = layout.nodes[id]!;
      return { id, position: { x, y }, data: { label: id }, width: 160, height: 66 };
    }),
    edges: edges.map((id) => {
      const [from, to] = id.split(' -> ').map((end) => end.split('.')[0]!);
      return { id, source: from, target: to };
    }),
  };
}

/** Tables for people: the designer beside the plain page, then the figures with what they may be. */
export function canvasTable({ designer, plain, ...result }: CanvasResult): string {
  const titles = {
    firstCard: 'first card',
    settled: 'settled',
    panFar: 'pan, whole flow',
    panNear: 'pan, close by',
    zoom: 'zoom',
    drag: 'drag a card',
  };
  const cell = (ms: number) => `${Math.round(ms)} ms`.padStart(10);
  const rows = timeNames.map(
    (name) =>
      `${titles[name].padEnd(18)}${cell(designer[name])}${cell(plain[name])}${(designer[name] / plain[name]).toFixed(2).padStart(8)}`,
  );
  const figures = [
    ['Flows, first load', result.firstLoadKb, 'kB', 350],
    ['Open until it can be worked with', result.openMs, 'ms', 1500],
    ['Frames, 95 of 100 within', result.p95FrameMs, 'ms', 20],
    ['Check after an edit', result.compileMs, 'ms', 100],
  ] as const;
  return [
    `${'designer'.padEnd(18)}${'Koppel'.padStart(10)}${'plain'.padStart(10)}${'ratio'.padStart(8)}`,
    ...rows,
    '',
    ...figures.map(
      ([title, value, unit, most]) =>
        `${title.padEnd(34)}${`${Math.round(value)} ${unit}`.padStart(10)}   at most ${most} ${unit}: ${value <= most ? 'kept' : 'not kept'}`,
    ),
  ].join('\n');
}
