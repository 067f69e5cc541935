/** What each root script runs, under the pinned Node. Arguments of the script are appended. */
export const tasks = {
  start: ['packages/boot/start.mjs'],
  build: ['packages/boot/build.mjs'],
  test: ['packages/boot/test.mjs'],
  check: ['packages/boot/test.mjs', '--quick'],
  format: ['node_modules/oxfmt/bin/oxfmt', '.'],
  koppel: ['packages/cli/src/main.ts'],
  bench: ['packages/bench/src/main.ts'],
  demo: ['packages/demo-systems/src/main.ts'],
  security: ['packages/boot/security.mjs'],
  sbom: ['packages/boot/sbom.mjs'],
  screenshots: ['e2e/all-screens.ts'],
  audit: ['packages/boot/audit.mjs'],
  generate: ['packages/boot/generate.mjs'],
};
