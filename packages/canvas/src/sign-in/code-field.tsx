import type { ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { Field } from '../kit/field.tsx';
import { Input } from '../kit/input.tsx';

/** A code of the second factor. Telephones offer their digits, and what the app just showed. */
export function CodeField({
  code,
  onChange,
  help,
  error,
  hasFocus = false,
}: {
  readonly code: string;
  readonly onChange: (code: string) => void;
  readonly help: string;
  readonly error: string | undefined;
  readonly hasFocus?: boolean;
}): ReactElement {
  const text = useText();
  return (
    <Field label={text('factor.code')} help={help} error={error}>
      {(ids) => (
        <Input
          {...ids}
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          autoFocus={hasFocus}
          maxLength={40}
          className="font-mono"
          value={code}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
