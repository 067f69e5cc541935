import type { ReactElement } from 'react';
import { plainNumber } from '../format/plain-number.ts';
import { useFormat, useText } from '../i18n/locale.tsx';

/** How a number that was typed is read, where it is not written as the region would write it. */
export function ReadAs({ typed }: { readonly typed: string }): ReactElement | null {
  const text = useText();
  const format = useFormat();
  const plain = plainNumber(typed, format.groupMark);
  if (plain === null) return null;
  const written = format.exact(plain, 0);
  const isPlain = /^-?\d+$/.test(typed.trim());
  if (isPlain || written === typed.trim()) return null;
  return (
    <p role="status" className="mt-0.5 text-20 text-ink-3">
      {text('mapping.readAs', { value: written })}
    </p>
  );
}
