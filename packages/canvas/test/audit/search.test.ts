import { describe, expect, it } from 'vitest';
import { auditSearchSchema, isFiltered, queryOf, startOfDay } from '../../src/audit/search.ts';

const now = Date.parse('2026-11-23T14:20:00.000Z');
const at = { now, timeZone: 'Europe/Brussels' };

describe('the address of the audit log', () => {
  it('leaves out what it does not know, so that an old link still opens the list', () => {
    expect(
      auditSearchSchema.parse({ verb: 'explode', object: 'flow', event: '12', range: 'dates', from: 'x' }),
    ).toEqual({
      object: 'flow',
      event: 12,
      range: 'dates',
    });
  });

  it('asks for a person by id, and for a kind of actor by its kind', () => {
    expect(queryOf({ who: 'u1' }, at)).toEqual({ actor: 'u1' });
    expect(queryOf({ who: '~apiToken' }, at)).toEqual({ actorKind: 'apiToken' });
  });

  it('counts ranges back from the full hour', () => {
    expect(queryOf({ range: '7' }, at)).toEqual({ from: '2026-11-16T14:00:00.000Z' });
  });

  it('takes days in the time of the workspace, the last one included', () => {
    expect(queryOf({ range: 'dates', from: '2026-11-01', until: '2026-11-30' }, at)).toEqual({
      from: '2026-10-31T23:00:00.000Z',
      until: '2026-11-30T23:00:00.000Z',
    });
  });

  it('is filtered by anything but the scope and the open event', () => {
    expect(isFiltered({ scope: 'all', event: 3 })).toBe(false);
    expect(isFiltered({ scope: 'all', id: 'a' })).toBe(true);
  });
});

it.each([
  ['2026-03-29', 'Europe/Brussels', '2026-03-28T23:00:00.000Z'],
  ['2026-03-30', 'Europe/Brussels', '2026-03-29T22:00:00.000Z'],
  ['2026-10-25', 'Europe/Brussels', '2026-10-24T22:00:00.000Z'],
  ['2026-10-26', 'Europe/Brussels', '2026-10-25T23:00:00.000Z'],
  ['2026-06-01', 'America/New_York', '2026-06-01T04:00:00.000Z'],
  ['2026-06-01', 'Pacific/Auckland', '2026-05-31T12:00:00.000Z'],
])('%s begins in %s at %s, also around the days when the clock changes', (day, zone, begins) => {
  expect(startOfDay(day, zone)).toBe(begins);
});
