import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readServerFile } from '../src/index.ts';
import { Client } from './support/client.ts';
import { startDemoProcess, startServerProcess, untilUp } from './support/processes.ts';
import { connect, runFlow, sumOf } from './support/systems.ts';
import { freePort, temporaryFolder } from './support/test-koppel.ts';

/** The most memory that Koppel's own process ever held while it brought over so many customers, in megabytes. */
async function peakOf(customers: number): Promise<number> {
  const folder = await temporaryFolder();
  const port = await freePort();
  const demo = await startDemoProcess(['--customers', String(customers)]);
  const server = startServerProcess({
    KOPPEL_PORT: String(port),
    KOPPEL_DATA: join(folder, 'koppel'),
    KOPPEL_DEMO: 'off',
    KOPPEL_ALLOW_ADDRESSES: `${demo.sides.erp.origin},${demo.sides.crm.origin}`,
  });
  try {
    await untilUp(`http://127.0.0.1:${port}`, server);
    const client = new Client(`http://127.0.0.1:${port}`);
    client.bearer = readServerFile(join(folder, 'koppel'))!.token;
    await connect(client, demo.sides);
    const run = await runFlow(client, 'all');
    expect(run.state.status).toBe('done');
    expect(run.counters.read).toBe(customers);
    expect(sumOf(run.counters)).toBe(customers);
    const status = readFileSync(`/proc/${server.child.pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)![1]) / 1024;
  } finally {
    await server.end('SIGKILL');
    await demo.process.end('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
}

// The kernel tells the peak only on Linux.
test.skipIf(process.platform !== 'linux')('100,000 customers take at most 150 MB more than 1,000', async () => {
  const few = await peakOf(1_000);
  const many = await peakOf(100_000);
  expect(many - few).toBeLessThan(150);
  process.stdout.write(`Peak memory: ${Math.round(few)} MB for 1,000 customers, ${Math.round(many)} MB for 100,000.\n`);
});
