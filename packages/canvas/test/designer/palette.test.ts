import { emptyFlow } from '@koppel/model';
import { describe, expect, it } from 'vitest';
import { findEntries, paletteSections } from '../../src/designer/palette/entries.ts';
import { recentEntries, rememberEntry } from '../../src/designer/palette/recents.ts';
import { catalog } from './flows.ts';

const sections = paletteSections(catalog, emptyFlow('f', 'F'));
const entries = sections.flatMap((section) => section.entries);
const found = (typed: string, recent: string[] = []) => findEntries(entries, typed, recent).map(({ id }) => id);

describe('the palette', () => {
  it('shows what reads and writes once for each system, ERP first, and everything else once', () => {
    expect(sections.slice(0, 2).map(({ role }) => role)).toEqual(['erp', 'crm']);
    expect(sections[0]!.entries.map(({ descriptor }) => descriptor.type)).toEqual([
      'read-records',
      'look-up-record',
      'save-record',
      'create-record',
      'update-record',
      'keep-in-step',
    ]);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  });

  it.each([
    ['lire', 'read-records erp'],
    ['lezen', 'read-records erp'],
    ['Enregistrer', 'save-record erp'],
    ['planning', 'start-on-schedule'],
    ['reperer', 'none'],
    ['klant', 'preset erp-account-source'],
    ['nouveau client', 'preset create-customer-in-erp'],
    ['masker', 'mask-fields'],
    ['crm', 'save-record crm'],
    ['écrire', 'preset save-account-in-crm'],
    ['ECRIRE', 'preset save-account-in-crm'],
    ['save crm', 'save-record crm'],
    ['crm lezen', 'read-records crm'],
    ['save odoo', 'none'],
  ])('finds by words of any language: %s', (typed, id) => {
    if (id === 'none') expect(found(typed)).toEqual([]);
    else expect(found(typed)).toContain(id);
  });

  it('prefers a title to a synonym, and what was used last among equals', () => {
    expect(found('ma')[0]).toBe('map-fields');
    expect(found('update', ['update-record crm'])[0]).toBe('update-record crm');
    expect(found('', ['filter-records'])[0]).toBe('filter-records');
  });

  it('binds presets to the slot with their role, whatever the flow calls it', () => {
    const renamed = { slots: { finance: { role: 'erp' }, sales: { role: 'crm' } } };
    const preset = paletteSections(catalog, renamed)
      .flatMap((section) => section.entries)
      .find(({ id }) => id === 'preset erp-account-source');
    expect(preset?.slot).toBe('finance');
  });

  it('remembers the newest first, without doubles', () => {
    const items = new Map<string, string>();
    const shelf = {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, item: string) => void items.set(key, item),
    };
    for (const id of ['a', 'b', 'a']) rememberEntry(shelf, id);
    expect(recentEntries(shelf)).toEqual(['a', 'b']);
  });
});
