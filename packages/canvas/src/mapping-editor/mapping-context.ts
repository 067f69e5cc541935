import type { FieldRule, ValueList } from '@koppel/model';
import { createContext, useContext } from 'react';
import type { ExpressionScope } from '../code-editor/expression-scope.ts';
import type { RecordShape } from '../check-worker/messages.ts';
import type { MessageId } from '../i18n/texts.ts';
import type { MappingRow } from './rows.ts';
import type { SampleOutcome, SampleStats } from './sample-stats.ts';
import type { SourceField } from './source-tree.ts';
import type { TargetSide } from './target-side.ts';
import type { Samples } from './use-samples.ts';

/** What arrives at a node, and what may be said of it: shared by the editors of the dock. */
export interface NodeData {
  readonly nodeId: string;
  readonly input: RecordShape | null;
  /** What the source's system calls the entity that arrives. */
  readonly sourceEntity: string;
  readonly samples: Samples;
  readonly sources: readonly SourceField[];
  /** Fields that the source had once and that rules still name. */
  readonly gone: readonly SourceField[];
  readonly scope: ExpressionScope;
  readonly valueLists: readonly ValueList[];
  /** How expressions write each field. */
  readonly written: Readonly<Record<string, string>>;
  readonly readOnlyReason: string | null;
  /** What the source's system calls a field (its entity in front). */
  sourceLabel(name: string): string;
}

/** The mapping of one node, as its panes see it. */
export interface Mapping extends NodeData {
  readonly target: TargetSide | null;
  /** How the target's system is spoken of. */
  readonly targetName: string;
  readonly rows: readonly MappingRow[];
  /** Target fields whose suggestion was waved away. */
  readonly dismissed: readonly string[];
  rowLabel(row: MappingRow): string;
  outcome(row: MappingRow): SampleOutcome | null;
  stats(row: MappingRow): SampleStats;
  /** Fills a row, or clears it. Undone as one with what was typed just before. */
  setRule(row: MappingRow, rule: FieldRule | null): void;
  /** Several rows as one step; null clears. */
  setRules(rules: Readonly<Record<string, FieldRule | null>>, intent: MessageId): void;
  dismiss(names: readonly string[]): void;
  bringBack(): void;
}

const MappingContext = createContext<Mapping | null>(null);

/** Gives the panes inside it the mapping. */
export const MappingProvider = MappingContext.Provider;

/** The mapping that is edited. */
export function useMapping(): Mapping {
  const mapping = useContext(MappingContext);
  if (!mapping) throw new Error('This component needs a MappingProvider around it.');
  return mapping;
}
