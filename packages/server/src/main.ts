import { setFlagsFromString } from 'node:v8';
import { readConfig } from './config.ts';
import { rootFolder } from './root-folder.ts';
import { startKoppel } from './start/koppel.ts';
import { textLog } from './start/log.ts';
import { StartupError } from './startup-error.ts';

// Left alone, the engine lets garbage pile up as long as the machine has memory: a run over everything then takes hundreds
// of megabytes that it does not need. Collecting at twice what is in use costs no measurable time.
setFlagsFromString('--heap-growing-percent=100');

// Nothing here changes an object's prototype by this name: without it, nothing that comes in can.
Reflect.deleteProperty(Object.prototype, '__proto__');

const log = textLog(
  (text) => process.stderr.write(text),
  () => new Date(),
);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  const config = readConfig(process.env, rootFolder);
  // Nobody else of this process needs it, nor what it may start.
  delete process.env['KOPPEL_KEY'];
  const koppel = await startKoppel({ config, isListening: true, log });
  say(`Koppel runs at ${koppel.url}`);
  if (koppel.signInLink) say(`Sign in, once within 30 minutes: ${koppel.signInLink}`);

  let isStopping = false;
  const stop = () => {
    // Who asks again does not want to wait; what is in flight is looked up at the next start.
    if (isStopping) process.exit(1);
    isStopping = true;
    koppel.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log({ level: 'error', message: 'Koppel did not stop cleanly', error });
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('SIGHUP', stop);
} catch (error) {
  if (!(error instanceof StartupError)) throw error;
  process.stderr.write(`${error.message}\n${error.remedy}\n`);
  process.exitCode = 1;
  // Whatever was opened before the start failed must not keep a process alive that serves nobody.
  setTimeout(() => process.exit(), 2_000).unref();
}
