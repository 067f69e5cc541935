import { each, insist, type AttackClass, type Variant } from '../attack.ts';
import { administrator, type Lab } from '../lab.ts';
import { allAt, endOfDocumentation, markup, textsAt, type Place } from '../markup/markup.ts';
import { plant, type Planted } from '../markup/planted.ts';
import { Watcher, type Page, type Sighting } from '../markup/watcher.ts';

/** A page of Koppel with texts that somebody wrote who is not to be trusted. */
interface Screen {
  readonly name: string;
  readonly path: (planted: Planted, index: number) => string;
  /** Whose texts it shows. */
  readonly of: Place;
  /** How many letters of them were taken where they were written. */
  readonly length?: number;
  /** Brings the screen to where the texts are. */
  readonly act?: (page: Page) => Promise<void>;
  /** Shows one text at an address, and is opened for some of them. Default: it shows all of them at once. */
  readonly isOfOne?: true;
}

/** One of each kind, for pages that show one text each. */
const samples: readonly number[] = ['an image', 'the end of an attribute', 'an address'].map((kind) =>
  markup.findIndex(([name]) => name === kind),
);

const press = (key: string) => async (page: Page) => {
  await page.getByRole('application', { name: /^Canvas of/ }).focus();
  await page.keyboard.press(key);
};
const click = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click();
const showAnswer = (page: Page) => page.getByRole('radio', { name: 'Answer of the system' }).click();
const inside = (path: string) => `/w/main${path}`;

const screens: readonly Screen[] = [
  { name: 'new flows on the list of flows', of: 'newFlow', path: () => inside('/flows') },
  { name: 'a title and a group on the list of flows', of: 'flow', path: () => inside('/flows') },
  { name: 'the switch of workspaces', of: 'workspace', path: () => inside('/flows'), act: click(/Switch to another workspace/) },
  { name: 'the palette of commands', of: 'newFlow', path: () => inside('/flows'), act: async (page) => {
    await page.getByRole('heading', { name: 'Flows' }).waitFor();
    await page.keyboard.press('ControlOrMeta+k');
  } },
  { name: 'the nodes of a flow', of: 'node', path: ({ flow }) => inside(`/flows/${flow}`) },
  { name: 'the notes of a flow', of: 'note', path: ({ flow }) => inside(`/flows/${flow}`) },
  { name: 'the groups of a flow', of: 'group', length: 200, path: ({ flow }) => inside(`/flows/${flow}`) },
  { name: 'a flow as a list', of: 'node', path: ({ flow }) => inside(`/flows/${flow}`), act: press('o') },
  { name: 'a node', of: 'node', path: ({ flow }, index) => inside(`/flows/${flow}?node=pass${index}`), isOfOne: true },
  { name: 'the versions of a flow', of: 'versionNote', length: 500, path: ({ flow }) => inside(`/flows/${flow}?tab=versions`) },
  { name: 'the review of a flow', of: 'review', length: 1000, path: ({ flow }) => inside(`/flows/${flow}?tab=review`) },
  { name: 'the settings of a flow', of: 'flow', path: ({ flow }) => inside(`/flows/${flow}?tab=settings`) },
  { name: 'the runs of a flow', of: 'flow', path: ({ flow }) => inside(`/flows/${flow}?tab=runs`) },
  { name: 'the list of runs', of: 'flow', path: () => inside('/runs?range=all') },
  { name: 'the nodes of a run', of: 'node', path: ({ run }) => inside(`/runs/${run}`) },
  { name: 'the log of a run', of: 'customer', path: ({ run }) => inside(`/runs/${run}?level=failed`) },
  { name: 'the records of a run', of: 'customer', path: ({ run }) => inside(`/runs/${run}?tab=records`) },
  { name: 'the failures of a run', of: 'customer', path: ({ run }) => inside(`/runs/${run}?tab=failures`) },
  { name: 'the record of a failure', of: 'customer', path: ({ failures }, index) => inside(`/failures/${failures.get(index)}`), isOfOne: true },
  { name: 'the words of a system on a failure', of: 'refusal', path: ({ refusals }, index) => inside(`/failures/${refusals.get(index)}`), act: showAnswer, isOfOne: true },
  { name: 'the record links', of: 'customer', path: () => inside('/links'), isOfOne: true },
  { name: 'a record link', of: 'customer', path: ({ links }, index) => inside(`/links/${links.get(index)}`), isOfOne: true },
  { name: 'the connections', of: 'connection', path: () => inside('/connections') },
  { name: 'a connection', of: 'connection', path: ({ connections }, index) => inside(`/connections/${connections[index]}`), isOfOne: true },
  { name: 'the test of a connection', of: 'answer', length: 400, path: ({ connections }) => inside(`/connections/${connections[0]}`) },
  { name: 'the customers', of: 'customer', path: () => inside('/revenue') },
  { name: 'a customer', of: 'customer', path: ({ customers }, index) => inside(`/revenue/customers/${customers[index]}`), isOfOne: true },
  { name: 'a customer inside of the CRM', of: 'customer', path: ({ embedTokens }, index) => `/embed/main${embedTokens[index]}`, isOfOne: true },
  { name: 'the library of templates', of: 'template', path: () => inside('/templates') },
  { name: 'the installation of a template', of: 'template', path: ({ installation }) => inside(`/templates/install/${installation}`) },
  { name: 'the people', of: 'person', path: () => inside('/settings/people') },
  { name: 'the tokens for the API', of: 'token', path: () => inside('/settings/tokens') },
  { name: 'the clients', of: 'workspace', path: () => inside('/clients') },
  { name: 'the list of the demo ERP', of: 'customer', path: () => '/demo/erp/customers' },
  { name: 'a record of the demo ERP', of: 'customer', path: ({ erpIds }, index) => `/demo/erp/customers/${erpIds[index]}`, isOfOne: true },
  { name: 'the list of the demo CRM', of: 'customer', path: () => '/demo/crm/accounts' },
]; // prettier-ignore

