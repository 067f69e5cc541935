import type { EntitySchema, FieldType } from '@koppel/model';
import type { ConnectorDescriptor } from '@koppel/protocol';
import { RefreshCw } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useEntityNames } from '../app/entities.ts';
import { matches } from '../format/fold.ts';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Card } from '../kit/card.tsx';
import { cx } from '../kit/cx.ts';
import { EntityGlyph } from '../kit/entity.tsx';
import { SearchField } from '../kit/input.tsx';
import { Tag } from '../kit/marks.tsx';
import { Segmented } from '../kit/segmented.tsx';
import { bankOf } from '../kit/system-badge.tsx';
import { Cell, HeadCell, Table } from '../kit/table.tsx';
import { fieldRows, isUnbound, type FieldRow } from './field-rows.ts';

type Shown = 'bound' | 'all';

/** Which field of the system is which canonical field, entity by entity. */
export function FieldsCard({
  entities,
  before,
  connector,
  systemName,
  role,
}: {
  readonly entities: readonly EntitySchema[];
  /** The schemas of the look before, to mark what changed. */
  readonly before: readonly EntitySchema[] | null;
  readonly connector: ConnectorDescriptor | undefined;
  readonly systemName: string;
  readonly role: string;
}): ReactElement {
  const text = useText();
  const names = useEntityNames();
  const [chosen, setChosen] = useState<string | null>(null);
  const [shown, setShown] = useState<Shown>('bound');
  const [search, setSearch] = useState('');
  const current = entities.find(({ systemEntity }) => systemEntity === chosen) ?? entities[0];
  const rowsOf = (schema: EntitySchema) =>
    fieldRows(
      schema,
      connector?.bindings.find(({ entity }) => entity === schema.entity),
      before?.find(({ systemEntity }) => systemEntity === schema.systemEntity),
    );
  const rows = (current ? rowsOf(current) : []).filter(
    ({ field, change }) =>
      (shown === 'all' || !isUnbound(field) || change !== null) &&
      matches(`${names.field(field.field, current?.entity)} ${field.systemField} ${field.label}`, search),
  );
  return (
    <Card
      title={text('connections.fields')}
      aside={
        <>
          <Segmented<Shown>
            label={text('connections.shownFields')}
            value={shown}
            onChange={setShown}
            options={[
              { value: 'bound', label: text('connections.boundFields') },
              { value: 'all', label: text('connections.allFields') },
            ]}
          />
          <SearchField
            label={text('connections.searchField')}
            clearLabel={text('action.clear')}
            value={search}
            onChange={setSearch}
            className="w-33"
          />
        </>
      }
    >
      <div
        role="group"
        aria-label={text('connections.entities')}
        className="flex flex-wrap border-b border-line px-2 py-1.75"
      >
        {entities.map((schema) => (
          <EntityButton
            key={schema.systemEntity}
            schema={schema}
            changed={rowsOf(schema).filter(({ change }) => change !== null).length}
            isOn={schema === current}
            onChoose={() => setChosen(schema.systemEntity)}
          />
        ))}
      </div>
      {current && (
        <div tabIndex={0} className="overflow-x-auto -outline-offset-2">
          <Table aria-label={names.entity(current.entity)} className="min-w-135">
            <colgroup>
              <col className="w-40" />
              <col className="w-45" />
              <col className="w-24" />
              <col />
            </colgroup>
            <thead>
              <tr className="h-7.5">
                <HeadCell className="first:pl-3.5">
                  {text('connections.canonicalField', { entity: names.entity(current.entity) })}
                </HeadCell>
                <HeadCell>{text('connections.systemField', { system: systemName })}</HeadCell>
                <HeadCell>{text('connections.type')}</HeadCell>
                <HeadCell>{text('connections.binding')}</HeadCell>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <FieldTableRow key={row.field.field} row={row} entity={current.entity} role={role} />
              ))}
            </tbody>
          </Table>
          {rows.length === 0 && (
            <p className="border-t border-line px-3.5 py-3 text-ink-2">{text('connections.noField')}</p>
          )}
        </div>
      )}
    </Card>
  );
}

