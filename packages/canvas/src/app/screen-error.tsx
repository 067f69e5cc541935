import type { ErrorComponentProps } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { ApiError } from '../api/api-error.ts';
import { useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { ErrorState } from '../kit/states.tsx';
import { ProblemPanel, useErrorLabels } from './problem.tsx';

/** For a screen that broke: a defect of ours, or a file of an older version that the server no longer has. */
export function ScreenError({ error, reset }: ErrorComponentProps): ReactElement {
  const text = useText();
  const labels = useErrorLabels();
  if (error instanceof ApiError) return <ProblemPanel error={error} onRetry={reset} />;
  return (
    <ErrorState
      title={text('screenError.title')}
      requestId={error instanceof Error ? error.message : String(error)}
      labels={{ ...labels, request: text('screenError.detail') }}
      actions={
        <Button look="primary" onClick={() => location.reload()}>
          {text('connection.reload')}
        </Button>
      }
    >
      {text('screenError.text')}
    </ErrorState>
  );
}
