import { mix } from './dice.ts';

/** Bits of an index in the first 48 of a guid: room for so many records of a kind. */
const usualBits = 21;

/**
 * Guids that grow with their index, as the sequential guids of both vendors do. So the order of the keys is the order
 * of the indexes, and a guid leads back to its index without a table.
 */
export interface GuidSeries {
  /** The guid of an index, lower case. */
  at(index: number): string;
  /** The index whose guid this is, or undefined when the guid is not of this series. `guid` must be lower case. */
  indexOf(guid: string): number | undefined;
  /** The first index whose guid is not before `guid` in text order. */
  lowerBound(guid: string): number;
}

/**
 * The series of one kind of record; `salt` keeps the kinds and the systems apart. There is room for 2^`bits` records,
 * 17 to 32.
 */
export function guidSeries(seed: number, salt: number, bits: number = usualBits): GuidSeries {
  const stride = 2 ** (48 - bits);
  const at = (index: number) => {
    const head = (index * stride + (mix(seed, index, salt) >>> (bits - 16))).toString(16).padStart(12, '0');
    const a = mix(seed, index, salt ^ 0x1111_1111);
    const b = mix(seed, index, salt ^ 0x2222_2222)
      .toString(16)
      .padStart(8, '0');
    const version = (0x4000 | (a & 0xfff)).toString(16);
    const variant = (0x8000 | ((a >>> 12) & 0x3fff)).toString(16);
    const tail = ((a >>> 16) & 0xffff).toString(16).padStart(4, '0');
    return `${head.slice(0, 8)}-${head.slice(8)}-${version}-${variant}-${tail}${b}`;
  };
  const near = (guid: string) => Math.floor(Number.parseInt(guid.slice(0, 8) + guid.slice(9, 13), 16) / stride);
  return {
    at,
    indexOf(guid) {
      const index = near(guid);
      return index >= 0 && at(index) === guid ? index : undefined;
    },
    lowerBound(guid) {
      const index = near(guid);
      // Bounds that are no guid: '' lies before all of them, '~' behind.
      if (Number.isNaN(index)) return guid > at(0) ? Number.MAX_SAFE_INTEGER : 0;
      return at(index) >= guid ? index : index + 1;
    },
  };
}

/** A guid that always belongs to the same text, for the few fixed records such as payment terms or the company. */
export function namedGuid(seed: number, name: string): string {
  let h = 0x811c_9dc5;
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x0100_0193);
  const hex = [1, 2, 3, 4].map((salt) => mix(seed, h, salt).toString(16).padStart(8, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
