import { readFileSync } from 'node:fs';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { precompress } from './build/precompress.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/**
 * Where the development server finds the API: a running Koppel, or the fixtures of `test/fixture-server`.
 * `KOPPEL_API=http://localhost:4400 vite`.
 */
const api = process.env['KOPPEL_API'] ?? 'http://127.0.0.1:4400';

export default defineConfig({
  plugins: [react(), tailwindcss(), precompress()],
  define: { __KOPPEL_VERSION__: JSON.stringify(version) },
  // Only what index.html needs before the bundle arrives lives in public/: everything else gets a hash.
  build: {
    target: 'es2023',
    assetsDir: 'assets',
    // The policy allows data: for images only; a font or worker must be a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 3500,
    rolldownOptions: {
      input: ['index.html', 'embed.html'],
      output: {
        codeSplitting: {
          groups: [
            // What loads chunks: on its own, else it ends up inside one of the large ones, which every page would load.
            { name: 'preload', test: /vite\/preload-helper/, priority: 50 },
            // With no-eval.ts in front: it must be evaluated before any schema is made.
            { name: 'schemas', test: /no-eval\.ts|node_modules\/zod|packages\/(model|protocol)\//, priority: 40 },
            { name: 'monaco', test: /node_modules\/monaco-editor/, priority: 30 },
            // Before what builds on it, which would else take it along and be loaded by every page.
            {
              name: 'react',
              test: /node_modules\/(react|react-dom|scheduler|use-sync-external-store|zustand|classcat)\//,
              priority: 25,
            },
            { name: 'drawing', test: /node_modules\/(@xyflow|@dagrejs|d3-)/, priority: 20 },
            // What every screen needs, in few files: each further one costs a request with all its headers. The frame around the
            // screens and what their addresses say, with all that these need, and then what many screens share.
            { name: 'frame', test: /canvas\/src\/(app\/shell\.tsx|[^/]+\/search\.ts)/, priority: 15 },
            {
              name: 'shell',
              test: /node_modules\/(@tanstack|@radix-ui(?!\/react-select)|@floating-ui|@lingui|@messageformat|moo|lucide-react|react-remove-scroll|react-style-singleton|aria-hidden)|canvas\/src\/(app|api|format|i18n\/[^/]+$|kit(?!\/select)|live|theme)/,
              minShareCount: 3,
              priority: 10,
            },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  server: {
    port: 5173,
    proxy: {
      '/api/live': { target: api.replace(/^http/, 'ws'), ws: true },
      '/api': { target: api },
      '/demo': { target: api },
    },
  },
});