const watcherOf = (lab: Lab): Promise<Watcher> =>
  lab.once('watcher', async () => {
    const watcher = await Watcher.open(lab);
    lab.beforeClosing(() => watcher.close());
    return watcher;
  });

const demandNoSigns = ({ signs }: Sighting) => insist(signs.length === 0, signs.join('; '));

/** The text is shown, as it was written, and is nothing but a text. */
function demandText(sighting: Sighting, text: string): void {
  demandNoSigns(sighting);
  insist(sighting.shown.includes(text), 'It is not shown');
}

/** The texts that a screen shows at an address. */
function textsOn({ of, length = Infinity, isOfOne }: Screen, index: number): string[] {
  if (isOfOne) return samples.includes(index) ? [textsAt(of)[index]!] : [];
  const taken = allAt(of, length);
  return textsAt(of).filter((text) => taken.includes(text));
}

/** What a screen shows, looked at once for all the texts that stand there. */
async function sight(lab: Lab, screen: Screen, index: number): Promise<Sighting> {
  const planted = await plant(lab);
  const watcher = await watcherOf(lab);
  const path = screen.path(planted, index);
  const { act } = screen;
  const there = screens.filter((other) => other.act === act && other.path(planted, index) === path);
  const texts = there.flatMap((other) => textsOn(other, index));
  return lab.once(`sight of ${act ? screen.name : ''} ${path}`, () =>
    watcher.visit(path, { texts, ...(act ? { act } : {}) }),
  );
}

const shown: Variant[] = screens.flatMap((screen) =>
  each(
    markup.flatMap(([kind], index) =>
      textsOn(screen, index).includes(textsAt(screen.of)[index]!) ? [[`${kind} on ${screen.name}`, index] as const] : [],
    ),
    async (lab, index) => demandText(await sight(lab, screen, index), textsAt(screen.of)[index]!),
  ),
); // prettier-ignore

/** The documentation of a template is the one text that is read as Markdown: its markup is left out, its links lead to no program. */
const asMarkdown: Variant[] = each<(planted: Planted) => string>(
  [
    ['the page of its documentation', () => inside('/templates/docs/markup?version=9.0.0')],
    ['its installation', ({ installation }) => inside(`/templates/install/${installation}`)],
  ],
  async (lab, path) => {
    const planted = await plant(lab);
    const watcher = await watcherOf(lab);
    demandText(await watcher.visit(path(planted), { texts: [endOfDocumentation] }), endOfDocumentation);
  },
).map(({ name, attack }) => ({ name: `a template with all of them as Markdown on ${name}`, attack }));

