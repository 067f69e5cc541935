import { createHash } from 'node:crypto';

/** Koppel's own namespace of names (RFC 9562, section 6.5). Never to be changed: keys of records follow from it. */
const namespace = Buffer.from('a3f0c1d27b5e4e6f9d1c52b8e0f4a697', 'hex');

/** A UUID of version 5 for a text: always the same one for the same text, and no other's. */
export function nameBasedUuid(name: string, within: Uint8Array = namespace): string {
  const bytes = createHash('sha1').update(within).update(name, 'utf8').digest();
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
