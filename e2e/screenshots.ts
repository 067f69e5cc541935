// Takes the pictures of the README from a running Koppel with its demo systems:
//   node e2e/screenshots.ts   (after npm run build)
import { fileURLToPath } from 'node:url';
import { launchChromium } from './chromium.ts';
import { administrator, RunningKoppel } from './koppel.ts';

const picture = (name: string) => fileURLToPath(new URL(`../docs/images/${name}.png`, import.meta.url));

const { koppel } = await RunningKoppel.start({
  KOPPEL_ADMIN_EMAIL: administrator.email,
  KOPPEL_ADMIN_PASSWORD: administrator.password,
});
const browser = await launchChromium();
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
await browser.close();
await koppel.end();
