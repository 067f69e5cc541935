import { describe, expect, it } from 'vitest';
import { healthOf, isInView, rowsOf, templatesOn, versionsOn } from '../../src/clients/board.ts';
import { makeClients } from '../fixture-server/data-clients.ts';

const clients = makeClients(Date.parse('2026-11-23T14:00:00Z'));
const rows = rowsOf(clients, 'customer-360');
const called = (slug: string) => rows.find(({ client }) => client.slug === slug)!;

describe('the board of clients', () => {
  it('is about the template that most of them have', () => {
    expect(templatesOn(clients)).toMatchObject([{ id: 'customer-360', n: 5 }]);
    expect(templatesOn([])).toEqual([]);
  });

  it('puts versions in the order of their numbers, with those that can be had', () => {
    expect(versionsOn(rows)).toEqual(['1.8.0', '2.0.0', '2.1.0', '2.3.0']);
    const later = { ...called('delvaux').template!, version: '2.10.0' };
    expect(versionsOn([...rows, { client: called('aerts').client, template: later }]).at(-1)).toBe('2.10.0');
  });

  it('shows who needs attention and who can upgrade', () => {
    const shown = (view: 'attention' | 'upgrade') =>
      rows.filter((row) => isInView(row, view)).map(({ client }) => client.slug);
    expect(shown('attention')).toEqual(['verbeke', 'ter-linde', 'nijs']);
    expect(shown('upgrade')).toEqual(['verbeke', 'janssens', 'ter-linde']);
  });

  it('says the worst first, and that a client does well only where nothing is wrong', () => {
    const said = (slug: string) => healthOf(called(slug).client).map(({ text }) => text);
    expect(said('ter-linde')).toEqual(['clients.refusing', 'clients.held']);
    expect(said('verbeke')).toEqual(['clients.openFailures']);
    expect(said('delvaux')).toEqual(['clients.healthy']);
    expect(said('lacroix')).toEqual(['clients.closed']);
    expect(said('nijs')).toEqual(['clients.broken']);
    expect(healthOf({ ...called('delvaux').client, health: null })).toEqual([]);
  });
});
