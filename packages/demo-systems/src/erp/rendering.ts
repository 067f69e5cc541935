import { reader } from '../records/catalogue.ts';
import type { StoredRecord } from '../records/definition.ts';
import type { FilterDialect } from '../odata/evaluate.ts';
import type { Rendering } from '../odata/project.ts';
import { initialValue, type ErpColumn } from './columns.ts';

/** The etag of a record: opaque to clients, in the vendor's shape. Another version is another etag. */
export function etagOf({ version }: StoredRecord): string {
  return `W/"${btoa(`'19;90578420${String(version).padStart(11, '0')}1;00;'`)}"`;
}

/** Entity sets whose records have no etag. */
const withoutEtag = new Set(['companies']);

/** How the ERP writes records: only what was selected, nothing ever null. */
export function erpRendering(dialect: FilterDialect): Rendering<ErpColumn> {
  return {
    dialect,
    alwaysKey: false,
    begin(shown, record, { definition }) {
      if (!withoutEtag.has(definition.set)) shown['@odata.etag'] = etagOf(record);
    },
    writer(column) {
      const { name, type } = column;
      const get = reader(column);
      const empty = initialValue(column);
      if (type === 'instant') {
        return (shown, record) => {
          const moment = get(record);
          shown[name] = typeof moment === 'number' ? new Date(moment).toISOString() : '0001-01-01T00:00:00Z';
        };
      }
      return (shown, record) => {
        shown[name] = get(record) ?? empty;
      };
    },
  };
}
