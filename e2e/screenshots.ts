// Takes the pictures of the README from a running Koppel with its demo systems, and those of the templates from the fixtures of
// the canvas, where a consultant's library and an upgrade with questions are:
//   node e2e/screenshots.ts             (after npm run build)
//   node e2e/screenshots.ts templates   only those
import { fileURLToPath } from 'node:url';
import { startFixtureServer } from '../packages/canvas/test/fixture-server/server.ts';
import { launchChromium } from './chromium.ts';
import { administrator, RunningKoppel } from './koppel.ts';

const picture = (name: string) => fileURLToPath(new URL(`../docs/images/${name}.png`, import.meta.url));

const browser = await launchChromium();

async function pictureTemplates(): Promise<void> {
  const fixtures = await startFixtureServer({
    port: 0,
    root: fileURLToPath(new URL('../packages/canvas/dist', import.meta.url)),
  });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-BE' });
  const page = await context.newPage();
  fixtures.pretend('normal', 'administrator');
  await page.goto(`${fixtures.url}/templates`);
  await page.getByRole('table', { name: 'Available' }).waitFor();
  await page.screenshot({ path: picture('templates-library') });
  await page.goto(`${fixtures.url}/templates/export`);
  await page.getByLabel('Name', { exact: true }).fill('Customer 360 base');
  await page.getByRole('checkbox').first().click();
  await page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: 'Secrets check' }).click();
  await page.getByRole('heading', { name: 'Found by the check' }).waitFor();
  await page.screenshot({ path: picture('templates-export') });
  await page.goto(`${fixtures.url}/templates/install/w1?step=compare`);
  await page.getByRole('radio', { name: 'Combine both' }).click();
  await page.getByRole('region', { name: 'Result' }).getByText('No errors').waitFor();
  await page.screenshot({ path: picture('templates-compare') });
  await context.close();
  await fixtures.close();
}

if (process.argv[2] !== 'templates') await pictureKoppel();
await pictureTemplates();
await browser.close();

async function pictureKoppel(): Promise<void> {
  const { koppel } = await RunningKoppel.start({
    KOPPEL_ADMIN_EMAIL: administrator.email,
    KOPPEL_ADMIN_PASSWORD: administrator.password,
  });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-BE' });
  const page = await context.newPage();
  await page.goto(koppel.url);
  await page.getByLabel('E-mail').fill(administrator.email);
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page
    .getByRole('link', { name: /Customers ERP → CRM/ })
    .first()
    .click();
  await page.getByRole('group', { name: /^Map to account/ }).click();
  await page
    .getByRole('grid', { name: 'Mapping to Account' })
    .getByRole('row', { name: /^Credit Limit/ })
    .click();
  await page
    .getByRole('region', { name: 'What it gives' })
    .getByText(/would change/)
    .waitFor();
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: picture('designer') });

  await page.goto(`${koppel.url}/flows`);
  await page
    .getByRole('button', { name: /more|actions/i })
    .first()
    .click();
  await page.getByRole('menuitem', { name: /run/i }).first().click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /run|start/i })
    .last()
    .click();
  await page.getByText(/^[4-9]\.\d{3} of 10\.000 records/).waitFor();
  await page.screenshot({ path: picture('run') });
  await koppel.end();
}
