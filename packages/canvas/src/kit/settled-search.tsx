import { useEffect, useRef, useState, type ReactElement } from 'react';
import { SearchField, type SearchFieldProps } from './input.tsx';

const pauseMs = 300;

/** A search field whose text counts once one pauses typing: for what the server has to look up. */
export function SettledSearch({ value, onChange, ...rest }: SearchFieldProps): ReactElement {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  // The value changed by other means, such as the back button or "Clear filters".
  if (value !== known) {
    setKnown(value);
    setTyped(value);
  }
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current);
    },
    [],
  );
  const type = (text: string) => {
    setTyped(text);
    if (timer.current) clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setKnown(text.trim());
      onChange(text.trim());
    }, pauseMs);
  };
  return <SearchField {...rest} value={typed} onChange={type} />;
}
