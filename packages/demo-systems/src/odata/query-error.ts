/** Why a query cannot be answered; each vendor turns it into its own words. */
export type QueryProblem =
  | { readonly kind: 'syntax'; readonly message: string; readonly position?: number }
  | { readonly kind: 'unknown-property'; readonly property: string; readonly type: string }
  | { readonly kind: 'type'; readonly message: string }
  | { readonly kind: 'unsupported'; readonly message: string };

/** Thrown while a query is parsed or prepared, never while it runs. */
export class QueryError extends Error {
  readonly problem: QueryProblem;

  constructor(problem: QueryProblem) {
    super('message' in problem ? problem.message : `${problem.property} is not a property of ${problem.type}`);
    this.name = 'QueryError';
    this.problem = problem;
  }
}

/** A mistake in the writing of a query option. */
export function syntaxError(message: string, position?: number): QueryError {
  return new QueryError({ kind: 'syntax', message, ...(position === undefined ? {} : { position }) });
}
