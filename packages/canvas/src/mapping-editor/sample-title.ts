import type { PreviewRecord } from '@koppel/protocol';

/** How people tell a record: by the number they know it by, else by its key where that is short enough to be one. */
export function sampleNumber({ key, input }: Pick<PreviewRecord, 'key' | 'input'>, entity: string): string | null {
  const number = input?.[`${entity}.number`];
  if (typeof number === 'string' && number !== '') return number;
  if (typeof number === 'number') return String(number);
  return key.length <= 16 ? key : null;
}

/** The number and the name of a record; most names begin with the number already. */
export function sampleTitle(record: PreviewRecord, entity: string): string {
  const number = sampleNumber(record, entity);
  return number === null || record.name.startsWith(number) ? record.name || record.key : `${number} ${record.name}`;
}
