import { customers } from '../../../../connectors/http/test/system-under-test.ts';
import { each, insist, type AttackClass, type Variant } from '../attack.ts';
import { askForConnection, tested, withConnection, type Wanted } from '../connections.ts';
import { canaries, type Lab } from '../lab.ts';

/** `{port}` stands for the forbidden listener's. */
const loopback = [
  '127.0.0.1',
  'localhost',
  'LOCALHOST',
  'localhost.',
  '127.1',
  '127.0.1',
  '127.0.0.2',
  '127.255.255.254',
  '0',
  '0.0.0.0',
  '0x7f000001',
  '0x7f.0.0.1',
  '0x7f.1',
  '2130706433',
  '017700000001',
  '0177.0.0.1',
  '0177.1',
  '127.0.0.1.',
  '①②⑦.0.0.1',
  '127。0。0。1',
  '%31%32%37.0.0.1',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:127.0.0.1]',
  '[::127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::127.0.0.1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  '127-0-0-1.attack.test',
  'x--1.attack.test',
  'x--ffff-7f00-1.attack.test',
  'x64-ff9b--7f00-1.attack.test',
  '0-0-0-0.attack.test',
  '127-0-0-1.127-0-0-2.attack.test',
] as const;

/** Never really reached, even where a wall falls: the witness inside the process lets nothing out. */
const elsewhere = [
  '10.0.0.1',
  '10.255.255.255',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '192.168.255.255',
  '100.64.0.1',
  '100.100.100.200',
  '168.63.129.16',
  '169.254.169.254',
  '169.254.170.2',
  '0xa9fea9fe',
  '2852039166',
  '0251.0376.0251.0376',
  '169.254.43518',
  '[::ffff:169.254.169.254]',
  '[::ffff:a9fe:a9fe]',
  '[64:ff9b::a9fe:a9fe]',
  '[fd00:ec2::254]',
  '[fe80::1]',
  '[fc00::1]',
  '[fd12:3456:789a::1]',
  '[ff02::1]',
  '[2001:db8::1]',
  '[2002:a9fe:a9fe::1]',
  '[::ffff:10.0.0.1]',
  '[::10.0.0.1]',
  '192.0.0.1',
  '192.0.2.1',
  '192.88.99.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '10-0-0-1.attack.test',
  '169-254-169-254.attack.test',
  'xfd00--1.attack.test',
  'xfe80--1.attack.test',
  'x--ffff-a9fe-a9fe.attack.test',
  'x64-ff9b--a00-1.attack.test',
  'metadata.google.internal',
] as const;

const resources = () => [customers()];
const refusedWords = /was not contacted|was not sent|could not be looked up/;

async function reachesNothing(lab: Lab, wanted: Wanted): Promise<void> {
  const test = await tested(lab, wanted);
  if (test === null) return;
  const failed = test.steps.find(({ outcome }) => outcome === 'failed');
  insist(!test.isOk && failed !== undefined, `The test went well: ${JSON.stringify(test.steps)}`);
  insist(refusedWords.test(failed.detail), `It failed for another reason: ${failed.detail}`);
}

const addresses: Variant[] = (
  [
    ['as the address', (url: string) => ({ settings: { baseUrl: url, signIn: 'none', resources: resources() } })],
    [
      'as where tokens come from',
      (url: string, lab: Lab) => ({
        settings: {
          baseUrl: `${lab.rest.origin}/api`,
          signIn: 'oauth2',
          tokenUrl: url,
          clientId: 'me',
          resources: resources(),
        },
        secrets: { clientSecret: canaries.credential },
      }),
    ],
    [
      'of a Business Central',
      (url: string) => ({
        connectorId: 'business-central',
        settings: { baseUrl: url, tokenUrl: `${url}/token`, clientId: 'me' },
        secrets: { clientSecret: canaries.credential },
      }),
    ],
  ] as const
).flatMap(([place, wanted]) =>
  each<{ host: string; isHere: boolean }>(
    [
      ...loopback.map((host) => [`${host} ${place}`, { host, isHere: true }] as const),
      ...elsewhere.map((host) => [`${host} ${place}`, { host, isHere: false }] as const),
    ],
    (lab, { host, isHere }) =>
      reachesNothing(lab, wanted(isHere ? `http://${host}:${lab.forbidden.port}` : `http://${host}`, lab)),
  ),
);

