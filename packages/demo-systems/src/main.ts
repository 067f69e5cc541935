// Runs the demo systems as a process of their own. Prints one line of JSON: where they are and how to sign in.
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startDemoCrm, startDemoErp, type DemoOptions, type DemoSystem } from './demo-systems.ts';

const usage = `npm run demo -- [options]
  --only erp|crm        one of the two
  --erp-port N          default 4681; 0: any free port
  --crm-port N          default 4682
  --host ADDRESS        default 127.0.0.1
  --public-host NAME    in next links, when clients use another name
  --customers N         10 to 1000000, default 10000
  --seed N              another world of companies
  --data FOLDER         where changes are kept; without it in memory
  --no-limits           without the published service limits
  --json                only the line of JSON`;

const port = z.coerce.number().int().min(0).max(65_535);
const argumentsSchema = z.object({
  only: z.enum(['erp', 'crm']).optional(),
  'erp-port': port.default(4681),
  'crm-port': port.default(4682),
  host: z.string().default('127.0.0.1'),
  'public-host': z.string().optional(),
  customers: z.coerce.number().int().min(10).max(1_000_000).default(10_000),
  seed: z.coerce.number().int().optional(),
  data: z.string().optional(),
  'no-limits': z.boolean().default(false),
  json: z.boolean().default(false),
});

function readArguments(): z.output<typeof argumentsSchema> {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    const { values } = parseArgs({
      options: {
        only: text,
        'erp-port': text,
        'crm-port': text,
        host: text,
        'public-host': text,
        customers: text,
        seed: text,
        data: text,
        'no-limits': flag,
        json: flag,
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) {
      console.log(usage);
      process.exit(0);
    }
    return argumentsSchema.parse(values);
  } catch (error) {
    const text =
      error instanceof z.ZodError
        ? error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n')
        : (error as Error).message;
    console.error(`${text}\n\n${usage}`);
    process.exit(2);
  }
}

const given = readArguments();
const options: DemoOptions = {
  host: given.host,
  erpPort: given['erp-port'],
  crmPort: given['crm-port'],
  dataFolder: given.data ?? null,
  customers: given.customers,
  hasLimits: !given['no-limits'],
  ...(given.seed === undefined ? {} : { seed: given.seed }),
  ...(given['public-host'] === undefined ? {} : { publicHost: given['public-host'] }),
};

const running = new Map<'erp' | 'crm', DemoSystem>();
try {
  if (given.only !== 'crm') running.set('erp', await startDemoErp(options));
  if (given.only !== 'erp') running.set('crm', await startDemoCrm(options));
} catch (error) {
  console.error(startProblem(error));
  for (const system of running.values()) await system.close();
  process.exit(1);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void Promise.all([...running.values()].map((system) => system.close())).then(() => process.exit(0));
  });
}

const told = [...running].map(([name, { origin, settings, secrets, credentials, controlToken }]) => [
  name,
  { origin, settings, secrets, credentials, controlToken },
]);
console.log(JSON.stringify(Object.fromEntries(told)));
if (!given.json) for (const [name, { origin }] of running) console.log(`demo ${name}: ${origin}/demo`);

function startProblem(error: unknown): string {
  const { code, message, port: taken } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return `Port ${taken ?? ''} is taken. Choose others with --erp-port and --crm-port.`;
  return message;
}
