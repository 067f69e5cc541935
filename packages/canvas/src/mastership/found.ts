import type { MastershipFindings } from '@koppel/protocol';

/** What is wrong with flows only when they are looked at together. */
export type Finding = MastershipFindings['findings'][number];

const order = { error: 0, warning: 1, hint: 2 };

/** Findings by the row they are about, worst first. */
export function byRow(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  return Map.groupBy(
    findings.toSorted((a, b) => order[a.severity] - order[b.severity]),
    ({ matrixRow }) => matrixRow,
  );
}
