import type { Issue, LocalizedText } from '@koppel/model';
import type { Problem } from '@koppel/protocol';

/** An answer of 400 and above, thrown by a handler. */
export class HttpProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly remedy: string;
  readonly names: readonly LocalizedText[] | undefined;
  readonly issues: readonly Issue[] | undefined;
  readonly fields: Readonly<Record<string, string>> | undefined;

  constructor(
    status: number,
    problem: {
      code: string;
      message: string;
      remedy: string;
      names?: readonly LocalizedText[];
      issues?: readonly Issue[];
      fields?: Readonly<Record<string, string>>;
    },
  ) {
    super(problem.message);
    this.name = 'HttpProblem';
    this.status = status;
    this.code = problem.code;
    this.remedy = problem.remedy;
    this.names = problem.names;
    this.issues = problem.issues;
    this.fields = problem.fields;
  }

  body(requestId: string): Problem {
    return {
      code: this.code,
      message: this.message,
      remedy: this.remedy,
      requestId,
      ...(this.names ? { names: [...this.names] } : {}),
      ...(this.issues ? { issues: [...this.issues] } : {}),
      ...(this.fields ? { fields: { ...this.fields } } : {}),
    };
  }
}

/** 404 for a thing that is not there, or that this person may not know of. */
export function notFound(what: string, id: string): HttpProblem {
  return new HttpProblem(404, {
    code: 'api.not-found',
    message: `There is no ${what} "${id}".`,
    remedy: 'It may have been deleted. Go back to the list.',
  });
}

export function signInNeeded(): HttpProblem {
  return new HttpProblem(401, {
    code: 'api.sign-in-needed',
    message: 'Nobody is signed in, or the sign-in has run out.',
    remedy: 'Sign in again.',
  });
}

/** 403 for a member of a workspace that wants a second factor. */
export function secondFactorNeeded(): HttpProblem {
  return new HttpProblem(403, {
    code: 'session.second-factor-needed',
    message: 'This workspace wants a second factor, and you have none yet.',
    remedy: 'Open it on the screen and set one up there.',
  });
}

/** What a handler stops with when nobody waits for its answer any more. Nobody reads it, and it is no mistake of ours. */
export function callerGone(): HttpProblem {
  return new HttpProblem(499, {
    code: 'api.caller-gone',
    message: 'The caller went away before the answer was ready.',
    remedy: 'Ask again if the answer is still wanted.',
  });
}
