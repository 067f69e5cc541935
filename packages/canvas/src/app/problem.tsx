import type { ReactElement, ReactNode } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { useLanguage, useSentence, useText } from '../i18n/locale.tsx';
import { issueToldIn, namesOfProblem } from '../i18n/sentences/issue-told.ts';
import { Button } from '../kit/button.tsx';
import { MatrixRowLink } from '../mastership/matrix-row-link.tsx';
import { ErrorState } from '../kit/states.tsx';

/** An error in words: what happened and what to do, and the id that finds it in the server's log. */
export interface ProblemText {
  readonly title: string;
  readonly remedy: string;
  readonly requestId: string | null;
}

/** A function that puts an error of the API into words. The server's own sentences win, in the reader's language: they know the case. */
export function useProblemText(): (error: ApiError) => ProblemText {
  const text = useText();
  const sentence = useSentence();
  const language = useLanguage();
  return (error) => {
    const { kind, problem, requestId } = error;
    if (problem) {
      const names = namesOfProblem(problem, language);
      return { title: sentence(problem.message, names), remedy: sentence(problem.remedy, names), requestId };
    }
    if (kind === 'unreachable') {
      return { title: text('problem.unreachable'), remedy: text('problem.unreachableRemedy'), requestId };
    }
    return { title: text('problem.unreadable'), remedy: text('problem.unreadableRemedy'), requestId };
  };
}

/** A function that says what is wrong with each field of a form, by its name; nothing where the API said nothing of fields. */
export function useFieldErrors(): (error: ApiError | null | undefined) => Readonly<Record<string, string>> {
  const sentence = useSentence();
  return (error) =>
    Object.fromEntries(Object.entries(error?.problem?.fields ?? {}).map(([field, why]) => [field, sentence(why)]));
}

/** The labels of an error that can be copied. */
export function useErrorLabels(): { request: string; copy: string; copied: string } {
  const text = useText();
  return { request: text('problem.request'), copy: text('action.copy'), copied: text('action.copied') };
}

/** An error in the place of what could not be shown. */
export function ProblemPanel({
  error,
  onRetry,
  children,
}: {
  readonly error: ApiError;
  readonly onRetry?: (() => void) | undefined;
  /** Where else to go. */
  readonly children?: ReactNode;
}): ReactElement {
  const text = useText();
  const { title, remedy, requestId } = useProblemText()(error);
  return (
    <ErrorState
      title={title}
      requestId={requestId}
      labels={useErrorLabels()}
      actions={
        (onRetry ?? children) && (
          <>
            {onRetry && <Button onClick={onRetry}>{text('action.tryAgain')}</Button>}
            {children}
          </>
        )
      }
    >
      {remedy}
    </ErrorState>
  );
}

/** An error beside the control that caused it, as in a dialog: in one block, with the id to quote. */
export function ProblemNote({ error }: { readonly error: ApiError | null }): ReactElement | null {
  const text = useText();
  const language = useLanguage();
  const sentence = useSentence();
  const inWords = useProblemText();
  if (!error) return null;
  const { title, remedy, requestId } = inWords(error);
  return (
    <div role="alert" className="rounded-2 bg-fail-soft px-3 py-2.25 leading-ui text-fail-text">
      <p className="font-medium">{title}</p>
      <p>{remedy}</p>
      {error.problem?.issues
        ?.map((issue) => issueToldIn(issue, language, sentence))
        .map((issue) => (
          <p key={`${issue.code} ${issue.path.join('.')}`} className="mt-1">
            {issue.message} {issue.remedy} <MatrixRowLink issue={issue} />
          </p>
        ))}
      {requestId && (
        <p className="mt-1 text-20">
          {text('problem.request')} <span className="font-mono select-all">{requestId}</span>
        </p>
      )}
    </div>
  );
}
