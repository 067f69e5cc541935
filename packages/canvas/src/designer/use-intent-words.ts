import { useCallback } from 'react';
import { useLocalized, useText } from '../i18n/locale.tsx';
import type { Intent } from './document/command.ts';
import { useNodeTypes } from './use-drawing-facts.ts';

/** A function that says what a person meant to do. A node without a name of its own is called by the title of its type. */
export function useIntentWords(): (intent: Intent) => string {
  const text = useText();
  const localized = useLocalized();
  const types = useNodeTypes();
  return useCallback(
    ({ id, values }) => {
      const type = types.get(String(values?.['node']));
      return text(id, type ? { ...values, node: localized(type.title) } : values);
    },
    [text, localized, types],
  );
}
