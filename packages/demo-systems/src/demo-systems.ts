import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createCrm } from './crm/index.ts';
import { companyName, createErp, erpEnvironment, erpRoot } from './erp/index.ts';
import { companyWorld } from './identity/company.ts';
import { namedGuid } from './identity/guid-series.ts';
import { controlDoor } from './listener/control.ts';
import { Faults, type FaultSwitches } from './listener/faults.ts';
import { Listener } from './listener/listener.ts';
import { RequestCounter, type RequestCounts } from './listener/request-counts.ts';
import { demoTenant, SignIn } from './listener/sign-in.ts';
import { businessCentral, dataverse, type Client, type Vendor } from './listener/vendor.ts';
import type { BrowsableService, Caller, ServicePorts, ServiceResponse } from './odata-service.ts';
import { DemoPage, type PageRequest } from './page/page.ts';
import { openDatabase, type RecordDatabase } from './records/database.ts';

/** Where the demo systems listen, what they hold and how they behave. */
export interface DemoOptions {
  /** Address to listen on; default 127.0.0.1. */
  readonly host?: string;
  /** 0: any free port. */
  readonly erpPort: number;
  readonly crmPort: number;
  /** Where changes are kept; null: in memory. */
  readonly dataFolder: string | null;
  /** 10 to 1,000,000. */
  readonly customers: number;
  /** Another seed is another world of companies. */
  readonly seed?: number;
  /** The published service limits; default true. */
  readonly hasLimits?: boolean;
  readonly now?: () => Date;
  /** From a change in the ERP to the notice of it; default half a minute, as the vendor's. */
  readonly noticeDelayMs?: number;
  /** Host in next links, when it is another than the one listened on. */
  readonly publicHost?: string;
}

