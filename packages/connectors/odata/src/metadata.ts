import { ConnectionError } from '@koppel/sdk';
import { XMLParser } from 'fast-xml-parser';

/** One column of an entity type, as `$metadata` declares it. */
export interface EdmProperty {
  readonly name: string;
  /** `Edm.String`, or the full name of an enumeration. */
  readonly type: string;
  readonly isNullable: boolean;
  readonly maxLength: number | null;
  readonly scale: number | null;
  /** Computed by the server: writing it has no effect or is refused. */
  readonly isComputed: boolean;
}

export interface EdmNavigation {
  readonly name: string;
  readonly targetType: string;
  readonly isCollection: boolean;
}

export interface EdmEntityType {
  readonly name: string;
  readonly keys: readonly string[];
  readonly properties: readonly EdmProperty[];
  readonly navigations: readonly EdmNavigation[];
}

export interface EdmModel {
  /** Entity set name → its type. */
  readonly sets: ReadonlyMap<string, EdmEntityType>;
  /** Full name of an enumeration → the names of its members. */
  readonly enums: ReadonlyMap<string, readonly string[]>;
}

type Node = Readonly<Record<string, unknown>>;

const repeated = new Set([
  'Schema',
  'EntityType',
  'EntityContainer',
  'EntitySet',
  'Property',
  'PropertyRef',
  'NavigationProperty',
  'EnumType',
  'Member',
  'Annotation',
  'Annotations',
]);

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseAttributeValue: false,
  parseTagValue: false,
  // Names and types have no entities; what is not resolved cannot blow up.
  processEntities: false,
  isArray: (name) => repeated.has(name),
});

function children(node: unknown, name: string): Node[] {
  const value = typeof node === 'object' && node !== null ? (node as Node)[name] : undefined;
  return Array.isArray(value)
    ? value.filter((child): child is Node => typeof child === 'object' && child !== null)
    : [];
}

function child(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null ? (node as Node)[name] : undefined;
}

function attribute(node: Node, name: string): string | undefined {
  const value = node[`@${name}`];
  return typeof value === 'string' ? value : undefined;
}

function numberAttribute(node: Node, name: string): number | null {
  const text = attribute(node, name);
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

function isTrue(annotations: readonly Node[], term: string): boolean {
  return annotations.some((node) => attribute(node, 'Term') === term && (attribute(node, 'Bool') ?? 'true') === 'true');
}

function propertyOf(node: Node): EdmProperty | null {
  const name = attribute(node, 'Name');
  const type = attribute(node, 'Type');
  if (name === undefined || type === undefined) return null;
  return {
    name,
    type,
    isNullable: attribute(node, 'Nullable') !== 'false',
    maxLength: numberAttribute(node, 'MaxLength'),
    scale: numberAttribute(node, 'Scale'),
    isComputed: isTrue(children(node, 'Annotation'), 'Org.OData.Core.V1.Computed'),
  };
}

function navigationOf(node: Node): EdmNavigation | null {
  const name = attribute(node, 'Name');
  const type = attribute(node, 'Type');
  if (name === undefined || type === undefined) return null;
  const collection = /^Collection\((.+)\)$/.exec(type);
  return { name, targetType: collection?.[1] ?? type, isCollection: collection !== null };
}

interface RawType {
  readonly own: EdmEntityType;
  readonly baseType: string | undefined;
}

function rawTypeOf(node: Node): RawType | null {
  const name = attribute(node, 'Name');
  if (name === undefined) return null;
  const keys = children(child(node, 'Key'), 'PropertyRef').flatMap((ref) => attribute(ref, 'Name') ?? []);
  return {
    own: {
      name,
      keys,
      properties: children(node, 'Property').flatMap((property) => propertyOf(property) ?? []),
      navigations: children(node, 'NavigationProperty').flatMap((navigation) => navigationOf(navigation) ?? []),
    },
    baseType: attribute(node, 'BaseType'),
  };
}

/** A type with everything it has from the types it is based on. */
function inherited(name: string, types: ReadonlyMap<string, RawType>, seen: ReadonlySet<string>): EdmEntityType | null {
  const raw = types.get(name);
  if (raw === undefined || seen.has(name)) return null;
  const base = raw.baseType === undefined ? null : inherited(raw.baseType, types, new Set([...seen, name]));
  if (base === null) return raw.own;
  return {
    name: raw.own.name,
    keys: raw.own.keys.length > 0 ? raw.own.keys : base.keys,
    properties: [...base.properties, ...raw.own.properties],
    navigations: [...base.navigations, ...raw.own.navigations],
  };
}

/**
 * Reads a service's `$metadata` (CSDL 4.0 in XML). Throws a ConnectionError when it is none. Document types and entities
 * are refused: they have no place in it, and are how an answer attacks its reader.
 */
export function parseMetadata(xml: string, host: string): EdmModel {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) throw unreadableMetadata(host);
  let document: unknown;
  try {
    document = parser.parse(xml);
  } catch (cause) {
    throw unreadableMetadata(host, cause);
  }
  const schemas = children(child(child(document, 'Edmx'), 'DataServices'), 'Schema');
  if (schemas.length === 0) throw unreadableMetadata(host);
  const types = new Map<string, RawType>();
  const enums = new Map<string, readonly string[]>();
  for (const schema of schemas) {
    const names = [attribute(schema, 'Namespace'), attribute(schema, 'Alias')].filter((name) => name !== undefined);
    for (const node of children(schema, 'EntityType')) {
      const raw = rawTypeOf(node);
      if (raw !== null) for (const name of names) types.set(`${name}.${raw.own.name}`, raw);
    }
    for (const node of children(schema, 'EnumType')) {
      const members = children(node, 'Member').flatMap((member) => attribute(member, 'Name') ?? []);
      for (const name of names) enums.set(`${name}.${attribute(node, 'Name') ?? ''}`, members);
    }
  }
  const sets = new Map<string, EdmEntityType>();
  for (const schema of schemas) {
    for (const set of children(schema, 'EntityContainer').flatMap((container) => children(container, 'EntitySet'))) {
      const type = inherited(attribute(set, 'EntityType') ?? '', types, new Set());
      const name = attribute(set, 'Name');
      if (type !== null && name !== undefined) sets.set(name, type);
    }
  }
  return { sets, enums };
}

function unreadableMetadata(host: string, cause?: unknown): ConnectionError {
  return new ConnectionError({
    code: 'odata.metadata-unreadable',
    message: `${host} sent a description of its records that cannot be read.`,
    remedy: 'Check that the address in the connection is that of the API.',
    retry: 'never',
    ...(cause === undefined ? {} : { cause }),
  });
}
