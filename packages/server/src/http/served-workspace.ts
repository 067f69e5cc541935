import type { LiveSockets } from '../live/live-sockets.ts';
import type { NoticeHints } from '../notices/hints.ts';
import type { RevenueEmbed } from '../insight/embed.ts';
import type { Privacy } from '../privacy/privacy.ts';
import type { Webhooks } from '../workspace/webhooks.ts';
import { within, type Principal } from './principal.ts';
import { HttpProblem, notFound, secondFactorNeeded } from './problems.ts';

/** An open workspace, as far as what answers over HTTP needs it. */
export interface ServedWorkspace {
  readonly id: string;
  readonly sockets: LiveSockets;
  readonly privacy: Privacy;
  readonly webhooks: Webhooks;
  readonly hints: NoticeHints;
  readonly embed: RevenueEmbed;
}

/**
 * Somebody as a member of a workspace. Throws the same 404 for a workspace that does not exist and for one that the person is
 * no member of: nobody learns which there are. What is public refuses in its own way, alike for both.
 */
export function enter(
  workspace: Pick<ServedWorkspace, 'id'> | null,
  { slug, principal, isPublic }: { slug: string; principal: Principal | null; isPublic: boolean },
): Principal | null {
  const member = workspace && principal && within(principal, workspace.id);
  if (!member && !isPublic && workspace && principal?.heldBack.has(workspace.id)) throw secondFactorNeeded();
  if (!member && !isPublic) throw notFound('workspace', slug);
  return member;
}

/** 503 for a member of a workspace that cannot be opened. To everybody else it does not exist. */
export function refuseBroken(workspace: Pick<ServedWorkspace, 'id'> | null, principal: Principal | null): void {
  if (!workspace || !principal || !within(principal, workspace.id)) return;
  throw new HttpProblem(503, {
    code: 'workspace.broken',
    message: 'This workspace cannot be opened now.',
    remedy: 'Ask an administrator of this Koppel to look at it: koppel workspace list says why.',
  });
}