/** The table of masters is a page that people save and open as a file, where no policy stands against anything. */
const papers: Variant[] = each(
  markup.map(([kind], index) => [`${kind} on the paper of the mastership`, index] as const),
  async (lab, index) => {
    const { papers: pages } = await plant(lab);
    demandText(await (await watcherOf(lab)).openFile(pages[index]!), textsAt('workspace')[index]!);
  },
);

const said = encodeURIComponent(markup.map(([, text]) => text).join(' '));
const short = encodeURIComponent(markup[0][1] + markup[12][1] + markup[14][1]);

/** Texts in addresses that somebody is made to open. */
const addresses: Variant[] = each(
  [
    `/w/main/${said}`,
    `/w/${said}/flows`,
    `/${said}?${said}#${said}`,
    `/w/main/flows/${short}?node=${said}&field=${said}&version=${said}&record=${said}`,
    `/w/main/runs?flow=${said}&key=${short}&do=run`,
    `/w/main/runs/${short}?node=${said}&find=${said}`,
    `/w/main/failures?text=${short}&entity=${said}&run=${said}`,
    `/w/main/links?text=${short}&entity=${said}&left=${said}&right=${said}`,
    `/w/main/clients?template=${short}&client=${short}`,
    `/embed/main#${said}`,
  ].map((path) => [`all of them in the address ${path.replaceAll(said, '…').replaceAll(short, '…')}`, path] as const),
  async (lab, path) => demandNoSigns(await (await watcherOf(lab)).visit(path, { texts: [] })),
);

/** Where the sign-in leads afterwards is never another site, and never a program. */
const leading: Variant[] = each(
  ['javascript:owned()', 'JaVaScRiPt:owned()', '\tjavascript:owned()', 'data:text/html,<script>owned()</script>', '//evil.example', '/\\evil.example', '\\\\evil.example', 'https://evil.example', '/\t/evil.example', '/%09/evil.example', '/.//evil.example', 'evil.example'].map(
    (next) => [`the sign-in leads to ${JSON.stringify(next)}`, next] as const,
  ),
  async (lab, next) => {
    const { url } = await lab.commandLine.call('createSignInLink', { body: { email: administrator.email } });
    const token = new URL(url).searchParams.get('token')!;
    const stranger = await lab.once('stranger', async () => (await watcherOf(lab)).stranger());
    const sighting = await stranger.visit(`/sign-in?token=${token}&next=${encodeURIComponent(next)}`, {
      texts: [],
      act: async (page) => {
        await page.waitForURL(({ pathname }) => pathname !== '/sign-in');
        await page.waitForLoadState('networkidle');
      },
    });
    demandNoSigns(sighting);
  },
); // prettier-ignore

/** What does come to be a part of a page, past everything else, meets the policy. */
const behindTheWall: Variant[] = [
  ...each(
    // No policy knows of pages that go elsewhere; that one gets there by no text is what the screens are looked at for.
    markup.filter(([kind]) => kind !== 'a jump').map(([kind, text]) => [`${kind} that became a part of a page`, text] as const),
    async (lab, text) => {
      const { signs } = await (await watcherOf(lab)).insert(text);
      const harm = signs.filter((sign) => /^(a program|a dialog|a window|a request)/.test(sign));
      insist(harm.length === 0, harm.join('; '));
    },
  ),
  {
    name: 'the watcher sees what a page without a policy lets happen',
    attack: async (lab) => {
      const watcher = await watcherOf(lab);
      const { signs } = await watcher.openFile(`<body>${markup.map(([, text]) => text).join('')}`);
      for (const sign of ['a program ran', 'a request to', 'an element'])
        insist(signs.some((seen) => seen.startsWith(sign)), `It did not see ${sign}`);
      const { signs: refused } = await watcher.insert(markup[0][1]);
      insist(refused.some((seen) => seen.startsWith('the policy refused')), 'It did not see the policy refuse');
    },
  },
]; // prettier-ignore

export const markupInTexts: AttackClass = {
  name: 'markup',
  summary:
    'Markup and programs in every text that people and systems write, on every screen, in a real browser with the real policy.',
  variants: [...shown, ...asMarkdown, ...papers, ...addresses, ...leading, ...behindTheWall],
};
