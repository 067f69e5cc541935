import { describe, expect, it } from 'vitest';
import { findAttention } from '../../src/flows/attention.ts';
import { makeFlows } from '../fixture-server/data-flows.ts';

const flows = makeFlows(Date.parse('2026-11-23T09:00:00Z'));
const late = flows.find(({ freshness }) => freshness?.isLate)!;
const lateOnes = (some: typeof flows) =>
  findAttention({ flows: some, connections: [], quiet: [] }).flatMap((one) =>
    one.kind === 'late' ? [one.flow.id] : [],
  );

describe('a flow whose data is older than promised', () => {
  it('needs attention', () => expect(lateOnes([late])).toEqual([late.id]));

  it('does not while it keeps the promise, or rests because a system refuses the sign-in', () => {
    const { hold } = flows.find((flow) => flow.hold)!;
    expect(lateOnes([{ ...late, freshness: { ...late.freshness!, isLate: false } }])).toEqual([]);
    expect(lateOnes([{ ...late, hold }])).toEqual([]);
  });
});
