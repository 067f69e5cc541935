import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { StartupError } from './startup-error.ts';

/** How this Koppel runs, read once from the environment. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** The folder that holds the store, the key and the demo systems' data. */
  readonly dataFolder: string;
  readonly admin: { readonly email: string; readonly password: string } | null;
  readonly isDemoOn: boolean;
  /** Customers in the demo ERP. */
  readonly demoCustomers: number;
  /** The address people reach it by: in links, and the one origin that browsers may call from. */
  readonly publicUrl: string;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** Where the master keys are: in a variable, in a file that must be there, or (both null) in the data folder. */
  readonly key: { readonly text: string | null; readonly file: string | null; readonly lost: readonly string[] };
  /** Where people sign in at a provider of the company; null: they do not. */
  readonly singleSignOn: SingleSignOnSettings | null;
  /** Where the head of the audit log is written to. */
  readonly auditAnchorFile: string;
  /** How many days runs that ended are kept. */
  readonly keepRunsDays: number;
  /** Exact private addresses (`https://erp.local:8443`) that connections may reach. */
  readonly privateOrigins: readonly string[];
}

export interface SingleSignOnSettings {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the button on the sign-in screen calls the provider. */
  readonly name: string;
  /** The short name of the workspace that people of an e-mail domain see as viewers without being let in. */
  readonly domains: ReadonlyMap<string, string>;
}

/** Every variable that Koppel reads, with what it means. README.md lists them; a test holds the two together. */
export const variables: Readonly<Record<string, string>> = {
  KOPPEL_PORT: 'Port of the screen and the API; the demo systems take the next two. Default 4680.',
  KOPPEL_HOST: 'Address to listen on. Default 127.0.0.1, this machine only.',
  KOPPEL_DATA: 'Folder for the store and the key. Default .koppel in the folder of Koppel.',
  KOPPEL_ADMIN_EMAIL:
    'E-mail of the first administrator, for a set-up without a person. Together with KOPPEL_ADMIN_PASSWORD.',
  KOPPEL_ADMIN_PASSWORD: 'Password of the first administrator, at least 12 characters.',
  KOPPEL_DEMO: 'off: without the demo ERP and the demo CRM. Default on.',
  KOPPEL_KEEP_RUNS_DAYS:
    'How many days runs that ended stay, with their log and what they would have written, 1 to 3650. Default 90.',
  KOPPEL_DEMO_CUSTOMERS: 'How many customers the demo ERP has, 10 to 1000000. Default 10000.',
  KOPPEL_PUBLIC_URL: 'The address people reach Koppel by, when it is not the one it listens on.',
  KOPPEL_WORKSPACE: 'Short name of the workspace that the command line works in, where there are several.',
  KOPPEL_URL: 'Of the command line: works on the Koppel at this address instead of the one of this machine.',
  KOPPEL_TOKEN: 'Of the command line: the API token that it signs in with there.',
  KOPPEL_TLS_CERT: 'File with the certificate chain (PEM), to serve https itself. Together with KOPPEL_TLS_KEY.',
  KOPPEL_TLS_KEY: 'File with the private key (PEM).',
  KOPPEL_KEY:
    'The master key of the credentials, as `koppel key new` prints it; several apart by spaces, the newest first. Default: a file in the data folder.',
  KOPPEL_KEY_FILE:
    'File with the master key instead, outside the data folder; it must be there. Not together with KOPPEL_KEY.',
  KOPPEL_LOST_KEY: 'Id of a master key that is gone for good: Koppel starts without what it sealed.',
  KOPPEL_OIDC_ISSUER:
    'Provider where people sign in (OpenID Connect), by its issuer address. Together with KOPPEL_OIDC_CLIENT_ID and KOPPEL_OIDC_CLIENT_SECRET_FILE.',
  KOPPEL_OIDC_CLIENT_ID: 'What the provider calls this Koppel.',
  KOPPEL_OIDC_CLIENT_SECRET_FILE: 'File with the secret that the provider gave with it.',
  KOPPEL_OIDC_NAME: 'What the button on the sign-in screen calls the provider. Default: its host.',
  KOPPEL_OIDC_DOMAINS:
    'E-mail domains whose people come in without being let in, as viewers of a workspace, separated by commas: example.com=main.',
  KOPPEL_AUDIT_ANCHOR:
    'File that the head of the audit log is added to, best where Koppel can only add. Default audit-anchors.log in the data folder.',
  KOPPEL_ALLOW_ADDRESSES:
    'Private addresses that connections may reach, exactly, separated by commas: https://erp.local:8443.',
};

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);

/** Whether an address is this machine only. */
export function isLoopback(host: string): boolean {
  return loopbackHosts.has(host);
}

