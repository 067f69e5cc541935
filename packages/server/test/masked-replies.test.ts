import { errorViewSchema, fieldValueSchema } from '@koppel/model';
import { isOfWorkspace, routes, type RouteName } from '@koppel/protocol';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { permissionsOfRole } from '../src/auth/permissions.ts';
import { maskedReplies } from '../src/privacy/masked-replies.ts';

/** Whether a schema has one of these somewhere inside it. */
function reaches(schema: unknown, wanted: ReadonlySet<unknown>, seen = new Set<unknown>()): boolean {
  if (wanted.has(schema)) return true;
  if (typeof schema !== 'object' || schema === null || seen.has(schema)) return false;
  seen.add(schema);
  const inner = '_zod' in schema ? (schema as z.ZodType)._zod.def : schema;
  return Object.values(inner).some((part) => reaches(part, wanted, seen));
}

/** Values in these replies are what somebody chose for a flow, or of the catalogue: never of a record. */
const withoutRecords = new Set<RouteName>([
  'getCatalog',
  'listFlows',
  'getFlow',
  'getVersion',
  'listVersions',
  'getCheckContext',
  'checkFlow',
  'listShippedFlows',
]);

const forViewers = (Object.keys(routes) as RouteName[]).filter((name) => {
  const { access } = routes[name];
  return isOfWorkspace(name) && (permissionsOfRole.viewer as readonly string[]).includes(access);
});

test('a reply that can hold values of records or errors has its mask, where those may call it who may not see them', () => {
  const telling = forViewers.filter((name) =>
    reaches(routes[name].reply, new Set<unknown>([fieldValueSchema, errorViewSchema])),
  );
  expect(telling).toContain('getFailure');
  expect(telling.filter((name) => !withoutRecords.has(name) && !(name in maskedReplies))).toEqual([]);
});
