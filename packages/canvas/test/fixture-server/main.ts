import { fileURLToPath } from 'node:url';
import { startFixtureServer } from './server.ts';

// node packages/canvas/test/fixture-server/main.ts [port]
const { url } = await startFixtureServer({
  port: Number(process.argv[2] ?? 4400),
  root: fileURLToPath(new URL('../../dist', import.meta.url)),
});
process.stdout.write(`Fixtures at ${url}. Sign in with any e-mail and the password koppel-koppel.\n`);
