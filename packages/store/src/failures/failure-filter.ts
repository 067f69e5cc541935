import type { Failure, FailureCause } from '@koppel/model';
import { and, eq, sql, type SQL } from 'drizzle-orm';
import { failure } from '../schema/records.ts';

/** Which failures. What is left out does not narrow. */
export interface FailureFilter {
  readonly state?: Failure['state'] | undefined;
  readonly flow?: string | undefined;
  /** The run that it last failed in. */
  readonly run?: string | undefined;
  readonly cause?: FailureCause | undefined;
  readonly entity?: string | undefined;
  /** Occurs in the record's name, its key or the message. */
  readonly text?: string | undefined;
  /** Looks for the text in keys alone. */
  readonly isInKeys?: boolean | undefined;
}

/** The condition of a filter; undefined where it takes all. */
export function failuresWhere({
  state,
  flow,
  run,
  cause,
  entity,
  text,
  isInKeys = false,
}: FailureFilter): SQL | undefined {
  return and(
    state && eq(failure.state, state),
    flow === undefined ? undefined : eq(failure.flowId, flow),
    run === undefined ? undefined : eq(failure.runId, run),
    cause && eq(failure.cause, cause),
    entity === undefined ? undefined : eq(failure.entity, entity),
    text === undefined || text.trim() === '' ? undefined : mentions(text.trim(), isInKeys),
  );
}

function mentions(text: string, isInKeys: boolean): SQL {
  const pattern = `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  if (isInKeys) return sql`${failure.key} like ${pattern} escape '\\'`;
  const message = sql`json_extract(${failure.error}, '$.message')`;
  return sql`(${failure.name} like ${pattern} escape '\\' or ${failure.key} like ${pattern} escape '\\' or ${message} like ${pattern} escape '\\')`;
}
