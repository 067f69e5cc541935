import { nearestName } from './nearest-name.ts';
import type { RecordType } from './record-type.ts';
import { errorIssue, type RuleIssue } from './rule-issue.ts';

/** Says that a rule names a field the records do not have, with the nearest one that they do have. */
export function unknownField(record: RecordType, name: string, path: RuleIssue['path']): RuleIssue {
  const prefix = `${record.entity}.`;
  if (!name.startsWith(prefix)) {
    const nearest = record.fields.some(({ field }) => field === name) ? `${prefix}${name}` : undefined;
    return errorIssue({
      code: 'mapping.unknown-field',
      message: `"${name}" is not a field of ${record.entity}, the records that arrive here.`,
      remedy: nearest ? `Write "${nearest}".` : `Choose a field that starts with "${prefix}".`,
      path,
    });
  }
  const field = name.slice(prefix.length);
  const nearest = nearestName(
    field,
    record.fields.map((candidate) => candidate.field),
  );
  return errorIssue({
    code: 'mapping.unknown-field',
    message: `${record.entity} has no field ${field}.${nearest ? ` Did you mean ${nearest}?` : ''}`,
    remedy: 'Choose a field that the records have, or check whether it was renamed in the source.',
    path,
  });
}
