import type { FlowRepository } from '@koppel/store';

/** An id that no flow has yet: see freeId. */
export async function freeFlowId(words: string, flows: FlowRepository): Promise<string> {
  return freeId(words, async (id) => (await flows.get(id)) !== null);
}

/** An id that is not taken yet, made from words: `Customers ERP → CRM` gives `customers-erp-crm`, then `…-2`. */
export async function freeId(words: string, isTaken: (id: string) => boolean | Promise<boolean>): Promise<string> {
  const base = idFrom(words);
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!(await isTaken(id))) return id;
  }
}

/** Lower-case letters, digits and hyphens, beginning with a letter. */
function idFrom(words: string): string {
  const plain = words
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 56)
    .replace(/-+$/, '');
  return plain === '' ? 'flow' : plain;
}
