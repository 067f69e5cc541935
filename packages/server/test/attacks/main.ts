// `npm run security`: every attack on a started server, class by class; `-- NAME…`: some classes; `--json`: for programs.
import { parseArgs } from 'node:util';
import { runClass, type ClassResult } from './attack.ts';
import { classes } from './classes/index.ts';
import { Lab } from './lab.ts';
import { failuresOf, tableOf } from './report.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
const chosen = classes.filter(
  ({ name }) => positionals.length === 0 || positionals.some((part) => name.includes(part)),
);
if (chosen.length === 0) {
  process.stderr.write(`There is no such class. Known: ${classes.map(({ name }) => `"${name}"`).join(', ')}.\n`);
  process.exit(2);
}

const lab = await Lab.open();
const results: ClassResult[] = [];
try {
  for (const { begin } of chosen) begin?.(lab);
  for (const attackClass of chosen) {
    process.stderr.write(`${attackClass.name} (${attackClass.variants.length}) …\n`);
    const own = attackClass.isAlone ? await Lab.open() : null;
    try {
      results.push(await runClass(attackClass, own ?? lab));
    } finally {
      await own?.close();
    }
  }
} finally {
  await lab.close();
}
process.stdout.write(values.json ? `${JSON.stringify(results)}\n` : `${tableOf(results)}\n${failuresOf(results)}`);
process.exitCode = results.some(({ failed }) => failed.length > 0) ? 1 : 0;
