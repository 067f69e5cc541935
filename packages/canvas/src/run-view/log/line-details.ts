import type { ErrorView, RunEvent } from '@koppel/model';
import { qualified, useEntityNames } from '../../app/entities.ts';
import { useFormat, useSentence, useText } from '../../i18n/locale.tsx';
import type { MessageId } from '../../i18n/texts.ts';
import { useRunView } from '../run-context.tsx';
import { skipReason } from './sentences.ts';

/** One thing known about a line. */
export interface LineDetail {
  readonly label: string;
  readonly value: string;
  /** Written in the font of code: an id, a key, a code. */
  readonly isCode: boolean;
}

/** Everything that is known about an event, by name. */
export function useLineDetails({ seq, at, fact }: RunEvent): readonly LineDetail[] {
  const text = useText();
  const sentence = useSentence();
  const format = useFormat();
  const names = useEntityNames();
  const { document, nodes } = useRunView();
  const details: LineDetail[] = [];
  const add = (label: MessageId, value: string | undefined, isCode = false) => {
    if (value) details.push({ label: text(label), value, isCode });
  };
  const addError = (error: ErrorView) => {
    add('log.field.reason', sentence(error.message));
    add('log.field.remedy', sentence(error.remedy));
    add('log.field.answer', error.answer);
    add('log.field.field', error.field && names.field(error.field));
    add('log.field.code', error.code, true);
    add('log.field.reference', error.reference, true);
  };
  add('log.field.at', `${format.date(at)} ${format.timeMs(at)}`);
  add('log.field.seq', String(seq));
  if ('nodeId' in fact) add('log.field.node', nodes.find(({ id }) => id === fact.nodeId)?.title ?? fact.nodeId);
  if ('key' in fact) {
    add('log.field.record', fact.name);
    add('log.field.key', fact.key, true);
  }
  if ('targetKey' in fact) add('log.field.target', fact.targetKey ?? undefined, true);
  switch (fact.type) {
    case 'record.updated':
      add(
        'log.field.fields',
        fact.fields.map((field) => names.field(qualified(field, document.nodes[fact.nodeId]?.entity))).join(', '),
      );
      break;
    case 'record.drifted':
      add(
        'log.field.fields',
        fact.fields.map((field) => names.field(qualified(field, document.nodes[fact.nodeId]?.entity))).join(', '),
      );
      add('log.field.changedBy', fact.changedBy ?? undefined);
      add('log.field.changedAt', fact.changedAt === null ? undefined : format.dateTime(fact.changedAt));
      break;
    case 'record.linked':
      add('log.field.by', fact.by);
      break;
    case 'record.skipped':
      add('log.field.reason', skipReason(fact.reason, text));
      break;
    case 'record.failed':
      addError(fact.error);
      break;
    case 'node.waited':
      add('log.field.try', text('log.tryOf', { n: fact.tryNumber, most: fact.maxTries }));
      add('log.field.until', format.timeMs(fact.until));
      addError(fact.reason);
      break;
    case 'run.stateChanged':
      if (fact.state.status === 'failed') addError(fact.state.error);
      if (fact.state.status === 'waiting') addError(fact.state.reason);
      break;
    default:
  }
  return details;
}
