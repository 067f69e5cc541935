import { StoreError } from '@koppel/store';
import type { Handlers } from '../http/handlers.ts';
import { HttpProblem, notFound } from '../http/problems.ts';
import type { InstanceServices } from './instance-services.ts';

export function keyHandlers({ keyRotation }: InstanceServices): Pick<Handlers, 'getKeys' | 'rotateKeys' | 'removeKey'> {
  return {
    getKeys: () => keyRotation.status(),

    async rotateKeys() {
      const done = await keyRotation.rotate().catch(refused);
      return { ...(await keyRotation.status()), ...done };
    },

    async removeKey({ params: { id } }) {
      const answer = await keyRotation.remove(id).catch(refused);
      if (answer === 'missing') throw notFound('key', id);
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

/** What stands in the way is the place of the keys, not a mistake of the server. */
function refused(error: unknown): never {
  if (!(error instanceof StoreError)) throw error;
  const { code, message, remedy } = error;
  throw new HttpProblem(409, { code, message, remedy });
}
