import type { Account } from '@koppel/protocol';
import { useState, type ReactElement } from 'react';
import { useCall } from '../api/use-api.tsx';
import { ProblemNote, useFieldErrors } from '../app/problem.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { CodeField } from './code-field.tsx';

/** After password or link: asks for the code of the second factor. */
export function SecondFactorStep({
  onSignedIn,
  onLeave,
}: {
  readonly onSignedIn: (account: Account) => void;
  /** The person begins again. */
  readonly onLeave: () => void;
}): ReactElement {
  const text = useText();
  const fieldErrors = useFieldErrors();
  const finish = useCall('finishSignIn');
  const [code, setCode] = useState('');
  const fieldError = fieldErrors(finish.error)['code'];
  return (
    <form
      className="grid gap-3.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (finish.isPending) return;
        finish.mutate({ body: { code } }, { onSuccess: onSignedIn, onError: () => setCode('') });
      }}
    >
      <h1 className="text-60 leading-tight font-bold">{text('factor.wanted')}</h1>
      <p className="text-40 leading-prose text-ink-2">{text('factor.wantedText')}</p>
      {!fieldError && <ProblemNote error={finish.error} />}
      <CodeField code={code} onChange={setCode} help={text('factor.codeOrRecovery')} error={fieldError} hasFocus />
      <div className="flex gap-2">
        <Button
          type="submit"
          look="primary"
          isBusy={finish.isPending}
          reason={code.trim().length < 6 ? text('factor.needsCode') : null}
        >
          {text('factor.submit')}
        </Button>
        <Button look="quiet" onClick={onLeave}>
          {text('factor.again')}
        </Button>
      </div>
    </form>
  );
}