/** Reads the environment. Throws a StartupError that names the variable, its value and the remedy. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, rootFolder: string): Config {
  refuseUnknown(environment);
  const value = (name: keyof typeof variables & string) => environment[name]?.trim() || undefined;
  const port = readNumber('KOPPEL_PORT', value('KOPPEL_PORT') ?? '4680', 1, 65_533);
  const host = value('KOPPEL_HOST') ?? '127.0.0.1';
  const folder = value('KOPPEL_DATA') ?? '.koppel';
  const dataFolder = isAbsolute(folder) ? folder : join(rootFolder, folder);
  const anchorFile = value('KOPPEL_AUDIT_ANCHOR') ?? join(dataFolder, 'audit-anchors.log');
  const tls = readTls(value('KOPPEL_TLS_CERT'), value('KOPPEL_TLS_KEY'));
  return {
    host,
    port,
    dataFolder,
    admin: readAdmin(value('KOPPEL_ADMIN_EMAIL'), environment['KOPPEL_ADMIN_PASSWORD']),
    isDemoOn: readSwitch('KOPPEL_DEMO', value('KOPPEL_DEMO') ?? 'on'),
    demoCustomers: readNumber('KOPPEL_DEMO_CUSTOMERS', value('KOPPEL_DEMO_CUSTOMERS') ?? '10000', 10, 1_000_000),
    key: readKey(value('KOPPEL_KEY'), value('KOPPEL_KEY_FILE'), value('KOPPEL_LOST_KEY'), rootFolder),
    singleSignOn: readSingleSignOn(
      {
        issuer: value('KOPPEL_OIDC_ISSUER'),
        clientId: value('KOPPEL_OIDC_CLIENT_ID'),
        secretFile: value('KOPPEL_OIDC_CLIENT_SECRET_FILE'),
        name: value('KOPPEL_OIDC_NAME'),
        domains: value('KOPPEL_OIDC_DOMAINS'),
      },
      rootFolder,
    ),
    auditAnchorFile: isAbsolute(anchorFile) ? anchorFile : join(rootFolder, anchorFile),
    keepRunsDays: readNumber('KOPPEL_KEEP_RUNS_DAYS', value('KOPPEL_KEEP_RUNS_DAYS') ?? '90', 1, 3_650),
    publicUrl: readPublicUrl(value('KOPPEL_PUBLIC_URL'), host, port, tls !== null),
    tls,
    privateOrigins: readOrigins(value('KOPPEL_ALLOW_ADDRESSES')),
  };
}

function refuseUnknown(environment: Readonly<Record<string, string | undefined>>): void {
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('KOPPEL_') || name in variables) continue;
    throw new StartupError({
      code: 'start.unknown-variable',
      message: `The environment has a variable ${name}, which Koppel does not know.`,
      remedy: `Correct or remove it. Known are ${Object.keys(variables).join(', ')}.`,
    });
  }
}

function wrong(name: string, value: string, remedy: string): StartupError {
  return new StartupError({
    code: 'start.bad-variable',
    message: `${name} is "${value}", which cannot be used.`,
    remedy,
  });
}

function readNumber(name: string, value: string, min: number, max: number): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < min || number > max)
    throw wrong(name, value, `Set it to a whole number from ${min} to ${max}.`);
  return number;
}

function readSwitch(name: string, value: string): boolean {
  if (value !== 'on' && value !== 'off') throw wrong(name, value, 'Set it to on or off.');
  return value === 'on';
}

function readAdmin(email: string | undefined, password: string | undefined): Config['admin'] {
  if (email === undefined && !password) return null;
  if (email === undefined || !password) {
    throw new StartupError({
      code: 'start.half-an-admin',
      message: `Only ${email === undefined ? 'KOPPEL_ADMIN_PASSWORD' : 'KOPPEL_ADMIN_EMAIL'} is set.`,
      remedy: 'Set both KOPPEL_ADMIN_EMAIL and KOPPEL_ADMIN_PASSWORD, or neither and use the sign-in link.',
    });
  }
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw wrong('KOPPEL_ADMIN_EMAIL', email, 'Set it to an e-mail address.');
  if (password.length < 12) {
    throw new StartupError({
      code: 'start.short-password',
      message: 'KOPPEL_ADMIN_PASSWORD has fewer than 12 characters.',
      remedy: 'Choose a longer one.',
    });
  }
  return { email: email.toLowerCase(), password };
}

function readKey(
  text: string | undefined,
  file: string | undefined,
  lost: string | undefined,
  rootFolder: string,
): Config['key'] {
  if (text !== undefined && file !== undefined) {
    throw new StartupError({
      code: 'start.two-keys',
      message: 'Both KOPPEL_KEY and KOPPEL_KEY_FILE are set.',
      remedy: 'Set one of them.',
    });
  }
  return {
    text: text ?? null,
    file: file === undefined ? null : isAbsolute(file) ? file : join(rootFolder, file),
    lost: (lost ?? '').split(/[\s,]+/).filter((id) => id !== ''),
  };
}

function readSingleSignOn(
  given: Readonly<Record<'issuer' | 'clientId' | 'secretFile' | 'name' | 'domains', string | undefined>>,
  rootFolder: string,
): SingleSignOnSettings | null {
  const { issuer: address, clientId, secretFile, name, domains } = given;
  if (Object.values(given).every((value) => value === undefined)) return null;
  if (address === undefined || clientId === undefined || secretFile === undefined) {
    throw new StartupError({
      code: 'start.half-single-sign-on',
      message: 'Of KOPPEL_OIDC_ISSUER, KOPPEL_OIDC_CLIENT_ID and KOPPEL_OIDC_CLIENT_SECRET_FILE not all are set.',
      remedy: 'Set all three, or none of the variables that begin with KOPPEL_OIDC_.',
    });
  }
  const issuer = URL.canParse(address) ? new URL(address) : null;
  const isSafe = issuer?.protocol === 'https:' || (issuer?.protocol === 'http:' && isLoopback(issuer.hostname));
  if (!issuer || !isSafe || issuer.search !== '' || issuer.hash !== '')
    throw wrong('KOPPEL_OIDC_ISSUER', address, 'Set it to the https address of the issuer, as the provider writes it.');
  const file = isAbsolute(secretFile) ? secretFile : join(rootFolder, secretFile);
  if (!existsSync(file))
    throw wrong('KOPPEL_OIDC_CLIENT_SECRET_FILE', secretFile, 'There is no such file: correct the path.');
  const clientSecret = readFileSync(file, 'utf8').trim();
  if (clientSecret === '') throw wrong('KOPPEL_OIDC_CLIENT_SECRET_FILE', secretFile, 'The file is empty.');
  return { issuer, clientId, clientSecret, name: name ?? issuer.host, domains: readDomains(domains) };
}

function readDomains(list: string | undefined): Map<string, string> {
  const entries = (list ?? '').split(',').map((entry) => entry.trim().toLowerCase());
  return new Map(
    entries
      .filter((entry) => entry !== '')
      .map((entry) => {
        const [, domain, slug] = /^([a-z0-9-]+(?:\.[a-z0-9-]+)+)=([a-z0-9-]+)$/.exec(entry) ?? [];
        if (domain && slug) return [domain, slug];
        throw wrong('KOPPEL_OIDC_DOMAINS', entry, 'Write each as domain and workspace: example.com=main.');
      }),
  );
}

function readTls(certFile: string | undefined, keyFile: string | undefined): Config['tls'] {
  if (certFile === undefined && keyFile === undefined) return null;
  if (certFile === undefined || keyFile === undefined) {
    throw new StartupError({
      code: 'start.half-a-certificate',
      message: `Only ${certFile === undefined ? 'KOPPEL_TLS_KEY' : 'KOPPEL_TLS_CERT'} is set.`,
      remedy: 'Set both KOPPEL_TLS_CERT and KOPPEL_TLS_KEY, or neither.',
    });
  }
  for (const [name, file] of [
    ['KOPPEL_TLS_CERT', certFile],
    ['KOPPEL_TLS_KEY', keyFile],
  ] as const) {
    if (!existsSync(file)) throw wrong(name, file, 'There is no such file: correct the path.');
  }
  return { certFile, keyFile };
}

function readPublicUrl(url: string | undefined, host: string, port: number, hasTls: boolean): string {
  if (url === undefined) {
    if (!isLoopback(host) && !hasTls) {
      throw new StartupError({
        code: 'start.open-to-others',
        message: `KOPPEL_HOST is ${host}, so other machines could reach Koppel without encryption.`,
        remedy:
          'Set KOPPEL_PUBLIC_URL to its https address (a proxy that ends https is fine), or set KOPPEL_TLS_CERT and KOPPEL_TLS_KEY.',
      });
    }
    return `${hasTls ? 'https' : 'http'}://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;
  }
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const isSafe = parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && isLoopback(parsed.hostname));
  if (!parsed || !isSafe || parsed.pathname !== '/' || parsed.search !== '') {
    throw wrong(
      'KOPPEL_PUBLIC_URL',
      url,
      'Set it to an https address without a path, such as https://koppel.example.com.',
    );
  }
  return parsed.origin;
}

function readOrigins(list: string | undefined): string[] {
  return (list ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => {
      const url = URL.canParse(entry) ? new URL(entry) : null;
      if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/') {
        throw wrong('KOPPEL_ALLOW_ADDRESSES', entry, 'Write each as scheme, host and port: https://erp.local:8443.');
      }
      return url.origin;
    });
}
