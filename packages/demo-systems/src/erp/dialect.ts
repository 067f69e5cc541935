import { propertiesOf, type FilterDialect } from '../odata/evaluate.ts';
import type { Filter } from '../odata/filter.ts';
import { QueryError } from '../odata/query-error.ts';

/** How Business Central reads filters: `or` between conditions on one field only, lambdas ignored without a word. */
export function erpDialect(now: () => Date): FilterDialect {
  return { ignoreCase: false, ignoresLambdas: true, check: checkAlternatives, now: () => now().getTime() };
}

function checkAlternatives(filter: Filter): void {
  if (filter.kind === 'and') filter.terms.forEach(checkAlternatives);
  else if (filter.kind === 'not') checkAlternatives(filter.term);
  else if (filter.kind === 'or') {
    if (filter.terms.some((term) => term.kind === 'lambda')) return;
    if (isOnOneField(filter.terms)) return;
    throw new QueryError({
      kind: 'unsupported',
      message: "The 'OR' operator is not supported on distinct fields on an OData filter.",
    });
  }
}

/** Looks at the frequent form, a long list of `id eq …`, without building sets. */
function isOnOneField(terms: readonly Filter[]): boolean {
  let field: string | undefined;
  for (const term of terms) {
    const properties =
      term.kind === 'compare' && term.left.kind === 'property' && term.right.kind === 'literal'
        ? [term.left.path.join('/')]
        : propertiesOf(term);
    for (const property of properties) {
      field ??= property;
      if (property !== field) return false;
    }
  }
  return true;
}

/** Whether a filter uses `in`, which the ERP takes only from `$schemaversion=2.1` on. */
export function usesMembership(filter: Filter): boolean {
  if (filter.kind === 'in') return true;
  if (filter.kind === 'not') return usesMembership(filter.term);
  return (filter.kind === 'and' || filter.kind === 'or') && filter.terms.some(usesMembership);
}
