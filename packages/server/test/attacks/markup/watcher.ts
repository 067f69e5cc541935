import { launchChromium } from '../../../../../e2e/chromium.ts';
import type { Lab } from '../lab.ts';

type Browser = Awaited<ReturnType<typeof launchChromium>>;
type Context = Awaited<ReturnType<Browser['newContext']>>;
export type Page = Awaited<ReturnType<Context['newPage']>>;

/** What a page showed, and what it did that a page with nothing but texts does not do. */
export interface Sighting {
  /** Every text of the page, with those of its fields and attributes. */
  readonly shown: string;
  readonly signs: readonly string[];
}

const lookEveryMs = 100;
const longestLookMs = 20_000;
/** What a text brings about comes a little later than the text. */
const settleMs = 300;

const readAll = `(() => {
  const parts = [document.title, document.body?.textContent];
  for (const element of document.querySelectorAll('*')) {
    for (const name of ['title', 'aria-label', 'placeholder', 'alt', 'value']) parts.push(element.getAttribute(name));
    if ('value' in element) parts.push(element.value);
  }
  return parts.filter((part) => typeof part === 'string').join('\\n');
})()`;

/** Reads from a page, and once more where it went to another address meanwhile. */
async function read<Result>(page: Page, script: string): Promise<Result> {
  try {
    return await page.evaluate<Result>(script);
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('because of a navigation'))) throw error;
    await page.waitForLoadState();
    return page.evaluate<Result>(script);
  }
}

/** What no text brings about: elements that came from one, and addresses that are programs. */
const readElements = `[
  ...Array.from(document.querySelectorAll('[data-attack]'), (element) => 'an element: ' + element.outerHTML.slice(0, 200)),
  ...Array.from(document.querySelectorAll('a, form, iframe, base, object, embed'))
    .flatMap((element) => ['href', 'action', 'src', 'data'].map((name) => element.getAttribute(name)))
    .filter((address) => address !== null && /^[\\s\\0]*(javascript|vbscript|data):/i.test(address))
    .map((address) => 'an address that is a program: ' + address.slice(0, 200)),
]`;

/** Runs before any script of a page. */
const tellViolations = `document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
  refusedByPolicy(effectiveDirective + ' ' + blockedURI));`;

/** A real browser that notices whatever a text may bring about: programs, dialogs, windows, requests, elements. */
export class Watcher {
  readonly #lab: Lab;
  readonly #browser: Browser;
  readonly #context: Context;
  readonly #signs = new Map<Page, string[]>();

  private constructor(lab: Lab, browser: Browser, context: Context) {
    this.#lab = lab;
    this.#browser = browser;
    this.#context = context;
  }

  /** Signed in as the administrator. */
  static async open(lab: Lab): Promise<Watcher> {
    const watcher = await Watcher.#in(lab, await launchChromium());
    const [name, value] = (await lab.person('administrator')).cookie.split('=', 2) as [string, string];
    await watcher.#context.addCookies([{ name, value, url: lab.url }]);
    return watcher;
  }

  /** The same browser as somebody opens it who has no session. */
  stranger(): Promise<Watcher> {
    return Watcher.#in(this.#lab, this.#browser);
  }

  static async #in(lab: Lab, browser: Browser): Promise<Watcher> {
    const context = await browser.newContext({ locale: 'en-BE', viewport: { width: 1600, height: 3000 } });
    context.setDefaultTimeout(60_000);
    const watcher = new Watcher(lab, browser, context);
    await watcher.#listen();
    return watcher;
  }

  async #listen(): Promise<void> {
    const context = this.#context;
    const sign = (page: Page, text: string) => this.#signs.get(page)?.push(text);
    await context.exposeBinding('owned', ({ page }) => void sign(page, 'a program ran'));
    await context.exposeBinding('refusedByPolicy', ({ page }, what: string) => void sign(page, `the policy refused: ${what}`));
    await context.addInitScript(tellViolations);
    // Nothing leaves, also where a wall falls.
    await context.route(
      ({ origin, protocol }) => origin !== this.#lab.url && !['data:', 'blob:'].includes(protocol),
      (route) => {
        sign(route.request().frame().page(), `a request to ${route.request().url()}`);
        return route.abort();
      },
    );
  } // prettier-ignore

  /** Opens a page, brings it where the texts are, and waits until they are there, or it is clear that they are not. */
  visit(
    path: string,
    { act, texts }: { readonly act?: (page: Page) => Promise<void>; readonly texts: readonly string[] },
  ): Promise<Sighting> {
    return this.#watch(async (page) => {
      await page.goto(this.#lab.url + path);
      await act?.(page);
      const endMs = performance.now() + longestLookMs;
      for (;;) {
        const shown = await read<string>(page, readAll);
        if (texts.every((text) => shown.includes(text)) || performance.now() > endMs) return shown;
        await page.waitForTimeout(lookEveryMs);
      }
    });
  }

  /** Opens a page that came as a file: without an address of Koppel, and without its policy. */
  openFile(html: string): Promise<Sighting> {
    return this.#watch(async (page) => {
      await page.setContent(html);
      return read<string>(page, readAll);
    });
  }

  /** What the browser does with a text that has come to be a part of one of Koppel's pages. */
  insert(text: string): Promise<Sighting> {
    return this.#watch(async (page) => {
      // The policy is the same on every answer; this page is a small one.
      await page.goto(`${this.#lab.url}/demo/erp/switches`);
      await page.evaluate(`document.body.append(document.createRange().createContextualFragment(${JSON.stringify(text)}))`);
      await page.waitForTimeout(settleMs);
      return read<string>(page, readAll);
    });
  } // prettier-ignore

  async #watch(look: (page: Page) => Promise<string>): Promise<Sighting> {
    const page = await this.#context.newPage();
    const signs: string[] = [];
    this.#signs.set(page, signs);
    page.on('popup', () => signs.push('a window opened'));
    page.on('pageerror', ({ message }) => signs.push(`an error: ${message}`));
    page.on('dialog', (dialog) => {
      signs.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    try {
      const shown = await look(page);
      await page.waitForTimeout(settleMs);
      return { shown, signs: [...signs, ...(await read<string[]>(page, readElements))] };
    } finally {
      this.#signs.delete(page);
      await page.close();
    }
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }
}
