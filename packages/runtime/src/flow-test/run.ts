import type { Plan } from '@koppel/compiler';
import type { Expectation, FlowTest, NodeDifference } from '@koppel/model';
import type { FlowError } from '@koppel/sdk';
import { differencesOf } from './difference.ts';
import { observe } from './observe.ts';
import { recordedWorld } from './recorded-world.ts';

/** How a plan stood a test. */
export interface TestedFlow {
  /** Why it did not come to its end. With `notRecordedCode`: it asked what the recording does not have. */
  readonly error: FlowError | null;
  /** Where it does otherwise than expected, in the order in which records go. Without any and without an error it passed. */
  readonly differences: readonly NodeDifference[];
  /** What it does now: what to expect from now on, once somebody accepts it. */
  readonly did: Expectation;
}

/** Runs a plan over a recording. Touches no system: there is none in its world. Gives the same for the same, always. */
export async function testFlow(
  plan: Plan,
  { recording, expected }: FlowTest,
  signal: AbortSignal,
): Promise<TestedFlow> {
  const world = recordedWorld(recording);
  const { did, error, messages } = await observe({
    plan,
    world,
    slots: recording.slots,
    at: new Date(recording.at),
    signal,
  });
  const order = plan.nodes.map(({ nodeId }) => nodeId);
  const sources = plan.sources.map(({ node }) => plan.nodes[node]!.nodeId);
  return { error, did, differences: differencesOf(expected, did, { order, sources, messages }) };
}
