import type { Permission, SavedView, ViewScreen } from '@koppel/protocol';
import { mostViews, type StoredView, type ViewRefusal } from '@koppel/store';
import type { Handlers } from '../http/handlers.ts';
import { demand, may, personIdOf, type Principal } from '../http/principal.ts';
import { HttpProblem, notFound } from '../http/problems.ts';
import type { Services } from './services.ts';

type ViewRoutes = 'listViews' | 'saveView' | 'changeView' | 'deleteView';

/** Who may see a list keeps views of it. */
const rightOfScreen: Readonly<Record<ViewScreen, Permission>> = {
  flows: 'flows.read',
  runs: 'runs.read',
  failures: 'failures.read',
  links: 'links.read',
  audit: 'audit.read',
  customers: 'revenue.read',
};

/** What others see too is for who shapes what the workspace does. */
const rightToShare = 'flows.edit';

/** Filters and columns of lists that people keep, for themselves or for everybody. */
export function viewHandlers({ store, members }: Services): Pick<Handlers, ViewRoutes> {
  const { views } = store;

  /** Told as missing to who may not see it: another's, or of a list that this person may not see. */
  const viewFor = async (id: string, principal: Principal): Promise<StoredView> => {
    const view = await views.get(id, personIdOf(principal));
    if (!view || !may(principal, rightOfScreen[view.screen as ViewScreen])) throw notFound('view', id);
    return view;
  };

  const toldTo = async (principal: Principal) => {
    const names = new Map((await members()).map(({ user }) => [user.id, user.name]));
    const reader = personIdOf(principal);
    return ({ ownerId, changedAt, screen, ...view }: StoredView): SavedView => ({
      ...view,
      screen: screen as ViewScreen,
      search: { ...view.search },
      owner: ownerId === null ? null : (names.get(ownerId) ?? null),
      isOwn: ownerId !== null && ownerId === reader,
      canChange: !view.isShared || may(principal, rightToShare),
      changedAt: changedAt.toISOString(),
    });
  };

  return {
    async listViews({ query: { screen }, principal }) {
      demand(principal, rightOfScreen[screen]);
      return (await views.list(screen, personIdOf(principal))).map(await toldTo(principal));
    },

    async saveView({ body: { screen, ...content }, principal, audit }) {
      demand(principal, rightOfScreen[screen]);
      if (content.isShared) demandSharing(principal);
      const ownerId = personIdOf(principal);
      if (ownerId === null) {
        throw new HttpProblem(403, {
          code: 'view.needs-a-person',
          message: 'A view belongs to a person, and the command line of this machine is none.',
          remedy: 'Keep it on the screen.',
        });
      }
      const saved = await views.add(screen, content, ownerId);
      if (typeof saved === 'string') throw tooMany(saved);
      audit.about({ id: saved.id });
      if (saved.isShared) audit.about({ title: saved.title }).change(null, { screen, ...contentOf(saved) });
      return (await toldTo(principal))(saved);
    },

    async changeView({ params: { id }, body: { revision, title, isShared, search, columns }, principal, audit }) {
      const view = await viewFor(id, principal);
      const reader = personIdOf(principal);
      // What was one's own stays one's own to take back, also for who may not share any more.
      const onlyTakesBack = isShared === false && view.ownerId === reader && reader !== null;
      if ((view.isShared || isShared === true) && !onlyTakesBack) demandSharing(principal);
      const part = {
        ...(title === undefined ? {} : { title }),
        ...(isShared === undefined ? {} : { isShared }),
        ...(search === undefined ? {} : { search }),
        ...(columns === undefined ? {} : { columns }),
      };
      // One without an owner that nobody else sees any more is of who took it out of their sight.
      const ownerId = isShared === false ? (view.ownerId ?? reader) : view.ownerId;
      if (ownerId === null && isShared === false) {
        throw new HttpProblem(409, {
          code: 'view.without-owner',
          message: `Nobody owns the view "${view.title}", so nobody would see it any more.`,
          remedy: 'Delete it, or keep it shared.',
        });
      }
      const changed = await views.change(id, { revision, part, readerId: reader, ownerId });
      if (changed === 'missing') throw notFound('view', id);
      if (changed === 'stale') {
        throw new HttpProblem(409, {
          code: 'view.changed-meanwhile',
          message: `Somebody changed the view "${view.title}" meanwhile.`,
          remedy: 'Load the list again and look at it before you change it.',
        });
      }
      if (typeof changed === 'string') throw tooMany(changed);
      if (view.isShared || changed.isShared) {
        audit.about({ title: changed.title });
        audit.change(view.isShared ? contentOf(view) : null, changed.isShared ? contentOf(changed) : null);
      }
      return (await toldTo(principal))(changed);
    },

    async deleteView({ params: { id }, principal, audit }) {
      const view = await viewFor(id, principal);
      const reader = personIdOf(principal);
      if (view.ownerId === null || view.ownerId !== reader) demandSharing(principal);
      if (view.isShared) audit.about({ title: view.title }).change(contentOf(view), null);
      await views.remove(id, reader);
      return null;
    },
  };
}

/** What the audit log is told, and only of what everybody sees: what somebody keeps for oneself concerns nobody. */
function contentOf({ title, isShared, search, columns }: StoredView) {
  return { title, isShared, search, columns };
}

function demandSharing(principal: Principal): void {
  if (may(principal, rightToShare)) return;
  throw new HttpProblem(403, {
    code: 'view.may-not-share',
    message: 'What a view shows to everybody, only who may edit flows decides.',
    remedy: 'Keep a view of your own, or ask an analyst or an administrator.',
  });
}

function tooMany(refusal: ViewRefusal): HttpProblem {
  const isShared = refusal === 'tooManyShared';
  return new HttpProblem(409, {
    code: 'view.too-many',
    message: isShared
      ? `A list has at most ${mostViews} shared views, and this one has them already.`
      : `A person keeps at most ${mostViews} views of a list, and this one has them already.`,
    remedy: 'Delete one that nobody needs any more.',
  });
}
