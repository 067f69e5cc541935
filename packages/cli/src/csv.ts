import Papa from 'papaparse';

/** Texts that a spreadsheet would take for a formula; a negative amount is none. */
const formula = /^(?:[=+@\t\r]|-(?![\d.,]+$))/;

/** Lines of a CSV file with `;` between fields, as spreadsheets of the region expect; formulas are made harmless. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return Papa.unparse(
    rows.map((row) => [...row]),
    { delimiter: ';', escapeFormulae: formula },
  );
}
