import type { Rendering, Shown } from '../../odata/project.ts';
import { reader } from '../../records/catalogue.ts';
import type { StoredRecord, Value } from '../../records/definition.ts';
import type { CrmColumn } from '../column.ts';
import { tableOf, type Crm } from '../crm.ts';
import type { Session } from '../session.ts';

const formattedValue = 'OData.Community.Display.V1.FormattedValue';
const lookupName = 'Microsoft.Dynamics.CRM.lookuplogicalname';
const navigationName = 'Microsoft.Dynamics.CRM.associatednavigationproperty';

export function etagOf({ version }: StoredRecord): string {
  return `W/"${version}"`;
}

/** How records are shown to a caller: values as OData has them, and the annotations that were asked for. */
export function renderingFor(crm: Crm, { preferences, dialect, rights }: Session): Rendering<CrmColumn> {
  const labels = new Labels(crm);
  return {
    dialect,
    alwaysKey: true,
    begin(shown, record) {
      shown['@odata.etag'] = etagOf(record);
    },
    writer(column, { definition }) {
      const { name, logicalName } = column;
      if (!rights.mayRead(definition.type, logicalName)) {
        // An empty value and one that may not be seen look the same.
        return (shown) => {
          shown[name] = null;
        };
      }
      const value = shownValue(column);
      if (!preferences.includesAny) {
        return (shown, record) => {
          shown[name] = value(record);
        };
      }
      const annotate = annotator(column, preferences.includes, labels);
      return (shown, record) => {
        const is = value(record);
        if (is !== null) annotate(shown, record);
        shown[name] = is;
      };
    },
  };
}

/** A column's value as JSON has it. */
function shownValue(column: CrmColumn): (record: StoredRecord) => Value {
  const read = reader(column);
  if (column.type !== 'instant') return read;
  return (record) => {
    const at = read(record);
    return typeof at === 'number' ? `${new Date(at).toISOString().slice(0, 19)}Z` : at;
  };
}

/** Adds what the client wants to know about a value that is there. */
function annotator(
  column: CrmColumn,
  includes: (annotation: string) => boolean,
  labels: Labels,
): (shown: Shown, record: StoredRecord) => void {
  const { name, targets } = column;
  const read = reader(column);
  const label = includes(formattedValue) ? labels.of(column) : undefined;
  const showsTable = targets !== undefined && includes(lookupName);
  const showsNavigation = targets !== undefined && includes(navigationName);
  const key = `${name}@${formattedValue}`;
  return (shown, record) => {
    if (targets !== undefined && (showsTable || showsNavigation)) {
      const target = targetOf(column, record);
      if (showsNavigation) shown[`${name}@${navigationName}`] = target.navigation;
      if (showsTable) shown[`${name}@${lookupName}`] = target.type;
    }
    const text = label?.(read(record), record);
    if (text !== undefined) shown[key] = text;
  };
}

/** Where the lookup of a record leads. */
export function targetOf(
  { targets = [], typeColumn }: CrmColumn,
  record: StoredRecord,
): NonNullable<CrmColumn['targets']>[number] {
  const type = typeColumn === undefined ? undefined : record.values[typeColumn];
  return targets.find((target) => target.type === type) ?? targets[0]!;
}

const amount = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const whole = new Intl.NumberFormat('en-US');

/** How values read for people. Names behind lookups are remembered for as long as one answer is made. */
export class Labels {
  readonly #crm: Crm;
  readonly #names = new Map<string, string | undefined>();

  constructor(crm: Crm) {
    this.#crm = crm;
  }

  /** Undefined for a column whose value needs no label. */
  of(column: CrmColumn): ((value: Value, record: StoredRecord) => string | undefined) | undefined {
    switch (column.type) {
      case 'choice': {
        const labels = new Map(column.choices?.map(({ value, label }) => [value as Value, label]));
        return (value) => labels.get(value);
      }
      case 'lookup':
        return (value, record) =>
          typeof value === 'string' ? this.#nameOf(targetOf(column, record).set, value) : undefined;
      case 'money':
        return (value, record) => `${column.calculationOf === undefined ? this.#symbolOf(record) : '€'}${amount.format(Number(value))}`; // prettier-ignore
      case 'decimal':
        return (value) => amount.format(Number(value));
      case 'integer':
      case 'bigint':
        return (value) => whole.format(Number(value));
      case 'boolean':
        return (value) => (value === true ? 'Yes' : 'No');
      case 'date':
        return (value) => dayLabel(new Date(String(value)));
      case 'instant':
        return (value) => {
          const at = new Date(Number(value));
          const hour = at.getUTCHours();
          const minute = String(at.getUTCMinutes()).padStart(2, '0');
          return `${dayLabel(at)} ${hour % 12 || 12}:${minute} ${hour < 12 ? 'AM' : 'PM'}`;
        };
      default:
        return undefined;
    }
  }

  #nameOf(set: string, id: string): string | undefined {
    const key = `${set} ${id}`;
    if (this.#names.has(key)) return this.#names.get(key);
    const entity = this.#crm.entity(set);
    const record = entity.table.get(id);
    const column = entity.column(tableOf(entity).nameColumn);
    const name = record === undefined || column === undefined ? undefined : String(reader(column)(record) ?? '');
    this.#names.set(key, name);
    return name;
  }

  #symbolOf({ values }: StoredRecord): string {
    const id = values['transactioncurrencyid'];
    if (typeof id !== 'string') return '€';
    const key = `symbol ${id}`;
    if (!this.#names.has(key)) {
      const symbol = this.#crm.entity('transactioncurrencies').table.get(id)?.values['currencysymbol'];
      this.#names.set(key, typeof symbol === 'string' ? symbol : '');
    }
    return this.#names.get(key) ?? '';
  }
}

function dayLabel(day: Date): string {
  return `${day.getUTCMonth() + 1}/${day.getUTCDate()}/${day.getUTCFullYear()}`;
}
