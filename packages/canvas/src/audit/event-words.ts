import { auditActs, type AuditAct, type AuditChange, type AuditEvent } from '@koppel/protocol';
import type { EntityNames } from '../app/entities.ts';
import type { Format } from '../format/format.ts';
import type { Text } from '../i18n/locale.tsx';
import type { Status } from '../kit/status-pill.tsx';

/** How the outcome of an event looks. */
export const outcomeLooks: Readonly<Record<AuditEvent['outcome'], Status>> = {
  done: 'ok',
  refused: 'warn',
  failed: 'fail',
  begun: 'idle',
};

/** What was done, in a sentence without its subject. What an older Koppel wrote may have no sentence any more. */
export function actInWords({ object, verb }: Pick<AuditEvent, 'object' | 'verb'>, text: Text): string {
  const act = `${object}.${verb}` as AuditAct;
  return auditActs.includes(act) ? text(`audit.act.${act}`) : act;
}

/** Who it was. */
export function actorInWords({ kind, name }: AuditEvent['actor'], text: Text): string {
  return kind === 'nobody' || name === '' ? text('audit.nobody') : name;
}

/** On what, as people call it. */
export function objectInWords({ title, objectId }: Pick<AuditEvent, 'title' | 'objectId'>): string {
  return title ?? objectId ?? '';
}

/** Names in what changed that people know by another word. */
const parts = [
  'rows',
  'version',
  'role',
  'email',
  'name',
  'title',
  'isShared',
  'search',
  'columns',
  'screen',
  'hasPassword',
  'isDisabled',
  'isOn',
  'master',
  'conflict',
  'environment',
  'timeZone',
  'language',
  'isTwoPerson',
  'permissions',
  'expiresAt',
  'expiresInDays',
  'settings',
  'secretsSet',
  'secretsReplaced',
  'connections',
  'flows',
  'retention',
  'runsDays',
  'logsDays',
  'payloadsDays',
  'verdict',
  'revision',
  'leftKey',
  'rightKey',
  'slug',
  'how',
  'secretMadeAt',
  'connectorId',
  'expires',
  'account',
  'slots',
  'parameterValues',
  'entries',
  'rules',
  'checksum',
  'origins',
  'owner',
  'permission',
  'scope',
  'isDryRun',
  'run',
  'runs',
  'linked',
  'taken',
  'dismissed',
  'copyOf',
  'failingTests',
  'maySeed',
  'values',
  'lines',
  'linkJobs',
  'findings',
  'discardChanges',
  'kind',
  'entity',
  'left',
  'right',
  'newest',
  'renewed',
  'isOpen',
  'count',
  'deleted',
  'olderThan',
] as const;
const partOf = (name: string) => parts.find((part) => part === name);

/** Where something changed: its names from the outside in. Those of records are in the reader's language. */
export function placeInWords(path: string, text: Text, names: Pick<EntityNames, 'field'>): string {
  return path
    .split('/')
    .map((part) => {
      const known = partOf(part);
      return known ? text(`audit.part.${known}`) : names.field(part);
    })
    .join(' › ');
}

/** The names of credentials, which an event lists instead of their values; null for any other value. */
export function settingsInWords(
  path: string,
  value: AuditChange['before'],
  names: Pick<EntityNames, 'field'>,
): string | null {
  if (!['secretsSet', 'secretsReplaced'].includes(path) || typeof value !== 'string') return null;
  return value
    .split(', ')
    .map((name) => names.field(name))
    .join(', ');
}

const instant = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** A value from before or after. Null is for where there was nothing. */
export function valueInWords(value: AuditChange['before'], text: Text, format: Pick<Format, 'dateTime' | 'number'>) {
  if (value === null) return null;
  if (typeof value === 'boolean') return text(value ? 'audit.yes' : 'audit.no');
  if (typeof value === 'number') return format.number(value);
  if (value === '') return text('audit.empty.text');
  return instant.test(value) ? format.dateTime(value) : value;
}
