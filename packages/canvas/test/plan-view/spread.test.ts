import { describe, expect, it } from 'vitest';
import { spread } from '../../src/plan-view/planned.ts';

describe('a few records that differ', () => {
  const planned = (...actions: ('create' | 'update' | 'failed')[]) => actions.map((action) => ({ action }));

  it('are of each kind in turn, and of one kind when there is no other', () => {
    const records = planned('create', 'create', 'create', 'create', 'update', 'update', 'failed');
    const kinds = (most: number) => spread(records, most).map(({ action }) => action);
    expect(kinds(3)).toEqual(['create', 'update', 'failed']);
    expect(kinds(5)).toEqual(['create', 'update', 'failed', 'create', 'update']);
    expect(kinds(20)).toHaveLength(7);
  });
});
