import type { FlowDocument, Issue } from '@koppel/model';
import type { Connection } from '@koppel/protocol';
import type { MessageId } from '../../i18n/texts.ts';
import type { TextValues } from '../../i18n/compile.ts';

/** One line of the check list before publishing. */
export interface PublishCheck {
  readonly id: 'problems' | 'mastership' | 'sample' | 'connections';
  readonly outcome: 'ok' | 'warning' | 'failed';
  readonly text: MessageId;
  readonly values?: TextValues;
}

/** A sample run of a draft, as far as it is known here. */
export interface SampleMemory {
  /** Of the document it was made from. */
  readonly document: FlowDocument;
  readonly at: number;
  readonly records: number;
  readonly failed: number;
}

/** What has to hold, or is better known, before a draft is published. */
export function publishChecks({
  document,
  issues,
  slots,
  connections,
  sample,
  time,
}: {
  readonly document: FlowDocument;
  readonly issues: readonly Issue[];
  readonly slots: Readonly<Record<string, string | null>>;
  readonly connections: readonly Connection[] | null;
  readonly sample: SampleMemory | null;
  readonly time: (at: number) => string;
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
    sampleCheck(document, sample, time),
    mastership > 0
      ? { id: 'mastership', outcome: 'failed', text: 'publish.againstMastership', values: { n: mastership } }
      : { id: 'mastership', outcome: 'ok', text: 'publish.mastershipHolds' },
    connectionCheck(document, slots, connections),
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
