import {
  conditionInWords,
  conditionSchema,
  fieldRuleSchema,
  type Condition,
  type FieldRule,
  type LocalizedText,
} from '@koppel/model';
import { useEntityNames } from '../app/entities.ts';
import { useLanguage, useLocalized, useText } from '../i18n/locale.tsx';
import { readFormFields } from '../schema-form/form-fields.ts';
import type { NodeTypes } from './ports.ts';

/** How settings of nodes, and what they say, are written for people. */
export interface SettingWords {
  /** Of a setting, or of a row of it. `type`: of the node. */
  name(type: string | undefined, setting: string, row: string | null): string;
  /** What a setting of a node says, or a row. What nobody has words for, as JSON. */
  value(said: unknown, by?: SaidBy): string;
}

/** Whose words they are, where that matters for how they are read. */
export interface SaidBy {
  readonly type: string;
  readonly setting: string;
  /** Of the node: its fields are told without it. */
  readonly entity: string | undefined;
}

/** `labels`: of fields without a canonical name, by `account.~jan_area`. */
export function useSettingWords(types: NodeTypes, labels: Readonly<Record<string, string>> = {}): SettingWords {
  const text = useText();
  const localized = useLocalized();
  const language = useLanguage();
  const names = useEntityNames();
  const field = (name: string) => labels[name] ?? names.field(name);
  const own: Readonly<Record<string, string>> = {
    title: text('notes.name'),
    slot: text('inspector.slot'),
    entity: text('inspector.entity'),
    isDisabled: text('node.disable'),
  };
  const formField = (type: string | undefined, setting: string | undefined) => {
    const schema = types.get(type ?? '')?.configSchema;
    return schema && readFormFields(schema).find(({ name }) => name === setting);
  };
  const written = (label: string | LocalizedText) => (typeof label === 'string' ? label : localized(label));
  const value = (said: unknown, by?: SaidBy): string => {
    if (said === null || said === '') return text('value.empty');
    if (typeof said === 'boolean') return text(said ? 'value.yes' : 'value.no');
    if (typeof said !== 'object') {
      const input = formField(by?.type, by?.setting)?.input;
      const option = input?.kind === 'choice' && input.options.find((option) => option.value === said);
      return option ? written(option.label) : String(said);
    }
    if (Array.isArray(said) && said.every((part) => typeof part !== 'object')) {
      return said.length === 0 ? text('value.empty') : said.map((part) => listed(part, by)).join(', ');
    }
    const condition = conditionSchema.safeParse(said);
    if (condition.success) return conditionWords(condition.data);
    const rule = fieldRuleSchema.safeParse(said);
    return rule.success ? ruleWords(rule.data) : JSON.stringify(said, null, 2);
  };
  /** One of a list: of fields those that belong together stand with a plus between them. */
  const listed = (part: unknown, by: SaidBy | undefined): string => {
    if (typeof part !== 'string' || by?.entity === undefined) return value(part, by);
    return part
      .split('+')
      .map((name) => names.field(name, by.entity))
      .join(' + ');
  };
  const ruleWords = (rule: FieldRule): string => {
    if ('cel' in rule) return rule.cel;
    if ('value' in rule) return text('mapping.rule.fixed', { value: value(rule.value) });
    const { from, list, format, unlisted, fallback, when } = rule;
    return [
      field(from),
      format === undefined ? '' : text(`mapping.format.${format}`),
      list === undefined ? '' : text('mapping.rule.translate', { field: list }),
      unlisted === undefined ? '' : `${text('mapping.unlisted')} ${text(`mapping.unlisted.${unlisted}`)}`,
      fallback === undefined ? '' : text('mapping.rule.fallback', { value: value(fallback) }),
      when === undefined ? '' : text('mapping.rule.when', { condition: conditionWords(when) }),
    ]
      .filter((part) => part !== '')
      .join(', ');
  };
  const conditionWords = (condition: Condition): string =>
    conditionInWords(condition, language, { field, value: (said) => (said === undefined ? '' : value(said)) });
  return {
    name(type, setting, row) {
      if (row !== null) return field(row);
      const label = formField(type, setting)?.label;
      return label === undefined ? (own[setting] ?? setting) : written(label);
    },
    value,
  };
}
