// `npm start`: builds the screen when it changed, then becomes the server.
import { buildCanvas } from './build.mjs';

if (!buildCanvas()) {
  process.stderr.write('The screen could not be built; the lines above say why. Nothing was started.\n');
  process.exit(1);
}
await import('../server/src/main.ts');
