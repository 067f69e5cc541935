// `npm run security`: builds the screen when it changed, because a browser opens it, then attacks a started server.
import { buildCanvas } from './build.mjs';

if (!buildCanvas()) {
  process.stderr.write('The screen could not be built; the lines above say why. Nothing was attacked.\n');
  process.exit(1);
}
await import('../server/test/attacks/main.ts');
