import type { Review } from '@koppel/protocol';
import { ApiProblem, type ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-codes.ts';
import { table, type Output } from '../output.ts';

interface Printed {
  readonly json: boolean;
}

/** `koppel review list`: drafts that wait for somebody. */
export async function listReviews(api: ApiClient, { json }: Printed, output: Output): Promise<number> {
  const reviews = await api.call('listReviews');
  if (json) output.out(JSON.stringify(reviews, null, 2));
  else output.out(reviews.length === 0 ? 'No draft waits for anybody.' : reviewTable(reviews));
  return exitCodes.ok;
}

/** `koppel review ask`: asks that the draft of a flow be approved. */
export async function askReview(
  api: ApiClient,
  flow: string,
  { message, json }: Printed & { readonly message: string },
  output: Output,
): Promise<number> {
  const { revision } = await api.call('getFlow', { params: { id: flow } });
  const asked = await api.call('askReview', { params: { id: flow }, body: { revision, message } });
  return print(asked, json, output);
}

/** `koppel review approve` and `return`. */
export async function decideReview(
  api: ApiClient,
  flow: string,
  { verdict, comment, json }: Printed & { readonly verdict: 'approved' | 'returned'; readonly comment?: string },
  output: Output,
): Promise<number> {
  const { revision } = await api.call('getFlow', { params: { id: flow } });
  const decided = await api.call('decideReview', {
    params: { id: flow, review: (await currentOf(api, flow)).id },
    body: { verdict, revision, ...(comment === undefined ? {} : { comment }) },
  });
  return print(decided, json, output);
}

/** `koppel review withdraw`: takes the question back. */
export async function withdrawReview(api: ApiClient, flow: string, { json }: Printed, output: Output): Promise<number> {
  const params = { id: flow, review: (await currentOf(api, flow)).id };
  return print(await api.call('withdrawReview', { params }), json, output);
}

async function currentOf(api: ApiClient, flow: string): Promise<Review> {
  const { current } = await api.call('getReviews', { params: { id: flow } });
  if (current) return current;
  throw new ApiProblem(404, {
    code: 'cli.no-review',
    message: `Nobody asked for a review of the draft of "${flow}".`,
    remedy: 'See which drafts wait: koppel review list',
  });
}

function print(review: Review, json: boolean, output: Output): number {
  output.out(json ? JSON.stringify(review, null, 2) : reviewTable([review]));
  return exitCodes.ok;
}

function reviewTable(reviews: readonly Review[]): string {
  return table(
    ['Flow', 'State', 'Asked by', 'Asked at', 'Message', 'Decided by', 'Comment'],
    reviews.map(({ flowId, status, isOutdated, askedBy, askedAt, message, decision }) => [
      flowId,
      isOutdated ? `${status}, void: the draft changed` : status,
      askedBy,
      askedAt,
      message,
      decision?.by ?? '',
      decision?.comment ?? '',
    ]),
  );
}
