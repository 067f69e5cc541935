// `npm run generate`: writes the files that are derived from code; with --check it only says whether they are up to date.
import { runSteps } from './steps.mjs';

const check = process.argv.includes('--check') ? ['--check'] : [];
runSteps([
  {
    title: 'Reference of nodes, functions, errors and routes',
    command: [process.execPath, 'packages/cli/src/generate.ts', ...check],
  },
]);