const rebinding: Variant[] = each(
  [
    ['to this machine', '93-184-216-34.then.127-0-0-1'],
    ['to a private network', '93-184-216-34.then.10-0-0-1'],
    ["to a cloud's credentials", '93-184-216-34.then.169-254-169-254'],
    ['to this machine by IPv6', '93-184-216-34.then.x--1'],
    ['to a mapped address', '93-184-216-34.then.x--ffff-7f00-1'],
  ],
  async (lab, name) => {
    const baseUrl = `http://${name}.attack.test:${lab.forbidden.port}`;
    await withConnection(lab, { settings: { baseUrl, signIn: 'none', resources: resources() } }, async ({ id }) => {
      const path = lab.path('testConnection', { id });
      for (let round = 0; round < 3; round += 1) {
        const { text } = await lab.send({ method: 'POST', path, as: 'commandLine' });
        insist(!(JSON.parse(text) as { isOk: boolean }).isOk, `Test ${round + 1} went well`);
      }
    });
  },
);

const schemes: Variant[] = each(
  [
    'file:///etc/passwd',
    'ftp://93.184.216.34/',
    'gopher://127.0.0.1:{port}/_x',
    'dict://127.0.0.1:{port}/',
    'ldap://127.0.0.1:{port}/',
    'data:application/json,{}',
    'javascript:alert(1)',
    'blob:http://127.0.0.1:{port}/x',
    'ws://127.0.0.1:{port}/',
    'unix:/var/run/docker.sock',
    'http+unix://%2Fvar%2Frun%2Fdocker.sock/',
    'jar:http://127.0.0.1:{port}/x!/y',
    '//127.0.0.1:{port}/',
    '/etc/passwd',
    'http:/\\127.0.0.1:{port}',
    'http:\\\\127.0.0.1:{port}',
    'http:127.0.0.1:{port}',
    'http://me:secret@127.0.0.1:{port}/',
    'http://allowed.example@127.0.0.1:{port}/',
    'http://127.0.0.1:{port}#@allowed.example/',
    'http://127.0.0.1:{port}\\@allowed.example/',
    'http://allowed.example:80@127.0.0.1:{port}/',
    'http://127.0.0.1:{port}/?x=1',
    'http://127.0.0.1:{port}/\r\nHost: evil',
    'http://127.0.0.1:{port}/%0d%0aX: y',
    'http://127.0.0.1\t:{port}/',
    'http://127.0.0.1%00.allowed.example:{port}/',
    'http://127.0.0.1:{port}:80/',
    'http://127.0.0.1:99999/',
    ' http://127.0.0.1:{port}/',
    'HTTP://127.0.0.1:{port}/',
    'http://[::1%25lo]:{port}/',
    '',
  ].map((url) => [`address ${JSON.stringify(url)}`, url] as const),
  (lab, url) =>
    reachesNothing(lab, {
      settings: { baseUrl: url.replace('{port}', String(lab.forbidden.port)), signIn: 'none', resources: resources() },
    }),
);

const paths: Variant[] = each(
  [
    '//127.0.0.1:{port}/x',
    'http://127.0.0.1:{port}/x',
    '@127.0.0.1:{port}/x',
    '\\\\127.0.0.1:{port}\\x',
    ':{port}/x',
    '/../../x',
    '/a/../../../x',
    '/%2e%2e/%2e%2e/x',
    '/x#y',
    '/x\r\nHost: 127.0.0.1:{port}',
    '/x y HTTP/1.1\r\n\r\nGET /',
    '.127-0-0-1.attack.test:{port}/',
  ].map((path) => [`path ${JSON.stringify(path)}`, path] as const),
  async (lab, path) => {
    const list = { path: path.replace('{port}', String(lab.forbidden.port)) };
    const before = lab.rest.requests.length;
    await withConnection(
      lab,
      { settings: { baseUrl: `${lab.rest.origin}/api`, signIn: 'none', resources: [] } },
      async ({ id }) => {
        const { status } = await lab.send({
          method: 'POST',
          path: lab.path('tryConnectionRead', { id }),
          as: 'commandLine',
          json: { draft: customers({ list }) },
        });
        insist([200, 400, 422].includes(status), `It answered ${status}`);
      },
    );
    const outside = lab.rest.requests.slice(before).filter(({ url }) => !url.startsWith('/api'));
    insist(
      outside.length === 0,
      `It left the address of the connection: ${JSON.stringify(outside.map(({ url }) => url))}`,
    );
  },
);