function EntityButton({
  schema,
  changed,
  isOn,
  onChoose,
}: {
  readonly schema: EntitySchema;
  readonly changed: number;
  readonly isOn: boolean;
  readonly onChoose: () => void;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const names = useEntityNames();
  const bound = schema.fields.filter((field) => !isUnbound(field)).length;
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onChoose}
      title={schema.label}
      className="flex h-6.5 items-center gap-1.5 rounded-2 px-1.5 whitespace-nowrap hover:bg-hover aria-pressed:bg-selected aria-pressed:font-medium"
    >
      <EntityGlyph entity={schema.entity} />
      {names.entity(schema.entity)}
      {changed > 0 ? (
        <Tag look="changed">{text('connections.changedFields', { n: changed })}</Tag>
      ) : (
        <span className="text-20 font-regular text-ink-3 tabular-nums">{format.number(bound)}</span>
      )}
    </button>
  );
}

const fieldLooks = {
  erp: 'bg-erp-soft text-erp-text',
  crm: 'bg-crm-soft text-crm-text',
  other: 'bg-surface-3',
} as const;
const fieldCorners = { erp: 'rounded-1', crm: 'rounded-round', other: 'rounded-1' } as const;

function FieldTableRow({
  row,
  entity,
  role,
}: {
  readonly row: FieldRow;
  readonly entity: string;
  readonly role: string;
}): ReactElement {
  const text = useText();
  const names = useEntityNames();
  const { field, binding, change, since } = row;
  const format = useFormat();
  const bank = bankOf(role);
  const remarks = [
    text(`connections.binding.${binding}`),
    ...(field.isRequired ? [text('connections.required')] : []),
    ...(!field.canUpdate && !field.canCreate ? [text('connections.readOnly')] : []),
  ].join(', ');
  return (
    <tr className={change === 'removed' ? 'bg-diff-del' : change === 'added' ? 'bg-diff-add' : ''}>
      <Cell className="h-7.75 font-medium first:pl-3.5">
        {binding === 'none' ? (
          <span className="text-ink-3">{text('connections.notBound')}</span>
        ) : (
          <span title={field.field} className="block py-1 leading-tight whitespace-normal">
            {names.field(field.field, entity)}
          </span>
        )}
      </Cell>
      <Cell>
        <span
          title={field.label}
          className={cx(
            'inline-flex h-5.5 items-center px-2 font-mono text-10',
            fieldCorners[bank],
            change === 'removed' ? 'text-diff-del-ink line-through shadow-0' : fieldLooks[bank],
          )}
        >
          {field.systemField}
        </span>
      </Cell>
      <Cell className="text-ink-2">
        <FieldTypeText type={field.type} />
      </Cell>
      <Cell title={remarks} className="text-ink-3">
        <span className="flex flex-wrap items-center gap-x-1.5 py-1 leading-tight whitespace-normal">
          {change && (
            <span title={since ? format.dateTime(since) : undefined}>
              <Tag look={change}>
                {text(`connections.change.${change}`)}
                {since && ` ${format.date(since)}`}
              </Tag>
            </span>
          )}
          {remarks}
        </span>
      </Cell>
    </tr>
  );
}

function FieldTypeText({ type }: { readonly type: FieldType }): ReactElement {
  const text = useText();
  const format = useFormat();
  const name = text(`fieldType.${type.kind}`);
  if (type.kind === 'text' && type.maxLength !== undefined) return <>{`${name}, ${format.number(type.maxLength)}`}</>;
  return <>{name}</>;
}

/** Shown where no fields were read yet. */
export function NoFields({ onLook, reason }: { onLook: () => void; reason: string | null }): ReactElement {
  const text = useText();
  return (
    <Card title={text('connections.fields')}>
      <div className="flex items-center gap-3 px-3.5 py-3.5">
        <p className="flex-1 text-ink-2">{text('connections.noFieldsYet')}</p>
        <LookButton onLook={onLook} reason={reason} isBusy={false} />
      </div>
    </Card>
  );
}

/** Looks at the entities and fields of the system anew. */
export function LookButton({
  onLook,
  reason,
  isBusy,
}: {
  readonly onLook: () => void;
  readonly reason: string | null;
  readonly isBusy: boolean;
}): ReactElement {
  const text = useText();
  return (
    <Button size="s" icon={RefreshCw} reason={reason} isBusy={isBusy} onClick={onLook}>
      {text('connections.look')}
    </Button>
  );
}
