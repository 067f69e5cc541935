export { runCommandLine } from './command-line.ts';
export { exitCodes } from './exit-codes.ts';
