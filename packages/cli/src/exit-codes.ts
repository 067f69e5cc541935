/** What the command line ends with. docs/command-line.md lists them. */
export const exitCodes = {
  /** Done, and nothing is wrong. */
  ok: 0,
  /** Done, and something is wrong: a flow has errors, records failed, a connection test failed, the request was refused. */
  problems: 1,
  /** The command was not understood. */
  usage: 2,
  /** Koppel could not start, or its server could not be reached. */
  unavailable: 3,
  /** The run failed or was stopped. */
  runFailed: 4,
} as const;
