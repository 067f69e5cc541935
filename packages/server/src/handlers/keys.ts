import type { Keys } from '@koppel/protocol';
import { StoreError } from '@koppel/store';
import type { Handlers } from '../http/handlers.ts';
import { HttpProblem, notFound } from '../http/problems.ts';
import type { InstanceServices } from './instance-services.ts';

export function keyHandlers({ keyRotation }: InstanceServices): Pick<Handlers, 'getKeys' | 'rotateKeys' | 'removeKey'> {
  return {
    getKeys: () => keyRotation.status(),

    async rotateKeys({ audit }) {
      const before = await keyRotation.status();
      const done = await keyRotation.rotate().catch(refused);
      const after = await keyRotation.status();
      audit.change({ newest: newestOf(before) }, { newest: newestOf(after), renewed: done.renewed });
      return { ...after, ...done };
    },

    async removeKey({ params: { id } }) {
      const answer = await keyRotation.remove(id).catch(refused);
      if (answer === 'missing') throw notFound('key', id);
      if (answer === 'unreadable') {
        throw new HttpProblem(409, {
          code: 'keys.workspace-unreadable',
          message: `The key ${id} stays: a workspace cannot be opened now, and its credentials may be sealed with it.`,
          remedy: 'Mend that workspace first: koppel workspace list says which one and why.',
        });
      }
      if (answer !== 'removed') {
        throw new HttpProblem(409, {
          code: 'keys.in-use',
          message: `The key ${id} is in use: ${answer === 'newest' ? 'it is the newest' : 'credentials are sealed with it'}.`,
          remedy:
            answer === 'newest' ? 'Make a new one first.' : 'Rotate the keys first; then nothing needs it any more.',
        });
      }
      return keyRotation.status();
    },
  };
}

function newestOf({ keys }: Keys): string | undefined {
  return keys.find(({ isNewest }) => isNewest)?.id;
}

/** What stands in the way is the place of the keys, not a mistake of the server. */
function refused(error: unknown): never {
  if (!(error instanceof StoreError)) throw error;
  const { code, message, remedy } = error;
  throw new HttpProblem(409, { code, message, remedy });
}
