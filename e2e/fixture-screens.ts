import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startFixtureServer, type FixtureServer } from '../packages/canvas/test/fixture-server/server.ts';
import { launchChromium } from './chromium.ts';

/** The built screens over the fixtures, and a browser in which the tests of a file look at them. */
export class FixtureScreens {
  readonly server: FixtureServer;
  readonly #browser: Browser;

  private constructor(server: FixtureServer, browser: Browser) {
    this.server = server;
    this.#browser = browser;
  }

  static async start(): Promise<FixtureScreens> {
    const root = fileURLToPath(new URL('../packages/canvas/dist', import.meta.url));
    const server = await startFixtureServer({ port: 0, root });
    server.pretend('normal', 'administrator');
    return new FixtureScreens(server, await launchChromium());
  }

  get url(): string {
    return this.server.url;
  }

  /** A page of its own, as of somebody who comes for the first time. */
  async newPage(context: BrowserContextOptions = {}): Promise<Page> {
    const opened = await this.#browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'en-BE',
      ...context,
    });
    return opened.newPage();
  }

  async end(): Promise<void> {
    await this.#browser.close();
    await this.server.close();
  }
}
