import type { Review } from '@koppel/protocol';
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

describe('a draft that waits', () => {
  const review: Review = {
    id: 'r',
    flowId: 'f',
    flowTitle: { en: 'F' },
    message: 'Please',
    sample: null,
    askedAt: '2026-11-23T09:00:00.000Z',
    askedBy: 'Lotte',
    isOwn: false,
    status: 'open',
    isOutdated: false,
    canDecide: true,
    decision: null,
    version: null,
  };
  const kinds = (change: Partial<Review>) =>
    findAttention({ flows: [], connections: [], quiet: [], reviews: [{ ...review, ...change }] }).map(
      ({ kind }) => kind,
    );

  it('is shown to whoever may decide, and what became of it to whoever asked', () => {
    expect(kinds({})).toEqual(['review']);
    expect(kinds({ canDecide: false })).toEqual([]);
    expect(kinds({ canDecide: false, isOwn: true, status: 'returned' })).toEqual(['returned']);
    expect(kinds({ canDecide: false, isOwn: true, status: 'approved' })).toEqual(['approved']);
  });

  it('asks for nothing once the draft is another; what has to be mended is still said', () => {
    expect(kinds({ isOutdated: true })).toEqual([]);
    expect(kinds({ isOutdated: true, canDecide: false, isOwn: true, status: 'returned' })).toEqual(['returned']);
  });
});
