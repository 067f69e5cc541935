import { openKeyFile, openStore } from '@koppel/store';
import { KeyRotation } from '../../src/secrets/key-rotation.ts';

/** A process of its own that rotates the key of some databases and is killed after so many steps. */
const [, , keyFile, dieAfter, ...files] = process.argv as [string, string, string, string, ...string[]];

const keys = openKeyFile({ file: keyFile, isMade: false });
const databases = files.map((file) => ({
  name: file,
  seals: openStore({
    file,
    keys,
    now: () => new Date(),
    monotonicMs: () => performance.now(),
    newId: () => crypto.randomUUID(),
  }).seals,
}));
let steps = 0;
const onStep = () => {
  steps += 1;
  if (steps === Number(dieAfter)) process.kill(process.pid, 'SIGKILL');
};
await new KeyRotation({ keys, databases: () => databases, onStep }).rotate();
process.stdout.write(`${steps}`);
process.exit();
