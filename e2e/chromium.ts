import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright-core';

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
];
/** No sandbox, because tests also run as root; nothing that would look for a network of its own. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Those that were launched in this process and are open. */
export const openBrowsers = new Set<Browser>();

/** A headless Chromium: the one that is installed, else the one inside an npm package, so that nothing else is needed. */
export async function launchChromium(): Promise<Browser> {
  const path = process.env['CHROMIUM_PATH'] ?? installed.find((file) => existsSync(file));
  const browser = await (path ? chromium.launch({ executablePath: path, args: flags }) : launchPackaged());
  openBrowsers.add(browser);
  browser.on('disconnected', () => openBrowsers.delete(browser));
  return browser;
}

/**
 * The one inside the package, with the libraries it brings for machines that have never seen a browser. Not with the flags
 * that it proposes: they are for a small container that opens one page, and switch off what pages are protected by.
 */
export async function launchPackaged(): Promise<Browser> {
  const { default: packaged, inflate } = await import('@sparticuz/chromium');
  const entry = fileURLToPath(import.meta.resolve('@sparticuz/chromium'));
  const libraries = await inflate(join(dirname(dirname(entry)), 'bin', 'al2023.tar.br'));
  return chromium.launch({
    executablePath: await packaged.executablePath(),
    args: flags,
    env: { ...process.env, LD_LIBRARY_PATH: join(libraries, 'lib') } as Record<string, string>,
  });
}
