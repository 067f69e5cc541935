import type { LinkClaim as ClaimView, LinkSuggestion as SuggestionView, RecordLink } from '@koppel/protocol';
import { FlowError } from '@koppel/sdk';
import type { LinkClaim, LinkItem, LinkSuggestion, Store } from '@koppel/store';
import { HttpProblem, notFound } from '../http/problems.ts';

interface Pair {
  readonly entity: string;
  readonly left: string;
  readonly right: string;
}

/** A pair of connections as the store knows it: what is left is its source. Refuses a connection with itself. */
export function sidesOf({ entity, left, right }: Pair) {
  if (left === right) {
    throw new HttpProblem(400, {
      code: 'links.same-connection',
      message: 'Records of one and the same connection are not linked.',
      remedy: 'Choose two connections.',
      fields: { right: 'Choose another connection.' },
    });
  }
  return { entity, sourceConnectionId: left, targetConnectionId: right };
}

/** Refuses with 404 what names a connection that the workspace does not have. */
export async function demandConnections(
  ids: readonly string[],
  { connections }: Pick<Store, 'connections'>,
): Promise<void> {
  for (const id of ids) if (!(await connections.get(id))) throw notFound('connection', id);
}

/** Does what needs a system; what stands in the way is told as an answer. */
export async function inReach<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FlowError)) throw error;
    const { code, message, remedy } = error;
    throw new HttpProblem(502, { code, message, remedy });
  }
}

export type RunNumbers = ReadonlyMap<string, number>;

export function runView(id: string | null, numbers: RunNumbers): { id: string; number: number } | null {
  const number = id === null ? undefined : numbers.get(id);
  return id === null || number === undefined ? null : { id, number };
}

export function linkView(item: LinkItem, numbers: RunNumbers): RecordLink {
  return {
    id: item.id,
    entity: item.entity,
    left: item.sourceConnectionId,
    right: item.targetConnectionId,
    leftKey: item.sourceKey,
    rightKey: item.targetKey,
    leftName: item.sourceName,
    rightName: item.targetName,
    origin: item.origin,
    madeBy: item.madeBy,
    madeAt: item.madeAt.toISOString(),
    madeInRun: runView(item.madeInRun, numbers),
    changedAt: item.changedAt.toISOString(),
    leftGoneAt: item.sourceGoneAt?.toISOString() ?? null,
    rightGoneAt: item.targetGoneAt?.toISOString() ?? null,
    isContested: item.isContested,
  };
}

export function claimView({ id, sourceKey, targetKey, sourceName, targetName }: LinkClaim): ClaimView {
  return { id, leftKey: sourceKey, rightKey: targetKey, leftName: sourceName, rightName: targetName };
}

export function suggestionView(pair: Pair, suggestion: LinkSuggestion): SuggestionView {
  const { entity, left, right } = pair;
  return {
    id: suggestion.id,
    entity,
    left,
    right,
    leftKey: suggestion.sourceKey,
    rightKey: suggestion.targetKey,
    leftName: suggestion.sourceName ?? suggestion.sourceKey,
    rightName: suggestion.targetName ?? suggestion.targetKey,
    score: suggestion.score,
    reasons: suggestion.reasons.map(({ field, source, target, isEqual }) => ({
      field,
      left: source,
      right: target,
      isEqual,
    })),
    madeAt: suggestion.madeAt.toISOString(),
    claims: suggestion.claims.map(claimView),
  };
}
