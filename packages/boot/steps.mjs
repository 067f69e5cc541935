// Runs the steps of a task one after another, says what runs and how long it took, and stops at the first failure.
import { spawnSync } from 'node:child_process';

/** @param {{ title: string, command: string[] }[]} steps */
export function runSteps(steps) {
  const started = Date.now();
  for (const [index, { title, command }] of steps.entries()) {
    process.stdout.write(`\n[${index + 1}/${steps.length}] ${title}\n`);
    const stepStarted = Date.now();
    const [file, ...args] = command;
    const result = spawnSync(file, args, { stdio: 'inherit' });
    const seconds = ((Date.now() - stepStarted) / 1000).toFixed(1);
    if (result.status !== 0) {
      process.stdout.write(`\n${title}: failed after ${seconds} s. Run that step alone with: ${command.join(' ')}\n`);
      process.exit(result.status ?? 1);
    }
    process.stdout.write(`    done in ${seconds} s\n`);
  }
  process.stdout.write(`\nAll ${steps.length} steps passed in ${((Date.now() - started) / 1000).toFixed(0)} s.\n`);
}
