import type { FlowDocument, Issue } from '@koppel/model';
import type { Connection, FlowTestResult, PinnedResult, Review, SubFlowEffect } from '@koppel/protocol';
import type { MessageId } from '../../i18n/texts.ts';
import type { TextValues } from '../../i18n/compile.ts';

/** One line of the check list before publishing. */
export interface PublishCheck {
  readonly id: 'problems' | 'mastership' | 'sample' | 'tests' | 'pinned' | 'connections' | 'users' | 'approval';
  /** `none`: there is nothing that could fail. */
  readonly outcome: 'ok' | 'none' | 'warning' | 'failed';
  readonly text: MessageId;
  readonly values?: TextValues;
  /** The pinned samples that do not pass, each with its reason. */
  readonly pinned?: readonly PinnedResult[];
}

/** A sample run of a draft, as far as it is known here. */
export interface SampleMemory {
  /** Of the document it was made from. */
  readonly document: FlowDocument;
  readonly at: number;
  readonly records: number;
  readonly failed: number;
}

/** How the tests of a draft went, as far as that is known. */
export type TestsOfDraft = readonly FlowTestResult[] | 'running' | 'unknown';

/** How the pinned samples fare with a draft, as far as that is known. */
export type PinnedOfDraft = readonly PinnedResult[] | 'running' | 'unknown';

/** What a sub-flow would do to the flows that use it, as far as that is known. */
export type UsersOfDraft = readonly SubFlowEffect[] | 'running' | 'unknown';

/** What has to hold, or is better known, before a draft is published. */
export function publishChecks({
  document,
  issues,
  slots,
  connections,
  sample,
  tests,
  pinned,
  users,
  review,
  time,
  titleOf,
}: {
  readonly document: FlowDocument;
  readonly issues: readonly Issue[];
  readonly slots: Readonly<Record<string, string | null>>;
  readonly connections: readonly Connection[] | null;
  readonly sample: SampleMemory | null;
  readonly tests: TestsOfDraft;
  readonly pinned: PinnedOfDraft;
  /** Of a flow that is no sub-flow nobody asks. */
  readonly users: UsersOfDraft;
  /** What was asked about this draft; undefined where nobody has to approve it. */
  readonly review: Review | null | undefined;
  readonly time: (at: number) => string;
  readonly titleOf: (user: SubFlowEffect) => string;
}): PublishCheck[] {
  const nodes = Object.keys(document.nodes).length;
  const errors = issues.filter(({ severity }) => severity === 'error').length;
  const warnings = issues.filter(({ severity }) => severity === 'warning').length;
  const mastership = issues.filter(
    ({ code, severity }) => code.startsWith('mastership.') && severity === 'error',
  ).length;
  return [
    errors > 0
      ? { id: 'problems', outcome: 'failed', text: 'publish.errors', values: { n: errors } }
      : warnings > 0
        ? { id: 'problems', outcome: 'warning', text: 'publish.warnings', values: { n: warnings } }
        : { id: 'problems', outcome: 'ok', text: 'publish.noProblems', values: { n: nodes } },
    // A sub-flow writes in the flows that use it: there it is tried and tested, and here checked with each of them.
    ...(document.isSubFlow ? [usersCheck(users, titleOf)] : [sampleCheck(document, sample, time)]),
    mastership > 0
      ? { id: 'mastership', outcome: 'failed', text: 'publish.againstMastership', values: { n: mastership } }
      : { id: 'mastership', outcome: 'ok', text: 'publish.mastershipHolds' },
    connectionCheck(document, slots, connections),
    ...(document.isSubFlow ? [] : [testsCheck(tests)]),
    pinnedCheck(pinned),
    ...(review === undefined ? [] : [approvalCheck(review)]),
  ];
}

function sampleCheck(document: FlowDocument, sample: SampleMemory | null, time: (at: number) => string): PublishCheck {
  if (!sample) return { id: 'sample', outcome: 'warning', text: 'publish.noSample' };
  const values = { n: sample.records, failed: sample.failed, time: time(sample.at) };
  if (sample.document !== document) return { id: 'sample', outcome: 'warning', text: 'publish.oldSample', values };
  return sample.failed > 0
    ? { id: 'sample', outcome: 'warning', text: 'publish.sampleFails', values }
    : { id: 'sample', outcome: 'ok', text: 'publish.sample', values };
}