const redirects: Variant[] = [300, 301, 302, 303, 305, 307, 308].flatMap((status) =>
  each(
    ['http://127.0.0.1:{port}/', '//localhost:{port}/', 'http://169.254.169.254/latest/meta-data/', 'file:///etc/passwd'].map(
      (location) => [`redirect ${status} to ${location}`, location] as const,
    ),
    async (lab, location) => {
      lab.rest.canned.set('/', (_request, response) =>
        response.writeHead(status, { location: location.replace('{port}', String(lab.forbidden.port)) }).end(),
      );
      try {
        const test = await tested(lab, { settings: { baseUrl: lab.rest.origin, signIn: 'none', resources: resources() } });
        insist(test?.isOk === false, `The test went well: ${JSON.stringify(test?.steps)}`);
      } finally {
        lab.rest.canned.clear();
      }
    },
  ),
); // prettier-ignore

const headers: Variant[] = each<Wanted['settings'] & { readonly secret?: string }>(
  [
    ['a line break in a value', { headers: ['X-A: b\r\nX-Evil: 1'] }],
    ['a bare line feed in a value', { headers: ['X-A: b\nX-Evil: 1'] }],
    ['a bare carriage return in a value', { headers: ['X-A: b\rX-Evil: 1'] }],
    ['a NUL in a value', { headers: ['X-A: b\0c'] }],
    ['a letter that becomes a line break', { headers: ['X-A: b\u560d\u560aX-Evil: 1'] }],
    ['a line break in a name', { headers: ['X-A\r\nX-Evil: 1'] }],
    ['another host', { headers: ['Host: 127.0.0.1'] }],
    ['another length', { headers: ['Content-Length: 3'] }],
    ['another framing', { headers: ['Transfer-Encoding: chunked'] }],
    ['an upgrade', { headers: ['Upgrade: h2c'] }],
    ['a connection of its own', { headers: ['Connection: keep-alive'] }],
    ['no colon', { headers: ['X-A'] }],
    ['a blank before the colon', { headers: ['X-A : b'] }],
    ['a line break in the name of the key', { signIn: 'header', headerName: 'X-A: b\r\nY', secret: 'k' }],
    ['a line break in the key', { signIn: 'header', headerName: 'X-A', secret: 'a\r\nX-Evil: 1' }],
    ['a line break before the key', { signIn: 'header', headerName: 'X-A', headerPrefix: 'a\r\nX', secret: 'k' }],
    ['the key as the host', { signIn: 'header', headerName: 'Host', secret: 'k' }],
  ],
  async (lab, { secret, ...settings }) => {
    const { status, text } = await askForConnection(lab, {
      settings: { baseUrl: lab.rest.origin, signIn: 'none', resources: [], ...settings },
      secrets: secret === undefined ? {} : { headerKey: secret },
    });
    insist(status === 400, `It answered ${status}: ${text}`);
  },
);

const moved: Variant[] = each<(lab: Lab) => Record<string, unknown>>(
  [
    ['another port', (lab: Lab) => ({ baseUrl: `http://127.0.0.1:${lab.forbidden.port}` })],
    ['another name of the same machine', (lab: Lab) => ({ baseUrl: lab.rest.origin.replace('127.0.0.1', 'localhost') })],
    ['another scheme', (lab: Lab) => ({ baseUrl: lab.rest.origin.replace('http:', 'https:') })],
    ['a host that ends alike', () => ({ baseUrl: 'http://evil-127.0.0.1.attack.test' })],
    ['the internet', () => ({ baseUrl: 'https://93.184.216.34' })],
    [
      'a place for tokens elsewhere',
      (lab: Lab) => ({ signIn: 'oauth2', clientId: 'me', tokenUrl: `http://127.0.0.1:${lab.forbidden.port}/token` }),
    ],
  ],
  async (lab, change) => {
    const settings = { baseUrl: lab.rest.origin, signIn: 'header', headerName: 'X-Key', resources: [] };
    const secrets = { headerKey: canaries.credential };
    await withConnection(lab, { settings, secrets }, async ({ id, name, connectorId, role }) => {
      const answer = await lab.send({
        method: 'PUT',
        path: lab.path('saveConnection', { id }),
        as: 'commandLine',
        json: { name, connectorId, role, settings: { ...settings, ...change(lab) }, secrets: {} },
      });
      insist(answer.status === 400, `It answered ${answer.status}: ${answer.text}`);
    });
  },
); // prettier-ignore

export const egress: AttackClass = {
  name: 'egress',
  summary:
    'Connections that want to reach this machine, private networks or clouds’ credentials, or to carry a credential elsewhere.',
  variants: [...addresses, ...rebinding, ...schemes, ...paths, ...redirects, ...headers, ...moved],
};
