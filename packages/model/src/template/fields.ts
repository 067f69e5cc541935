import { canonicalEntities, canonicalField } from '../entities.ts';
import { parseEdge, type FlowDocument } from '../flow-document.ts';

/** A field of a system that a flow reads or writes, at one node. */
export interface FieldUse {
  readonly slot: string;
  readonly entity: string;
  /** Canonical, or `~own` for one without a binding. */
  readonly field: string;
  readonly nodeId: string;
  readonly isWritten: boolean;
}

type Rename = (use: Omit<FieldUse, 'nodeId' | 'isWritten'>) => string | null;

interface Side {
  readonly slot: string;
  readonly entity: string;
}

const entities = canonicalEntities.map(({ entity }) => entity).join('|');
/** `account.billingAddress.city`, `account.?insuredAmount`, `account.~own` and `account["~own"]`. */
const references = new RegExp(
  `\\b(${entities})(?:\\.(~[\\w/~-]+)|(\\.\\??)([a-z]\\w*(?:\\.[a-z]\\w*)*)|\\[(\\??)"(~[^"]+)"\\])`,
  'g',
);

/** Which fields of which system a flow names. */
export function fieldUses(document: FlowDocument): FieldUse[] {
  const uses = new Map<string, FieldUse>();
  visit(document, (use) => {
    const id = `${use.slot}/${use.entity}/${use.field}/${use.nodeId}`;
    const before = uses.get(id);
    uses.set(id, { ...use, isWritten: use.isWritten || (before?.isWritten ?? false) });
    return null;
  });
  return [...uses.values()];
}

/** The flow with fields of its systems called otherwise: where `rename` gives a name. */
export function renameFields(document: FlowDocument, rename: Rename): FlowDocument {
  return visit(document, rename);
}

function visit(document: FlowDocument, rename: (use: FieldUse) => string | null): FlowDocument {
  const sides = sidesOf(document);
  const written = new Map<string, Set<string>>();
  for (const [id, { config }] of Object.entries(document.nodes)) {
    if (isPlain(config['rows'])) written.set(id, new Set(Object.keys(config['rows'])));
  }
  const nodes = Object.entries(document.nodes).map(([nodeId, node]) => {
    const { before, after, mapped } = sides.get(nodeId)!;
    const own: Side | null = node.slot && node.entity ? { slot: node.slot, entity: node.entity } : null;
    const name = (side: Side | null, entity: string, field: string, isWritten: boolean): string => {
      if (side?.entity !== entity) return field;
      return rename({ ...side, field, nodeId, isWritten }) ?? field;
    };
    /** A field of the records that arrive: the source's, or the target's once a mapping has filled it. */
    const arriving = (entity: string, field: string): string => {
      const isMapped = [...mapped].some((id) => written.get(id)?.has(`${entity}.${field}`));
      return name(isMapped ? (own ?? after) : before, entity, field, false);
    };
    const inText = (text: string): string =>
      text.replace(
        references,
        (whole: string, entity: string, plain: string, dot: string, path: string, maybe: string, quoted: string) => {
          if (plain !== undefined) return `${entity}.${arriving(entity, plain)}`;
          if (quoted !== undefined) return member(entity, arriving(entity, quoted), maybe);
          const field = longestField(entity, path);
          if (field === null) return whole;
          const named = arriving(entity, field);
          return named === field ? whole : member(entity, named, dot === '.?' ? '?' : '') + path.slice(field.length);
        },
      );
    const walk = (value: unknown, key: string): unknown => {
      if (Array.isArray(value)) return value.map((inner) => walk(inner, key));
      if (isPlain(value))
        return Object.fromEntries(Object.entries(value).map(([inner, of]) => [inner, walk(of, inner)]));
      if (typeof value !== 'string') return value;
      if (key === 'cel') return inText(value);
      const [entity, field] = split(value);
      if (entity !== null) return `${entity}.${arriving(entity, field)}`;
      return own && (canonicalField(own.entity, value) || value.startsWith('~'))
        ? name(own, own.entity, value, false)
        : value;
    };
    const config = Object.fromEntries(
      Object.entries(node.config).map(([setting, value]) => {
        if (!isPlain(value) || (setting !== 'rows' && setting !== 'fields')) return [setting, walk(value, setting)];
        const rows = Object.entries(value).map(([target, rule]) => {
          const [entity, field] = split(target);
          if (entity === null) return [target, walk(rule, target)];
          const named = setting === 'rows' ? name(after, entity, field, true) : arriving(entity, field);
          return [`${entity}.${named}`, walk(rule, target)];
        });
        return [setting, Object.fromEntries(rows)];
      }),
    );
    return [nodeId, { ...node, config }];
  });
  return { ...document, nodes: Object.fromEntries(nodes) as FlowDocument['nodes'] };
}

function member(entity: string, field: string, maybe: string): string {
  return field.startsWith('~') ? `${entity}[${maybe}"${field}"]` : `${entity}.${maybe}${field}`;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function split(text: string): [entity: string, field: string] | [null, ''] {
  const dot = text.indexOf('.');
  const [entity, field] = [text.slice(0, dot), text.slice(dot + 1)];
  const isField = dot > 0 && (canonicalField(entity, field) !== undefined || /^~\S+$/.test(field));
  return isField && canonicalEntities.some((known) => known.entity === entity) ? [entity, field] : [null, ''];
}

/** The longest start of `billingAddress.city.size` that is a field. */
function longestField(entity: string, path: string): string | null {
  const parts = path.split('.');
  for (let count = parts.length; count > 0; count -= 1) {
    const field = parts.slice(0, count).join('.');
    if (canonicalField(entity, field)) return field;
  }
  return null;
}

/** For each node: the system its records come from, the one they go to, and the mappings they went through. */
function sidesOf({ nodes, edges }: FlowDocument) {
  const parsed = edges.map(parseEdge);
  const walkFrom = (start: string, isForward: boolean): string[] => {
    const seen = new Set([start]);
    const found: string[] = [];
    let ring = [start];
    while (ring.length > 0) {
      const next: string[] = [];
      for (const { from, to } of parsed) {
        const [here, there] = isForward ? [from.nodeId, to.nodeId] : [to.nodeId, from.nodeId];
        if (!ring.includes(here) || seen.has(there) || !Object.hasOwn(nodes, there)) continue;
        seen.add(there);
        next.push(there);
        found.push(there);
      }
      ring = next;
    }
    return found;
  };
  const sideOf = (ids: readonly string[]): Side | null => {
    for (const id of ids) {
      const { slot, entity } = nodes[id]!;
      if (slot && entity) return { slot, entity };
    }
    return null;
  };
  return new Map(
    Object.keys(nodes).map((id) => {
      const back = walkFrom(id, false);
      const mapped = new Set(back.filter((other) => isPlain(nodes[other]!.config['rows'])));
      return [id, { before: sideOf(back), after: sideOf(walkFrom(id, true)), mapped }];
    }),
  );
}