function usersCheck(users: UsersOfDraft, titleOf: (user: SubFlowEffect) => string): PublishCheck {
  if (users === 'running') return { id: 'users', outcome: 'none', text: 'subFlow.check.running' };
  if (users === 'unknown') return { id: 'users', outcome: 'warning', text: 'subFlow.check.unknown' };
  const broken = users.filter(({ issues }) => issues.some(({ severity }) => severity === 'error'));
  if (broken.length > 0) {
    const flows = broken.map(titleOf).join(', ');
    return { id: 'users', outcome: 'warning', text: 'subFlow.check.breaks', values: { n: broken.length, flows } };
  }
  return {
    id: 'users',
    outcome: users.length > 0 ? 'ok' : 'none',
    text: 'subFlow.check.holds',
    values: { n: users.length },
  };
}

function testsCheck(tests: TestsOfDraft): PublishCheck {
  if (tests === 'running') return { id: 'tests', outcome: 'warning', text: 'tests.check.running' };
  if (tests === 'unknown') return { id: 'tests', outcome: 'warning', text: 'tests.check.unknown' };
  if (tests.length === 0) return { id: 'tests', outcome: 'none', text: 'tests.check.none' };
  const failed = tests.filter(({ outcome }) => outcome !== 'passed');
  return failed.length > 0
    ? {
        id: 'tests',
        outcome: 'failed',
        text: 'tests.check.failed',
        values: { n: failed.length, titles: failed.map(({ title }) => title).join(', ') },
      }
    : { id: 'tests', outcome: 'ok', text: 'tests.check.passed', values: { n: tests.length } };
}

function pinnedCheck(pinned: PinnedOfDraft): PublishCheck {
  if (pinned === 'running') return { id: 'pinned', outcome: 'warning', text: 'pinned.running' };
  if (pinned === 'unknown') return { id: 'pinned', outcome: 'warning', text: 'pinned.unknown' };
  if (pinned.length === 0) return { id: 'pinned', outcome: 'none', text: 'pinned.none' };
  const failed = pinned.filter(({ outcome }) => outcome !== 'passed');
  return failed.length > 0
    ? {
        id: 'pinned',
        outcome: 'failed',
        text: 'pinned.failed',
        values: { n: failed.length },
        pinned: failed,
      }
    : { id: 'pinned', outcome: 'ok', text: 'pinned.passed', values: { n: pinned.length } };
}

function connectionCheck(
  document: FlowDocument,
  slots: Readonly<Record<string, string | null>>,
  connections: readonly Connection[] | null,
): PublishCheck {
  const used = [...new Set(Object.values(document.nodes).flatMap(({ slot }) => slot ?? []))];
  const unbound = used.filter((slot) => !slots[slot]);
  if (unbound.length > 0) {
    return { id: 'connections', outcome: 'warning', text: 'publish.unbound', values: { slots: unbound.join(', ') } };
  }
  const broken = (connections ?? []).filter(
    ({ id, lastTest }) => used.some((slot) => slots[slot] === id) && lastTest !== null && !lastTest.isOk,
  );
  if (broken.length > 0) {
    const names = broken.map(({ name }) => name).join(', ');
    return { id: 'connections', outcome: 'warning', text: 'publish.connectionFails', values: { names } };
  }
  return { id: 'connections', outcome: 'ok', text: 'publish.connectionsHealthy', values: { n: used.length } };
}

/** Never more than a warning: going back to an earlier version needs no approval, and the server knows which drafts that is. */
function approvalCheck(review: Review | null): PublishCheck {
  if (review?.status === 'approved') {
    return review.isOutdated
      ? { id: 'approval', outcome: 'warning', text: 'review.check.void' }
      : {
          id: 'approval',
          outcome: 'ok',
          text: 'review.check.approved',
          values: { who: review.decision?.by ?? '' },
        };
  }
  const isAsked = review?.status === 'open' && !review.isOutdated;
  return { id: 'approval', outcome: 'warning', text: isAsked ? 'review.check.open' : 'review.check.missing' };
}
