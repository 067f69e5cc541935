import { auditObjects, auditVerbs } from '@koppel/protocol';
import { Calendar, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { SavedViews } from '../app/saved-views.tsx';
import { useSession } from '../app/session.tsx';
import { useColumns } from '../app/use-columns.ts';
import { useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Input } from '../kit/input.tsx';
import { Segmented } from '../kit/segmented.tsx';
import { Select, type SelectOption } from '../kit/select.tsx';
import { SettledSearch } from '../kit/settled-search.tsx';
import { useAuditColumns } from './audit-columns.ts';
import { auditSearchSchema, outcomes, ranges, whoOptions, type AuditSearch } from './search.ts';
import type { AuditLogList } from './use-audit-log.ts';

const any = 'any';

/** What the list shows. Every choice is in the address. */
export function AuditFilters({
  search,
  actors,
  onChange,
  onApply,
}: {
  readonly search: AuditSearch;
  readonly actors: AuditLogList['actors'];
  readonly onChange: (part: AuditSearch) => void;
  readonly onApply: (search: AuditSearch, isReplaced: boolean) => void;
}): ReactElement {
  const text = useText();
  const { user } = useSession();
  const columns = useColumns('audit', useAuditColumns(search));
  const nameOf = new Map(actors.map(({ id, name }) => [id, name]));
  return (
    <div className="flex flex-wrap items-center gap-2">
      {user.isInstanceAdmin && (
        <Segmented
          label={text('audit.scope')}
          value={search.scope ?? 'workspace'}
          onChange={(scope) => onChange({ scope: scope === 'all' ? scope : undefined })}
          options={[
            { value: 'workspace', label: text('audit.scope.workspace') },
            { value: 'all', label: text('audit.scope.all') },
          ]}
        />
      )}
      <Choice
        label={text('audit.who')}
        value={search.who}
        any={text('audit.who.any')}
        options={whoOptions(actors).map(({ id, kind }) => ({
          value: id,
          label: kind ? text(`audit.ofKind.${kind}`) : (nameOf.get(id) ?? id),
        }))}
        onChange={(who) => onChange({ who })}
      />
      <Choice
        label={text('audit.verb')}
        value={search.verb}
        any={text('audit.verb.any')}
        options={byLabel(auditVerbs.map((value) => ({ value, label: text(`audit.verb.${value}`) })))}
        onChange={(verb) => onChange({ verb })}
      />
      <Choice
        label={text('audit.object')}
        value={search.object}
        any={text('audit.object.any')}
        options={byLabel(auditObjects.map((value) => ({ value, label: text(`audit.object.${value}`) })))}
        onChange={(object) => onChange({ object })}
      />
      <Choice
        label={text('audit.outcome')}
        value={search.outcome}
        any={text('audit.outcome.all')}
        options={outcomes.map((value) => ({ value, label: text(`audit.only.${value}`) }))}
        onChange={(outcome) => onChange({ outcome })}
      />
      <Choice
        label={text('audit.range')}
        icon={Calendar}
        value={search.range}
        any={text('audit.range.all')}
        options={ranges.map((value) => ({ value, label: text(`audit.range.${value}`) }))}
        onChange={(range) => onChange({ range, from: undefined, until: undefined })}
      />
      {search.range === 'dates' &&
        (['from', 'until'] as const).map((end) => (
          <Input
            key={end}
            type="date"
            aria-label={text(`audit.${end}`)}
            value={search[end] ?? ''}
            onChange={(event) => onChange({ [end]: event.target.value || undefined })}
            className="w-36"
          />
        ))}
      <SettledSearch
        size="m"
        label={text('audit.search')}
        clearLabel={text('action.clear')}
        value={search.text ?? ''}
        onChange={(value) => onChange({ text: value || undefined })}
        className="w-56"
      />
      <SavedViews
        screen="audit"
        search={search}
        columns={columns}
        onApply={(next, isReplaced) => onApply(auditSearchSchema.parse(next), isReplaced)}
      />
      {search.id !== undefined && (
        <Button
          icon={X}
          aria-label={text('audit.anyObject', { id: search.id })}
          onClick={() => onChange({ id: undefined })}
          className="max-w-60"
        >
          <span className="truncate">{text('audit.onlyObject', { id: search.id })}</span>
        </Button>
      )}
    </div>
  );
}

function Choice<Value extends string>({
  label,
  value,
  any: anyLabel,
  options,
  onChange,
  icon,
}: {
  readonly label: string;
  readonly value: Value | undefined;
  readonly any: string;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value | undefined) => void;
  readonly icon?: typeof Calendar;
}): ReactElement {
  return (
    <Select<Value | typeof any>
      label={label}
      value={value ?? any}
      onChange={(next) => onChange(next === any ? undefined : next)}
      options={[{ value: any, label: anyLabel }, ...options]}
      className="max-w-52"
      {...(icon ? { icon } : {})}
    />
  );
}

function byLabel<Value extends string>(options: readonly { readonly value: Value; readonly label: string }[]) {
  return options.toSorted((a, b) => a.label.localeCompare(b.label));
}
