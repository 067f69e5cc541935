// Lint rules, and the import-direction rule: who may import whom is the one table below (docs/architecture.md).
import { defineConfig, type OxlintOverride } from 'oxlint';

/** Package folder → the workspace packages it may import. Imports only point up this table. */
const mayImport: Record<string, readonly string[]> = {
  model: [],
  mapping: ['model'],
  sdk: ['model', 'mapping'],
  sandbox: ['sdk'],
  nodes: ['sdk', 'mapping'],
  'connectors/odata': ['sdk'],
  'connectors/business-central': ['sdk', 'connector-odata'],
  'connectors/dataverse': ['sdk', 'connector-odata'],
  'connectors/http': ['sdk', 'connector-odata'],
  'connectors/tryton': ['sdk', 'connector-odata'],
  catalog: ['sdk', 'nodes', 'connector-business-central', 'connector-dataverse', 'connector-http', 'connector-tryton'],
  compiler: ['model', 'mapping', 'sdk'],
  runtime: ['model', 'sdk', 'compiler'],
  protocol: ['model'],
  store: ['model', 'runtime'],
  server: ['model', 'mapping', 'sdk', 'catalog', 'compiler', 'runtime', 'protocol', 'store', 'sandbox', 'demo-systems'],
  canvas: ['model', 'protocol'],
  cli: ['model', 'mapping', 'sdk', 'catalog', 'compiler', 'runtime', 'protocol', 'store', 'server'],
  'demo-systems': [],
};

const packageName = (folder: string) => folder.replace('connectors/', 'connector-');
const everyPackage = [...Object.keys(mayImport).map(packageName), 'bench', 'boot'];

/** Modules that open sockets: only sdk/http may use them, so that one place is safe. */
const socketModules = ['undici', 'node:http', 'node:https', 'node:net', 'node:tls', 'node:dgram'].map((name) => ({
  name,
  message: 'Only packages/sdk/src/http may open a socket: ask for the HttpClient port.',
}));

function importRule(folder: string, files: string[], allowed: readonly string[], sockets: boolean): OxlintOverride {
  const banned = everyPackage.filter((name) => name !== packageName(folder) && !allowed.includes(name));
  return {
    files,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: sockets ? [] : socketModules,
          patterns: [
            {
              group: banned.flatMap((name) => [`@koppel/${name}`, `@koppel/${name}/*`]),
              message: `Imports only point up the table in oxlint.config.ts: ${folder} may not know this package.`,
            },
            {
              group: ['@koppel/*/src/*', '@koppel/*/src/**'],
              message: 'A package has one face: import what its exports map names.',
            },
          ],
        },
      ],
    },
  };
}

/** Folders that speak to the network themselves: a server listens, a demo system is an outside system. */
const openSockets = ['server', 'cli', 'demo-systems'];

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'react', 'promise'],
  categories: { correctness: 'error', suspicious: 'error' },
  rules: {
    eqeqeq: 'error',
    'no-console': 'error',
    'no-eval': 'error',
    'no-new-func': 'error',
    'no-var': 'error',
    'prefer-const': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/consistent-type-imports': 'error',
    'import/no-default-export': 'error',
    'no-restricted-globals': [
      'error',
      { name: 'fetch', message: 'Only packages/sdk/src/http may open a socket: ask for the HttpClient port.' },
    ],
    // Against the grain of this code base.
    'import/default': 'off',
    'import/no-named-as-default': 'off',
    'import/no-named-as-default-member': 'off',
    'import/no-unassigned-import': 'off',
    'no-await-in-loop': 'off',
    'no-shadow': 'off',
    'no-underscore-dangle': 'off',
    'react/react-in-jsx-scope': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'unicorn/no-array-reverse': 'off',
    'unicorn/no-new-array': 'off',
    'unicorn/no-array-sort': 'off',
  },
  overrides: [
    ...Object.entries(mayImport).map(([folder, allowed]) =>
      importRule(folder, [`packages/${folder}/src/**`], allowed, openSockets.includes(folder)),
    ),
    importRule('sdk', ['packages/sdk/src/http/**', 'packages/sdk/src/testing/**'], mayImport['sdk']!, true),
    // The web worker alone checks flows, with the same code as the server.
    importRule(
      'canvas',
      ['packages/canvas/src/check-worker/**'],
      ['model', 'protocol', 'compiler', 'mapping', 'catalog'],
      false,
    ),
    // Tests start real counterparts.
    {
      files: ['packages/**/*.test.ts', 'packages/**/*.test.tsx', 'packages/**/test/**'],
      rules: { 'no-restricted-imports': 'off' },
    },
    { files: ['**/*.config.ts'], rules: { 'import/no-default-export': 'off' } },
    {
      files: [
        'packages/canvas/src/**',
        'packages/sdk/src/http/**',
        'packages/demo-systems/**',
        'packages/bench/**',
        'docker/**',
        'packages/**/*.test.ts',
        'packages/**/test/**',
        'e2e/**',
      ],
      rules: { 'no-restricted-globals': 'off' },
    },
    {
      files: ['packages/cli/src/**', 'packages/boot/**', 'packages/bench/src/**', 'packages/*/src/main.ts', 'e2e/**'],
      rules: { 'no-console': 'off' },
    },
  ],
  ignorePatterns: ['**/dist/**', '**/node_modules/**', 'packages/store/migrations/**'],
});
