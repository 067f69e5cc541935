import type { FieldRule } from '@koppel/model';
import { plainPath } from '../code-editor/expression-text.ts';

/** The fields that a rule reads, their entity in front. `written`: how expressions write each field. */
export function fieldsRead(rule: FieldRule, written: Readonly<Record<string, string>>): string[] {
  if ('value' in rule) return [];
  if ('cel' in rule) return fieldsInExpression(rule.cel, written);
  const conditions =
    rule.when === undefined || 'cel' in rule.when ? [] : 'all' in rule.when ? rule.when.all : rule.when.any;
  const inCondition = rule.when && 'cel' in rule.when ? fieldsInExpression(rule.when.cel, written) : [];
  return [...new Set([rule.from, ...conditions.map(({ field }) => field), ...inCondition])];
}

function fieldsInExpression(cel: string, written: Readonly<Record<string, string>>): string[] {
  const code = cel.replace(/\/\/.*$/gm, '');
  const paths = new Set<string>();
  for (const [found] of code.matchAll(/[A-Za-z_]\w*(?:\.\??[A-Za-z_]\w*|\["[^"\n]*"\])*/g)) {
    // `account.name.contains(…)` reads account.name.
    for (let path = plainPath(found); path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('.')))) {
      paths.add(path);
    }
  }
  return Object.entries(written).flatMap(([name, path]) => (paths.has(path) ? [name] : []));
}
