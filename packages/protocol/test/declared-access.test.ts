import { expect, test } from 'vitest';
import { z } from 'zod';
import { accessOfMessage, clientMessageSchema, permissions, routes, type ClientMessage } from '../src/index.ts';
import type { Permission } from '../src/index.ts';
import { route } from '../src/routes.ts';

test('every route says who may call it', () => {
  const known = new Set<string>([...permissions, 'public', 'session', 'instanceAdmin']);
  const undeclared = Object.entries(routes).filter(([, { access }]) => !known.has(access));
  expect(undeclared.map(([name]) => name)).toEqual([]);
});

test('every message of the live socket says what it needs', () => {
  const types = clientMessageSchema.options.map(({ shape }) => shape.type.value);
  expect(Object.keys(accessOfMessage).toSorted()).toEqual(types.toSorted());
});

/** Is not run: the step "Types" of `npm test` fails where one of these lines compiles, and so where a route may be added without access. */
export function refusedByTheCompiler(): unknown[] {
  const definition = {
    method: 'GET',
    path: '/api/workspaces/:workspace/x',
    summary: 'x',
    reply: z.null(),
  } as const;
  const messages = { hello: 'runs.read' } as const;
  return [
    route({ ...definition, access: 'flows.read' }),
    // @ts-expect-error a route without access
    route(definition),
    // @ts-expect-error access that is undefined
    route({ ...definition, access: undefined }),
    // @ts-expect-error a permission that there is not
    route({ ...definition, access: 'flows.raed' }),
    // @ts-expect-error a role in place of a permission
    route({ ...definition, access: 'administrator' }),
    // @ts-expect-error the permission of a workspace for what lies in none
    route({ ...definition, path: '/api/x', access: 'flows.read' }),
    // @ts-expect-error a socket some of whose messages need nothing
    messages satisfies { readonly [Type in ClientMessage['type']]: Permission },
  ];
}
