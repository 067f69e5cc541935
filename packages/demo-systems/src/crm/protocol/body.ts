import type { Values } from '../../records/definition.ts';
import type { CrmColumn } from '../column.ts';
import { tableOf, type Crm, type CrmEntity } from '../crm.ts';
import type { Session } from '../session.ts';
import type { CrmTable } from '../table.ts';
import { problems } from './problem.ts';
import { followReference } from './record-address.ts';
import { valueReader } from './values.ts';

/** A record that is being made or changed: its columns, and what is to be made along with it. */
export interface Draft {
  readonly values: Values;
  readonly isNew: boolean;
  /** Logical names that the body gave a value, whether or not it differs. */
  readonly written: Set<string>;
  /** Records given inside the body, under the navigation that leads to them. */
  readonly nested: { readonly navigation: string; readonly bodies: readonly Body[] }[];
}

export type Body = Readonly<Record<string, unknown>>;

type Writer = (value: unknown, draft: Draft, session: Session) => void;

/** Puts the bodies of one table into drafts. Made once: a batch of a thousand records asks it fifty thousand times. */
export class BodyReader {
  readonly #table: CrmTable;
  readonly #writers = new Map<string, Writer>();

  constructor(crm: Crm, entity: CrmEntity) {
    this.#table = tableOf(entity);
    for (const column of this.#table.columns) {
      if (column.targets === undefined) this.#writers.set(column.name, columnWriter(column, this.#table));
      else {
        this.#writers.set(column.name, () => {
          throw problems.lookupWritten();
        });
        for (const { navigation } of column.targets)
          this.#writers.set(`${navigation}@odata.bind`, bindWriter(crm, column, navigation));
      }
    }
    for (const { name, kind } of this.#table.navigations) {
      this.#writers.set(name, (value, draft) => {
        if (!draft.isNew) throw problems.refused('Deep update of navigation properties is not supported.');
        if (value === null) return;
        draft.nested.push({ navigation: name, bodies: bodiesIn(value, kind, this.#table.set) });
      });
    }
  }

  read(body: Body, draft: Draft, session: Session): void {
    for (const name in body) {
      const writer = this.#writers.get(name);
      if (writer !== undefined) writer(body[name], draft, session);
      else if (!name.includes('@')) throw problems.unknownBodyProperty(name, this.#table.type);
      else if (name.endsWith('@odata.bind')) throw problems.undeclaredBind(this.#table.set, name.slice(0, -11));
    }
  }
}

function columnWriter(column: CrmColumn, { type, set, key }: CrmTable): Writer {
  const { logicalName, canCreate, canUpdate } = column;
  // The id decides which record it is; the body's own is looked at where a record is made.
  if (logicalName === key) return () => {};
  const read = valueReader(column, { type, set });
  return (value, draft) => {
    const stored = read(value);
    // What the system fills in itself is ignored, as is a column that can only be set at another moment.
    if (!(draft.isNew ? canCreate : canUpdate)) return;
    draft.written.add(logicalName);
    draft.values[logicalName] = stored;
  };
}

function bindWriter(crm: Crm, column: CrmColumn, navigation: string): Writer {
  const { logicalName, typeColumn, canCreate, canUpdate, targets = [] } = column;
  const allowed = targets.filter((target) => target.navigation === navigation);
  return (value, draft, session) => {
    if (!(draft.isNew ? canCreate : canUpdate)) return;
    draft.written.add(logicalName);
    if (value === null) {
      draft.values[logicalName] = null;
      if (typeColumn !== undefined) draft.values[typeColumn] = null;
      return;
    }
    if (typeof value !== 'string') throw problems.query(`The value of '${navigation}@odata.bind' must be an address.`);
    const { entity, id } = followReference(crm, value, session.references);
    const { type } = entity.definition;
    if (!allowed.some((target) => target.type === type))
      throw problems.query(`A record of type '${type}' cannot be set for '${navigation}'.`);
    draft.values[logicalName] = id;
    if (typeColumn !== undefined) draft.values[typeColumn] = type;
  };
}

function bodiesIn(value: unknown, kind: 'one' | 'many', set: string): Body[] {
  const all: readonly unknown[] = kind === 'many' && Array.isArray(value) ? value : [value];
  if ((kind === 'many' && !Array.isArray(value)) || !all.every(isBody))
    throw problems.payload(set, 'A node of another kind was expected when reading a nested resource.');
  return all.filter(isBody);
}

function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The JSON object of a request. Throws the vendor's error for anything else. */
export function parseBody(text: string, set: string): Body {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    const detail = text.trim() === '' ? 'Stream was not readable' : error instanceof Error ? error.message : '';
    throw problems.payload(set, detail);
  }
  if (!isBody(body)) throw problems.payload(set, "An unexpected node was found when reading a resource; expected a 'StartObject' node."); // prettier-ignore
  return body;
}
