import type { FieldRule } from '@koppel/model';
import { useEntityNames } from '../app/entities.ts';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { readFormFields } from '../schema-form/form-fields.ts';
import type { NodeTypes } from './ports.ts';

/** How settings of nodes, and what they say, are written for people. */
export interface SettingWords {
  /** Of a setting, or of a row of it. `type`: of the node. */
  name(type: string | undefined, setting: string, row: string | null): string;
  /** What nobody has words for, as JSON. */
  value(said: unknown): string;
}

/** `labels`: of fields without a canonical name, by `account.~jan_area`. */
export function useSettingWords(types: NodeTypes, labels: Readonly<Record<string, string>> = {}): SettingWords {
  const text = useText();
  const localized = useLocalized();
  const names = useEntityNames();
  const field = (name: string) => labels[name] ?? names.field(name);
  const own: Readonly<Record<string, string>> = {
    title: text('notes.name'),
    slot: text('inspector.slot'),
    entity: text('inspector.entity'),
    isDisabled: text('node.disable'),
  };
  const value = (said: unknown): string => {
    if (said === null || said === '') return text('value.empty');
    if (typeof said === 'boolean') return text(said ? 'value.yes' : 'value.no');
    if (typeof said !== 'object') return String(said);
    if ('cel' in said) return String(said.cel);
    if ('from' in said) {
      const { from, list, format } = said as Extract<FieldRule, { from: string }>;
      const way = [
        ...(list === undefined ? [] : [text('mapping.rule.translate', { field: list })]),
        ...(format === undefined ? [] : [text(`mapping.format.${format}`)]),
      ];
      return [field(from), ...way].join(', ');
    }
    if ('value' in said) return text('mapping.rule.fixed', { value: value(said.value) });
    return JSON.stringify(said, null, 2);
  };
  return {
    name(type, setting, row) {
      if (row !== null) return field(row);
      const schema = types.get(type ?? '')?.configSchema;
      const label = schema && readFormFields(schema).find(({ name }) => name === setting)?.label;
      if (label) return typeof label === 'string' ? label : localized(label);
      return own[setting] ?? setting;
    },
    value,
  };
}
