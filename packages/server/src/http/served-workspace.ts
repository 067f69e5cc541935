import type { LiveSockets } from '../live/live-sockets.ts';
import type { NoticeHints } from '../notices/hints.ts';
import type { RevenueEmbed } from '../insight/embed.ts';
import type { Webhooks } from '../workspace/webhooks.ts';
import { within, type Principal } from './principal.ts';
import { notFound } from './problems.ts';

/** An open workspace, as far as what answers over HTTP needs it. */
export interface ServedWorkspace {
  readonly id: string;
  readonly sockets: LiveSockets;
  readonly webhooks: Webhooks;
  readonly hints: NoticeHints;
  readonly embed: RevenueEmbed;
}

/**
 * Somebody as a member of a workspace. Throws the same 404 for a workspace that does not exist and for one that the person is
 * no member of: nobody learns which there are.
 */
export function enter(
  workspace: Pick<ServedWorkspace, 'id'> | null,
  { slug, principal, isPublic }: { slug: string; principal: Principal | null; isPublic: boolean },
): Principal | null {
  const member = workspace && principal && within(principal, workspace.id);
  if (!workspace || (!member && !isPublic)) throw notFound('workspace', slug);
  return member;
}
