import type { FieldValue } from '../field-type.ts';
import type { FlowDocument } from '../flow-document.ts';
import { own } from './flow-cells.ts';
import { placeholderPattern } from './export-decisions.ts';
import { renameFields } from './fields.ts';
import { renameFlows } from './rename-flows.ts';
import { templateContentsSchema, type TemplateContents } from './template-package.ts';
import { textsOf, withTexts } from './texts.ts';

/** What adapts a template to one workspace. */
export interface Fitting {
  /** Flow of the template → what it is called here. One that is not named keeps its name. */
  readonly flowIds: Readonly<Record<string, string>>;
  /** `slot/entity/field` of the template → the field here. */
  readonly fields: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, FieldValue>>;
}

export function fieldId({ slot, entity, field }: { slot: string; entity: string; field: string }): string {
  return `${slot}/${entity}/${field}`;
}

/**
 * The contents of a template in the words of a workspace: its flows by their names here, with its fields and the values it
 * gave. Installing and upgrading compare in these words, so that what adapts a template is no local change.
 */
export function fitTemplate(contents: TemplateContents, { flowIds, fields, parameters }: Fitting): TemplateContents {
  const filled = filledIn(contents, parameters);
  const flows = Object.values(filled.flows).map((flow): [string, FlowDocument] => [
    flow.id,
    renameFields(flow, (use) => own(fields, fieldId(use)) ?? null),
  ]);
  const mastership = filled.mastership.map((row) => {
    if (!('field' in row)) return row;
    const named = Object.entries(fields).find(([id]) => id.endsWith(`/${row.entity}/${row.field}`));
    return named ? { ...row, field: named[1] } : row;
  });
  return renameFlows({ ...filled, flows: Object.fromEntries(flows), mastership }, flowIds);
}

function filledIn(contents: TemplateContents, parameters: Fitting['parameters']): TemplateContents {
  const changes = textsOf(contents).flatMap(({ path, form, value }) => {
    if (typeof value !== 'string' || form === 'key' || !value.includes('{{param.')) return [];
    const whole = /^\{\{param\.([a-z][a-zA-Z0-9]*)\}\}$/.exec(value)?.[1];
    // A value that is nothing but the mark keeps its type.
    if (whole !== undefined && form === 'plain') return [{ path, value: own(parameters, whole) ?? '' }];
    const text = value.replace(placeholderPattern, (_mark, name: string) => {
      const given = String(own(parameters, name) ?? '');
      return form === 'cel'
        ? JSON.stringify(given)
            .slice(1, -1)
            .replaceAll("'", String.raw`\'`)
        : given;
    });
    return [{ path, value: text }];
  });
  return changes.length === 0 ? contents : templateContentsSchema.parse(withTexts(contents, changes));
}
