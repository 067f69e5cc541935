/** The detail of a run. */
export const runView = {
  'runView.title': 'Run {number}',
  'runView.version': 'version {version}',
} as const;
