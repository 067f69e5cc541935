/// <reference types="vite/client" />

/** The version in the root package.json, put in by the build. */
declare const __KOPPEL_VERSION__: string;
