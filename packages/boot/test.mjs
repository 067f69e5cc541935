// `npm test`: everything CI runs. `npm run check`: its quick part, for before each commit.
import { runSteps } from './steps.mjs';

const node = process.execPath;
const isQuick = process.argv.includes('--quick');
const vitest = (project) => [node, 'node_modules/vitest/vitest.mjs', 'run', '--project', project, '--reporter=dot'];

const quick = [
  { title: 'Format', command: [node, 'node_modules/oxfmt/bin/oxfmt', '--check', '.'] },
  {
    title: 'Lint, with the import-direction rule',
    command: [node, 'node_modules/oxlint/bin/oxlint', '--deny-warnings'],
  },
  { title: 'Types: server side', command: [node, 'node_modules/typescript/bin/tsc', '-p', '.'] },
  { title: 'Types: canvas', command: [node, 'node_modules/typescript/bin/tsc', '-p', 'packages/canvas'] },
  { title: 'Unit and contract tests', command: vitest('unit') },
];
const slow = [
  { title: 'Unused files, exports and dependencies', command: [node, 'node_modules/knip/bin/knip.js'] },
  { title: 'Generated files are up to date', command: [node, 'packages/boot/generate.mjs', '--check'] },
  { title: 'Build the canvas', command: [node, 'packages/boot/build.mjs'] },
  { title: 'Integration tests over real HTTP', command: vitest('integration') },
  { title: 'Attacks on the started server', command: [node, 'packages/server/test/attacks/main.ts'] },
  { title: 'Browser tests', command: vitest('browser') },
];
runSteps(isQuick ? quick : [...quick, ...slow]);
