import type { RunFact, RunState } from '@koppel/model';
import type { RunJournal } from '@koppel/runtime';
import type { Redaction } from '@koppel/sdk';

/** A journal that keeps no secret in what it is told of errors. Values of records stay as they are: they are data. */
export function redactedJournal(journal: RunJournal, redaction: Redaction): RunJournal {
  const error = <Told extends object>(told: Told): Told => {
    const changes = Object.entries(told).filter(([name]) => name === 'error' || name === 'reason');
    return changes.length === 0 ? told : { ...told, ...redaction.value(Object.fromEntries(changes)) };
  };
  const facts = (all: readonly RunFact[]) => all.map(error);
  return {
    ...journal,
    appendFacts: (fence, at, all) => journal.appendFacts(fence, at, facts(all)),
    commitBatch: (commit) =>
      journal.commitBatch({
        ...commit,
        facts: facts(commit.facts),
        failures: commit.failures.map(error),
        planned: commit.planned.map(error),
      }),
    commitState: (commit) =>
      journal.commitState({ ...commit, state: error<RunState>(commit.state), facts: facts(commit.facts) }),
  };
}
