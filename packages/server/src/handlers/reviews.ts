import type { Review, UserRole } from '@koppel/protocol';
import type { StoredFlow, StoredReview } from '@koppel/store';
import { permissionsOfRole } from '../auth/permissions.ts';
import type { Handlers } from '../http/handlers.ts';
import { may, personIdOf, type Principal } from '../http/principal.ts';
import { HttpProblem, notFound } from '../http/problems.ts';
import { flowOf, savedMeanwhile } from './flows.ts';
import { demandSound } from './publishing.ts';
import type { Services } from './services.ts';

type ReviewRoutes = 'listReviews' | 'getReviews' | 'askReview' | 'decideReview' | 'withdrawReview';

/** Drafts that somebody else looks at before they are published. */
export function reviewHandlers(services: Services): Pick<Handlers, ReviewRoutes> {
  const { about, store, checks, members } = services;
  const { reviews } = store;

  const viewOf = (review: StoredReview, flow: StoredFlow, principal: Principal): Review => {
    const { askedBy, decision, editedById, isOutdated, status, askedAt, ...rest } = review;
    const reader = personIdOf(principal);
    const isOwn = reader !== null && reader === askedBy.id;
    const isElse = reader === null ? !about().isTwoPerson : !isOwn && reader !== editedById;
    return {
      id: rest.id,
      flowId: rest.flowId,
      flowTitle: flow.document.title,
      message: rest.message,
      sample: rest.sample,
      askedAt: askedAt.toISOString(),
      askedBy: askedBy.name,
      isOwn,
      status,
      isOutdated,
      canDecide: status === 'open' && isElse && may(principal, 'publishing.approve'),
      decision: decision && { at: decision.at.toISOString(), by: decision.by.name, comment: decision.comment },
      version: rest.version,
    };
  };

  /** Refuses the command line under the rule of two people: it is nobody in particular, and so never somebody else. */
  const demandSomebody = (principal: Principal) => {
    if (!about().isTwoPerson || personIdOf(principal) !== null) return;
    throw new HttpProblem(403, {
      code: 'review.needs-a-person',
      message:
        'In this workspace two people stand behind what is published, and the command line is nobody in particular.',
      remedy: 'Do it on the screen, or over the API with a token of your own.',
    });
  };

  return {
    async listReviews({ principal }) {
      const all = await reviews.standing();
      const flows = new Map((await store.flows.list()).map((flow) => [flow.id, flow]));
      return all.flatMap((review) => {
        const flow = flows.get(review.flowId);
        return flow ? [viewOf(review, flow, principal)] : [];
      });
    },

    async getReviews({ params: { id }, principal }) {
      const flow = await flowOf(id, services);
      const views = (await reviews.ofFlow(id)).map((review) => viewOf(review, flow, principal));
      const isStanding = ({ status }: Review) => status === 'open' || status === 'approved' || status === 'returned';
      return {
        current: views.find(isStanding) ?? null,
        history: views.filter((view) => !isStanding(view)),
        approvers: (await members())
          .filter(
            ({ user, role }) => !user.isDisabled && permissionsOfRole[role as UserRole].includes('publishing.approve'),
          )
          .map(({ user }) => user.name),
      };
    },

    async askReview({ params: { id }, body: { revision, message, sample = null }, principal, audit }) {
      demandSomebody(principal);
      const flow = await flowOf(id, services);
      audit.about({ title: flow.document.title.en }).because(message);
      if (flow.revision !== revision) throw await savedMeanwhile(id, services);
      await demandSound(flow, checks);
      const by = { id: personIdOf(principal), name: principal.name };
      const asked = await reviews.ask(id, { revision, message, by, sample });
      if (asked === 'missing') throw notFound('flow', id);
      if (asked === 'stale') throw await savedMeanwhile(id, services);
      if (asked === 'same') {
        throw new HttpProblem(409, {
          code: 'review.nothing-to-publish',
          message: 'The draft is the version that is published already.',
          remedy: 'Change it first.',
        });
      }
      if (asked === 'asked') {
        throw new HttpProblem(409, {
          code: 'review.asked-already',
          message: 'Somebody asked for a review of this very draft already.',
          remedy: 'Wait for the answer, or take the question back first.',
        });
      }
      return viewOf(asked, flow, principal);
    },

    async decideReview({ params: { id, review }, body: { verdict, revision, comment = '' }, principal, audit }) {
      demandSomebody(principal);
      if (verdict === 'returned' && comment === '') {
        throw new HttpProblem(400, {
          code: 'review.comment-needed',
          message: 'A draft is sent back with a comment.',
          remedy: 'Say what has to change.',
          fields: { comment: 'Say what has to change.' },
        });
      }
      const flow = await flowOf(id, services);
      audit.about({ title: flow.document.title.en }).change(null, { verdict, revision }).because(comment);
      const by = { id: personIdOf(principal), name: principal.name };
      const decided = await reviews.decide(id, review, { verdict, revision, comment: comment || null, by });
      if (decided === 'missing') throw notFound('review', review);
      if (decided === 'decided') throw await over(id, review);
      if (decided === 'changed') {
        throw new HttpProblem(409, {
          code: 'review.draft-changed',
          message: `${flow.savedBy} changed the draft after the review was asked for. It was not approved.`,
          remedy: 'Look at it again. Whoever changed it asks for a review anew.',
        });
      }
      if (decided === 'own') {
        throw new HttpProblem(403, {
          code: 'review.own-draft',
          message: 'Nobody approves a draft that they asked about or changed themselves.',
          remedy: 'Somebody else with the right to approve has to look at it.',
        });
      }
      return viewOf(decided, flow, principal);
    },

    async withdrawReview({ params: { id, review }, principal, audit }) {
      const flow = await flowOf(id, services);
      audit.about({ title: flow.document.title.en });
      const known = (await reviews.ofFlow(id)).find((one) => one.id === review);
      if (!known) throw notFound('review', review);
      const isOwn = known.askedBy.id === personIdOf(principal);
      if (!isOwn && !may(principal, 'publishing.approve')) {
        throw new HttpProblem(403, {
          code: 'review.not-yours',
          message: `${known.askedBy.name} asked for this review.`,
          remedy: 'Only who asked, or who may approve, takes it back.',
        });
      }
      const withdrawn = await reviews.withdraw(id, review);
      if (withdrawn === 'missing') throw notFound('review', review);
      if (withdrawn === 'decided') throw await over(id, review);
      return viewOf(withdrawn, flow, principal);
    },
  };

  async function over(id: string, review: string): Promise<HttpProblem> {
    const present = (await reviews.ofFlow(id)).find((one) => one.id === review);
    const by = present?.decision?.by.name;
    return new HttpProblem(409, {
      code: 'review.over',
      message: by === undefined ? 'This review is over.' : `${by} decided about this draft already.`,
      remedy: 'Load it again to see what came of it.',
    });
  }
}
