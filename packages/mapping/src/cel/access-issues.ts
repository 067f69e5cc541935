import { describeType } from '../field-types.ts';
import { nearestName } from '../nearest-name.ts';
import { fieldTitle } from '../record-type.ts';
import { errorIssue, type RuleIssue, type RuleIssueCode } from '../rule-issue.ts';
import type { ExpressionWorld } from './environment.ts';
import { selection, type WrongAccess } from './field-access.ts';

const path = ['cel'];

/** Says why an access to the record or the parameters does not end at a field. */
export function wrongAccess(access: WrongAccess, world: ExpressionWorld): RuleIssue {
  switch (access.kind) {
    case 'unknown':
      return access.isParameter ? unknownParameter(access) : unknownField(access, world);
    case 'beyond': {
      const { field } = access.group.fields.get(access.key)!;
      return issue(
        `${fieldTitle(field)} is ${describeType(field.type)} and has no parts.`,
        'Remove what follows it, or use a function such as split(…).',
      );
    }
    case 'calculated':
      return issue(
        'The name of a field must be written out, so that the check knows which fields are read.',
        `Write it between quotes, such as ${world.recordName}["${[...world.record.fields.keys()][0] ?? 'name'}"].`,
      );
    case 'group':
      return issue(`"${access.key}" is a group of fields.`, `Choose one of them: ${examples(access)}.`);
    case 'bare':
      return issue(
        access.isParameter ? 'param stands for all parameters.' : `${access.key} stands for the whole record.`,
        `Choose one of its fields, such as ${access.key}${selection([...access.group.fields.keys()][0] ?? 'name')}.`,
      );
  }
}

const issue = (message: string, remedy: string, code: RuleIssueCode = 'mapping.unknown-field') =>
  errorIssue({ code, message, remedy, path });

function examples({ group }: WrongAccess): string {
  const names = [...group.fields.keys(), ...group.groups.keys()];
  return names.slice(0, 5).join(', ') + (names.length > 5 ? ' …' : '');
}

function unknownParameter({ key, group }: WrongAccess): RuleIssue {
  const nearest = nearestName(key, group.fields.keys());
  return issue(
    `The flow has no parameter ${key}.${nearest ? ` Did you mean ${nearest}?` : ''}`,
    'Add the parameter to the flow, or choose one that it has.',
    'mapping.unknown-parameter',
  );
}

function unknownField({ key, group, path: names }: WrongAccess, world: ExpressionWorld): RuleIssue {
  const nearest = nearestName(key, [...group.fields.keys(), ...group.groups.keys()]);
  const owner = [world.entity, ...names].join('.');
  const withoutBinding = nearest === undefined && group.fields.has(`~${key}`) ? `["~${key}"]` : undefined;
  return issue(
    `${owner} has no field ${key}.${nearest ? ` Did you mean ${nearest}?` : ''}`,
    withoutBinding
      ? `Write ${world.recordName}${withoutBinding}: the field has no binding.`
      : 'Choose a field that the records have, or check whether it was renamed in the source.',
  );
}
