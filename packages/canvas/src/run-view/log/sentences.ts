import type { RunFact } from '@koppel/model';
import type { Format } from '../../format/format.ts';
import type { Text } from '../../i18n/locale.tsx';
import type { Sentence } from '../../i18n/sentences/sentence-in.ts';
import type { LogLine } from '../../live/run-live-state.ts';
import type { MessageId } from '../../i18n/texts.ts';

/** What sentences are made with. */
export interface Words {
  readonly text: Text;
  /** Says what the server said in the reader's language. */
  readonly sentence: Sentence;
  readonly format: Format;
  /** Names a field that a node tells of. */
  readonly fieldName: (field: string, nodeId: string) => string;
  /** A trial writes nothing: its lines say what would be done. */
  readonly isTrial: boolean;
}

/** A line in words, without the name of its record, which stand in front of it. */
export function sentenceOf(line: LogLine, words: Words): string {
  const { text, format } = words;
  if (line.kind === 'lost') {
    return text('log.lost', { n: line.toSeq - line.fromSeq + 1 });
  }
  if (line.kind === 'reconnected') {
    const { missed, lost } = line;
    return text('log.reconnected', { time: format.duration(line.awayMs), missed, lost });
  }
  return factSentence(line.event.fact, words);
}

function factSentence(fact: RunFact, words: Words): string {
  const { text, format, isTrial } = words;
  switch (fact.type) {
    case 'run.stateChanged':
      return stateSentence(fact, words);
    case 'node.started':
      return text('log.nodeStarted');
    case 'node.finished':
      return text('log.nodeFinished');
    case 'node.waited':
      return text('log.nodeWaited', {
        reason: words.sentence(fact.reason.message),
        time: format.time(fact.until),
        n: fact.tryNumber,
        most: fact.maxTries,
      });
    case 'record.created':
      return text(isTrial ? 'log.wouldCreate' : 'log.created');
    case 'record.updated': {
      const fields = fact.fields.map((field) => words.fieldName(field, fact.nodeId)).join(', ');
      return text(isTrial ? 'log.wouldUpdate' : 'log.updated', { n: fact.fields.length, fields });
    }
    case 'record.unchanged':
      return text('log.unchanged');
    case 'record.replied':
      return text('log.replied');
    case 'record.waited':
      return text('log.waits', { reason: words.sentence(fact.reason.message) });
    case 'record.linked':
      return text('log.linked');
    case 'record.skipped':
      return skipReason(fact.reason, text);
    case 'record.drifted':
      return driftSentence(fact, words);
    case 'record.failed':
      return words.sentence(fact.error.message);
    case 'log.budgetSpent':
      return text('log.budgetSpent', { n: fact.lines });
  }
}

const skipReasons: Readonly<Record<string, MessageId>> = {
  notInTarget: 'log.notInTarget',
  notLinked: 'log.notLinked',
  goneInSource: 'log.goneInSource',
  mergedInSource: 'log.mergedInSource',
};

/** Why a record was left out. A reason that this page does not know is shown as it came. */
export function skipReason(reason: string, text: Text): string {
  const known = skipReasons[reason];
  return known ? text(known) : text('log.skipped', { reason });
}

/** What departs from the master, who did it where that is known, and what became of it. */
function driftSentence(
  { kind, state, fields, nodeId, changedBy }: Extract<RunFact, { type: 'record.drifted' }>,
  { text, fieldName }: Words,
): string {
  if (kind !== 'edited') return text(`log.drift.${kind}`);
  const names = fields.map((field) => fieldName(field, nodeId)).join(', ');
  const became = state === 'putBack' || state === 'held' ? state : 'left';
  return text(changedBy === null ? `log.drift.${became}` : `log.drift.${became}By`, {
    fields: names,
    by: changedBy ?? '',
  });
}

function stateSentence(
  { state, attempt }: Extract<RunFact, { type: 'run.stateChanged' }>,
  { text, sentence, format }: Words,
): string {
  switch (state.status) {
    case 'queued':
      return text('log.runQueued');
    case 'running':
      return attempt > 1 ? text('log.runResumed', { n: attempt }) : text('log.runStarted');
    case 'waiting':
      return text('log.runWaits', { reason: sentence(state.reason.message), time: format.time(state.until) });
    case 'stopping':
      return text('log.runStopping');
    case 'done':
      return text('log.runDone');
    case 'stopped':
      return text('log.runStopped', { by: state.by });
    case 'failed':
      return text('log.runFailed', { reason: sentence(state.error.message) });
  }
}
