import type { Command } from 'commander';
import type { ApiClient } from './api-client.ts';
import { askReview, decideReview, listReviews, withdrawReview } from './commands/review.ts';
import type { Output } from './output.ts';

/** Carries a command out on the workspace and keeps its exit code. */
type OnWorkspace = (use: (api: ApiClient) => Promise<number>) => Promise<void>;

/** `koppel review …`: drafts that somebody else looks at before they are published. */
export function addReviewCommands(program: Command, onWorkspace: OnWorkspace, output: Output): void {
  const review = program.command('review').description('drafts that somebody else looks at before they are published');
  review
    .command('list', { isDefault: true })
    .description('drafts that wait: to be approved, to be published, or to be changed')
    .option('--json', 'print JSON', false)
    .action((options: { json: boolean }) => onWorkspace((api) => listReviews(api, options, output)));
  review
    .command('ask')
    .description('ask that the draft of a flow be approved')
    .argument('<flow>', 'id of the flow')
    .requiredOption('--message <text>', 'what changed, and why')
    .option('--json', 'print JSON', false)
    .action((flow: string, options: { message: string; json: boolean }) =>
      onWorkspace((api) => askReview(api, flow, options, output)),
    );
  review
    .command('approve')
    .description('approve exactly this draft')
    .argument('<flow>', 'id of the flow')
    .option('--comment <text>', 'for who asked')
    .option('--json', 'print JSON', false)
    .action((flow: string, options: { comment?: string; json: boolean }) =>
      onWorkspace((api) => decideReview(api, flow, { ...options, verdict: 'approved' }, output)),
    );
  review
    .command('return')
    .description('send a draft back')
    .argument('<flow>', 'id of the flow')
    .requiredOption('--comment <text>', 'what has to change')
    .option('--json', 'print JSON', false)
    .action((flow: string, options: { comment: string; json: boolean }) =>
      onWorkspace((api) => decideReview(api, flow, { ...options, verdict: 'returned' }, output)),
    );
  review
    .command('withdraw')
    .description('take the question back')
    .argument('<flow>', 'id of the flow')
    .option('--json', 'print JSON', false)
    .action((flow: string, options: { json: boolean }) =>
      onWorkspace((api) => withdrawReview(api, flow, options, output)),
    );
}