/** Credentials of one who may sign in to a demo system. */
export interface DemoCredentials {
  readonly kind: Caller['kind'];
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A running demo system. */
export interface DemoSystem {
  readonly origin: string;
  /** Settings of a connection to it, as its connector's schema wants them. The same after a restart on the same port. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** Everybody who may sign in; the first is the application of `settings`. */
  readonly credentials: readonly DemoCredentials[];
  /** Opens `/demo/faults` and `/demo/requests` to other processes, as the header `x-demo-control`. New at each start. */
  readonly controlToken: string;
  readonly faults: FaultSwitches;
  readonly requests: { read(): RequestCounts; reset(): void };
  /** The small page, for a server that decides who may see it. */
  readonly page: { handle(request: PageRequest): Promise<ServiceResponse> };
  /** Base records computed since the start: tells looking up from looking through. */
  readonly work: { readonly generatedRecords: number };
  close(): Promise<void>;
}

/** Both demo systems. */
export interface DemoSystems {
  readonly erp: DemoSystem;
  readonly crm: DemoSystem;
  close(): Promise<void>;
}

/**
 * With this seed the first 10,000 customers have eleven with delivery terms the CRM's list lacks and two with words in the
 * telephone field, none of them blocked: enough to learn from, few enough to see at a glance.
 */
const defaultSeed = 20_260_162;

/** Starts both demo systems, each on its own port. Rejects when a port is taken or the data belongs to other settings. */
export async function startDemoSystems(options: DemoOptions): Promise<DemoSystems> {
  const erp = await startDemoErp(options);
  try {
    const crm = await startDemoCrm(options);
    return {
      erp,
      crm,
      async close() {
        await Promise.all([erp.close(), crm.close()]);
      },
    };
  } catch (error) {
    await erp.close();
    throw error;
  }
}

/** Starts the demo ERP alone. */
export function startDemoErp(options: DemoOptions): Promise<DemoSystem> {
  return startSystem(options, {
    name: 'erp',
    port: options.erpPort,
    callers: [{ kind: 'application', name: 'Koppel' }],
    vendor: { ...businessCentral, title: 'Demo ERP', serviceRoot: erpRoot },
    create: createErp,
    settings: (origin, clientId) => ({
      baseUrl: `${origin}/v2.0`,
      tenant: demoTenant,
      environment: erpEnvironment,
      company: companyName,
      clientId,
      tokenUrl: `${origin}/{tenant}/oauth2/v2.0/token`,
      salesApi: 'auto',
      // The bounds this system declares and keeps to, its late executions included.
      executionSeconds: 2,
      visibilitySeconds: 0.5,
      pauseSeconds: 0.5,
    }),
  });
}

/** Starts the demo CRM alone. */
export function startDemoCrm(options: DemoOptions): Promise<DemoSystem> {
  return startSystem(options, {
    name: 'crm',
    port: options.crmPort,
    callers: [
      { kind: 'application', name: 'Koppel' },
      { kind: 'administrator', name: 'Administrator' },
      { kind: 'salesperson', name: 'Salesperson' },
    ],
    vendor: { ...dataverse, title: 'Demo CRM', serviceRoot: '/api/data/v9.2/' },
    create: createCrm,
    settings: (origin, clientId) => ({
      orgUrl: origin,
      tenant: demoTenant,
      clientId,
      tokenUrl: `${origin}/{tenant}/oauth2/v2.0/token`,
    }),
  });
}

interface SystemKind {
  readonly name: 'erp' | 'crm';
  readonly port: number;
  readonly callers: readonly Caller[];
  readonly vendor: Vendor;
  readonly create: (ports: ServicePorts) => BrowsableService;
  readonly settings: (origin: string, clientId: string) => Readonly<Record<string, unknown>>;
}

async function startSystem(options: DemoOptions, kind: SystemKind): Promise<DemoSystem> {
  const { host = '127.0.0.1', dataFolder, customers, seed = defaultSeed, hasLimits = true, publicHost } = options;
  const { name, vendor } = kind;
  if (!Number.isInteger(customers) || customers < 10 || customers > 1_000_000) {
    throw new RangeError(`A demo system has 10 to 1,000,000 customers, not ${customers}.`);
  }
  const now = options.now ?? (() => new Date());
  const file = dataFolder === null ? ':memory:' : join(dataFolder, `${name}.sqlite`);
  const database = openDatabase(file, { system: name, seed, customers });
  const clients = kind.callers.map((caller): Client => ({
    clientId: namedGuid(seed, `${name}/${caller.name}`),
    clientSecret: keptSecret(database, `client-secret.${caller.name}`),
    caller,
  }));
  let port = kind.port;
  const origin = () => `http://${publicHost ?? (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host)}:${port}`;
  const faults = new Faults();
  const counter = new RequestCounter(() => faults.parts);
  const work = { generatedRecords: 0 };
  const world = companyWorld(seed);
  const service = kind.create({
    database,
    world,
    seed,
    customers,
    now,
    origin,
    faults,
    work,
    ...(options.noticeDelayMs === undefined ? {} : { noticeDelayMs: options.noticeDelayMs }),
  });
  const signIn = new SignIn({ clients, key: keptSecret(database, 'token-key'), now });
  const page = new DemoPage({ title: vendor.title, service, faults, requests: counter });
  const controlToken = randomBytes(24).toString('base64url');
  const hosts = publicHost === undefined ? [host] : [host, publicHost];
  const door = controlDoor({ page, faults, counter, token: controlToken, hosts });
  const listener = new Listener({ vendor, service, signIn, faults, counter, hasLimits, now, origin, door });
  try {
    port = await listener.listen(port, host);
  } catch (error) {
    service.close();
    throw error;
  }
  const credentials = clients.map(({ clientId, clientSecret, caller }) => ({
    kind: caller.kind,
    clientId,
    clientSecret,
  }));
  const [application] = credentials;
  return {
    origin: origin(),
    settings: kind.settings(origin(), application!.clientId),
    secrets: { clientSecret: application!.clientSecret },
    credentials,
    controlToken,
    faults,
    requests: counter,
    page,
    work,
    async close() {
      await listener.close();
      service.close();
    },
  };
}

/** A secret that is made once and kept with the data. */
function keptSecret(database: RecordDatabase, name: string): string {
  const kept = database.readFact(name);
  if (kept !== undefined) return kept;
  const made = randomBytes(24).toString('base64url');
  database.writeFact(name, made);
  return made;
}
