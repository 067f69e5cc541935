import type { FlowRecord, RecordFunction } from '@koppel/sdk';
import type { PassReport } from './plan.ts';

/** A pure node of a fused pass, with where its records go per port. */
export interface FusedNode {
  readonly node: number;
  readonly handle: RecordFunction;
  /** By port index: nodes of the same pass, and steps outside it. */
  readonly outputs: readonly { readonly inside: readonly FusedNode[]; readonly outside: readonly number[] }[];
}

type Continuation = (record: FlowRecord, report: PassReport) => void;

/**
 * One function for a tree of pure nodes: each record goes the whole way before the next begins, without a batch in
 * between. Still every node is counted, and a record that a node cannot handle is reported as failed at that node.
 */
export function fuse(root: FusedNode): (records: readonly FlowRecord[], report: PassReport) => void {
  const first = continuationOf(root);
  return (records, report) => {
    for (let i = 0; i < records.length; i += 1) first(records[i]!, report);
  };
}

function continuationOf({ node, handle, outputs }: FusedNode): Continuation {
  const next = outputs.map(({ inside, outside }, port) => branch({ node, port }, inside.map(continuationOf), outside));
  return (record, report) => {
    report.entered(node);
    let port: number;
    try {
      port = handle(record);
    } catch (error) {
      report.failed(node, record, error);
      return;
    }
    report.left(node, port, record);
    next[port]!(record, report);
  };
}

/** Where a port leads: nowhere, to one place, or to several, each with a record of its own. */
function branch(
  { node, port }: { readonly node: number; readonly port: number },
  inside: readonly Continuation[],
  outside: readonly number[],
): Continuation {
  const ways: Continuation[] = [
    ...inside,
    ...outside.map(
      (step): Continuation =>
        (record, report) =>
          report.passOn(step, record),
    ),
  ];
  const [only] = ways;
  if (!only) return (record, report) => report.ended(node, port, record);
  if (ways.length === 1) return only;
  return (record, report) => {
    // A node further on may replace the record's values: every branch but the last works on a copy.
    for (let i = 0; i < ways.length - 1; i += 1) ways[i]!({ ...record }, report);
    ways[ways.length - 1]!(record, report);
  };
}
