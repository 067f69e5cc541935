import { isWithin, type RunEvent } from '@koppel/model';
import { fold } from '../../format/fold.ts';
import type { LogLine } from '../../live/run-live-state.ts';
import type { LogLevel } from '../search.ts';

/** How much a line matters: `attention` for what somebody should know of, `failed` for what somebody must act on. */
export type LineLevel = 'plain' | 'attention' | 'failed';

/** The level of a line. A record that was skipped is no success, so it is never plain. */
export function levelOf(line: LogLine): LineLevel {
  if (line.kind !== 'event') return line.kind === 'lost' || line.lost > 0 ? 'attention' : 'plain';
  const { fact } = line.event;
  switch (fact.type) {
    case 'record.failed':
      return 'failed';
    case 'run.stateChanged':
      if (fact.state.status === 'failed') return 'failed';
      return fact.state.status === 'waiting' ? 'attention' : 'plain';
    case 'node.waited':
    case 'record.skipped':
    case 'record.drifted':
    case 'log.budgetSpent':
      return 'attention';
    default:
      return 'plain';
  }
}

/** The node a line is of; null for what concerns the run as a whole. */
export function nodeOf(line: LogLine): string | null {
  if (line.kind !== 'event') return null;
  const { fact } = line.event;
  return 'nodeId' in fact ? fact.nodeId : null;
}

/** The record a line is of, by key and name. */
export function recordOf(line: LogLine): { readonly key: string; readonly name: string } | null {
  if (line.kind !== 'event') return null;
  const { fact } = line.event;
  return 'key' in fact ? { key: fact.key, name: fact.name } : null;
}

/** How the log calls the record with this key; the key itself where no line here speaks of it. */
export function nameOfRecord(log: readonly LogLine[], key: string): string {
  return log.map(recordOf).find((record) => record?.key === key)?.name ?? key;
}

/** The key in the target that a line tells of; empty for most lines. */
function targetOf(line: LogLine): string {
  return line.kind === 'event' && 'targetKey' in line.event.fact ? (line.event.fact.targetKey ?? '') : '';
}

/** What the log shows. All parts must fit. */
export interface LogFilter {
  readonly level: LogLevel;
  readonly nodeId: string | null;
  /** Words that must all occur, whatever accents and capitals. */
  readonly find: string;
  /** Only lines of the record with this key. */
  readonly key: string | null;
}

/** Whether the filter lets everything through. */
export function isOpen({ level, nodeId, find, key }: LogFilter): boolean {
  return level === 'all' && nodeId === null && find.trim() === '' && key === null;
}

/** A line with its place among all lines of the log: `at` grows by time and is never given twice. */
export interface PlacedLine {
  readonly at: number;
  readonly line: LogLine;
}

/**
 * Decides which lines are shown. Remarks on what was missed always are: whoever filters must know that something may lack.
 * `sentenceOf` gives the words of a line; each line is put into words once, however often it is looked at.
 */
export function createLogSearch(sentenceOf: (line: LogLine) => string): (line: LogLine, filter: LogFilter) => boolean {
  const folded = new WeakMap<LogLine, string>();
  const wordsOf = (line: LogLine) => {
    const known = folded.get(line);
    if (known !== undefined) return known;
    const record = recordOf(line);
    // Keys are not shown, and found all the same.
    const words = fold(`${record?.key ?? ''} ${record?.name ?? ''} ${targetOf(line)} ${sentenceOf(line)}`);
    folded.set(line, words);
    return words;
  };
  let find = '';
  let parts: string[] = [];
  return (line, filter) => {
    if (line.kind !== 'event') return true;
    const level = levelOf(line);
    if (filter.level === 'failed' && level !== 'failed') return false;
    if (filter.level === 'attention' && level === 'plain') return false;
    if (filter.nodeId !== null && !isWithin(nodeOf(line) ?? '', filter.nodeId)) return false;
    if (filter.key !== null && recordOf(line)?.key !== filter.key) return false;
    if (filter.find !== find) {
      find = filter.find;
      parts = fold(find).split(/\s+/).filter(Boolean);
    }
    if (parts.length === 0) return true;
    const words = wordsOf(line);
    return parts.every((part) => words.includes(part));
  };
}

/** Lines of each level, for the buttons above the log. */
export function countLevels(log: readonly LogLine[]): { readonly all: number; attention: number; failed: number } {
  let attention = 0;
  let failed = 0;
  for (const line of log) {
    const level = levelOf(line);
    if (level === 'plain') continue;
    attention += 1;
    if (level === 'failed') failed += 1;
  }
  return { all: log.length, attention, failed };
}

/** The first event among the lines, to ask for what came before it. */
export function firstEvent(log: readonly LogLine[]): RunEvent | null {
  for (const line of log) if (line.kind === 'event') return line.event;
  return null;
}
