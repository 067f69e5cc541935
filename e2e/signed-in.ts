import type { AxeResults } from 'axe-core';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { APIResponse, Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { launchChromium } from './chromium.ts';
import { administrator, RunningKoppel } from './koppel.ts';

type Method = 'GET' | 'POST' | 'PUT';
interface Options {
  /** How many customers the demo ERP has. */
  readonly customers?: number;
  /** Further `KOPPEL_` variables. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly context?: BrowserContextOptions;
  /** How long a page is waited for before a test fails. */
  readonly timeoutMs?: number;
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A Koppel of its own, and a page on which its administrator is signed in and sees the list of flows. */
export class SignedIn {
  readonly koppel: RunningKoppel;
  readonly page: Page;
  /** Errors that no code of the page caught. */
  readonly complaints: string[] = [];
  readonly #browser: Browser;

  private constructor(koppel: RunningKoppel, browser: Browser, page: Page) {
    this.koppel = koppel;
    this.#browser = browser;
    this.page = page;
    page.on('pageerror', (error) => this.complaints.push(String(error)));
  }

  static async start({ customers = 40, environment, context, timeoutMs = 30_000 }: Options = {}): Promise<SignedIn> {
    const { koppel } = await RunningKoppel.start({
      KOPPEL_ADMIN_EMAIL: administrator.email,
      KOPPEL_ADMIN_PASSWORD: administrator.password,
      KOPPEL_DEMO_CUSTOMERS: String(customers),
      ...environment,
    });
    const browser = await launchChromium();
    // What is still fading in has not its colours yet.
    const screen = {
      viewport: { width: 1440, height: 900 },
      locale: 'en-BE',
      reducedMotion: 'reduce' as const,
      ...context,
    };
    const page = await (await browser.newContext(screen)).newPage();
    page.setDefaultTimeout(timeoutMs);
    const signedIn = new SignedIn(koppel, browser, page);
    await page.goto(koppel.url);
    await page.getByLabel('E-mail').fill(administrator.email);
    await page.getByLabel('Password').fill(administrator.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Flows', level: 1 }).waitFor();
    return signedIn;
  }

  /** Asks the API with the session of the page. A path is one of the first workspace, unless it begins with `/api/`. */
  async ask(method: Method, path: string, body?: unknown): Promise<APIResponse> {
    const { url } = this.koppel;
    const account = await this.page.request.get(`${url}/api/session`);
    const { csrfToken } = (await account.json()) as { csrfToken: string };
    return this.page.request.fetch(url + (path.startsWith('/api/') ? path : `/api/workspaces/main${path}`), {
      method,
      headers: { origin: url, 'x-koppel-csrf': csrfToken },
      ...(body === undefined ? {} : { data: body }),
    });
  }

  /** What the API answers; a refusal fails the test. */
  async call<T>(method: Method, path: string, body?: unknown): Promise<T> {
    const answer = await this.ask(method, path, body);
    expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true);
    return (await answer.json()) as T;
  }

  /** Holds the page against the rules of accessibility. With `KOPPEL_SCREENSHOTS`, a folder: pictures of it in light and dark. */
  async expectAccessible(name: string): Promise<void> {
    const folder = process.env['KOPPEL_SCREENSHOTS'];
    if (folder) {
      await this.page.screenshot({ path: `${folder}/${name}.png` });
      await this.page.emulateMedia({ colorScheme: 'dark' });
      await this.page.screenshot({ path: `${folder}/${name}-dark.png` });
      await this.page.emulateMedia({ colorScheme: 'light' });
    }
    await this.page.evaluate(axe);
    const { violations } = await this.page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
    expect(violations.map(({ id, nodes }) => `${name}: ${id} ${nodes[0]?.html ?? ''}`)).toEqual([]);
  }

  async end(): Promise<void> {
    await this.#browser.close();
    await this.koppel.end();
  }
}
