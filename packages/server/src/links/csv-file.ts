import chardet from 'chardet';
import Papa from 'papaparse';
import { HttpProblem } from '../http/problems.ts';

/** A file of key pairs as it was read: the first row names the columns. */
export interface CsvFile {
  readonly encoding: string;
  readonly separator: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const mostRows = 200_000;
const lookedAtBytes = 65_536;

/** Reads a CSV file. Encoding and separator are found out unless they are given. Throws an HttpProblem in plain words. */
export function readCsv(
  content: string,
  given: { readonly encoding?: string | undefined; readonly separator?: string | undefined },
): CsvFile {
  const bytes = Buffer.from(content, 'base64');
  const { encoding, decoder } = decoderFor(bytes, given.encoding);
  const { data, meta } = Papa.parse<string[]>(decoder.decode(bytes), {
    ...(given.separator === undefined ? {} : { delimiter: given.separator }),
    delimitersToGuess: [';', ',', '\t', '|'],
    skipEmptyLines: 'greedy',
  });
  const [columns, ...rows] = data;
  if (!columns || rows.length === 0) {
    throw fileProblem(
      'links.file-empty',
      'The file has no rows.',
      'Choose a file with a row of column names and rows.',
    );
  }
  if (columns.length < 2) {
    throw fileProblem(
      'links.file-one-column',
      'The file has one column only.',
      'Choose another separator, or a file with a column for each system.',
    );
  }
  if (rows.length > mostRows) {
    throw fileProblem(
      'links.file-too-long',
      `The file has ${rows.length} rows. One import takes ${mostRows}.`,
      'Divide it into several files.',
    );
  }
  return { encoding, separator: meta.delimiter, columns: columns.map((title) => title.trim()), rows };
}

function decoderFor(
  bytes: Buffer,
  given: string | undefined,
): { encoding: string; decoder: InstanceType<typeof TextDecoder> } {
  // What is UTF-8 throughout is meant as such: statistics are for the rest.
  const encoding =
    given ?? (isUtf8(bytes) ? 'utf-8' : (chardet.detect(bytes.subarray(0, lookedAtBytes)) ?? 'windows-1252'));
  try {
    const decoder = new TextDecoder(encoding);
    return { encoding: decoder.encoding, decoder };
  } catch {
    if (given === undefined) return { encoding: 'windows-1252', decoder: new TextDecoder('windows-1252') };
    throw fileProblem('links.file-encoding', `"${given}" is not an encoding.`, 'Choose UTF-8 or Windows-1252.');
  }
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return !bytes.includes(0);
  } catch {
    return false;
  }
}

function fileProblem(code: string, message: string, remedy: string): HttpProblem {
  return new HttpProblem(400, { code, message, remedy });
}
