import type { ValueList } from '@koppel/model';
import { useCall } from '../api/use-api.tsx';
import { useProblemText } from '../app/problem.tsx';
import { fold } from '../format/fold.ts';

/** An id for a list with this title that no other list has: `payment-terms-erp-crm`. */
export function listIdFor(title: string, taken: ReadonlySet<string>): string {
  const words = fold(title)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 60);
  const id = words === '' ? 'list' : words;
  let free = id;
  for (let number = 2; taken.has(free); number += 1) free = `${id}-${number}`;
  return free;
}

/** Makes an empty value list; `onMade` gets its id once it is stored. */
export function useNewList(lists: readonly ValueList[]): {
  readonly make: (title: string, onMade: (id: string) => void) => void;
  readonly error: string | null;
} {
  const call = useCall('createValueList', { stale: ['getCheckContext', 'listValueLists'] });
  const problemText = useProblemText();
  const problem = call.error && problemText(call.error);
  return {
    make(title, onMade) {
      const id = listIdFor(title, new Set(lists.map((list) => list.id)));
      const body = { koppel: 'value-list', version: 1, id, title: { en: title }, entries: {} } as const;
      call.mutate({ body }, { onSuccess: () => onMade(id) });
    },
    error: problem && `${problem.title} ${problem.remedy}`,
  };
}
