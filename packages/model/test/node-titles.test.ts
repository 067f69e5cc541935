import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { nodeTitleOf, parseFlow, stringifyFlow, type FlowDocument } from '../src/index.ts';

const folder = new URL('../../../flows/', import.meta.url);
const shipped = readdirSync(folder).filter((name) => name.endsWith('.json'));

function read(name: string): FlowDocument {
  const parsed = parseFlow(readFileSync(new URL(name, folder), 'utf8'));
  if (!parsed.ok) throw new Error(`${name} is damaged.`);
  return parsed.document;
}

describe('the titles of nodes', () => {
  test.each(shipped)('of %s are known in three languages, and none too many', (name) => {
    const document = read(name);
    const titles = Object.values(document.nodes).flatMap(({ title }) => title ?? []);
    expect(Object.keys(document.phrases ?? {}).toSorted()).toEqual([...new Set(titles)].toSorted());
  });

  test('that somebody changed stay as they were written, in every language', () => {
    const document = read('orders-crm-to-erp.json');
    expect(nodeTitleOf(document, 'read')?.nl).toBe('Bestellingen lezen');
    const renamed = {
      ...document,
      nodes: { ...document.nodes, read: { ...document.nodes['read']!, title: 'Mijn bestellingen' } },
    };
    expect(nodeTitleOf(renamed, 'read')).toEqual({ en: 'Mijn bestellingen' });
  });

  test('survive writing and reading a document', () => {
    const document = read('orders-crm-to-erp.json');
    const parsed = parseFlow(stringifyFlow(document));
    expect(parsed.ok && parsed.document.phrases).toEqual(document.phrases);
  });
});
