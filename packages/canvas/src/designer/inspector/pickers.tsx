import { canonicalEntities, canonicalEntity, type LocalizedText } from '@koppel/model';
import { useMemo, type ReactElement } from 'react';
import { useEntityNames } from '../../app/entities.ts';
import { useLocalized, useText } from '../../i18n/locale.tsx';
import { EntityGlyph } from '../../kit/entity.tsx';
import { Field } from '../../kit/field.tsx';
import { Select, type SelectOption } from '../../kit/select.tsx';
import { roleLabel } from '../../kit/system-badge.tsx';
import { useReadable } from '../../schema-form/schema-form.tsx';
import { useActions, useDesignerServices, useFlow } from '../designer-context.tsx';
import { setConfig, setEntity, setSlot } from '../document/node-commands.ts';
import { useProblemAt } from './use-problem-at.ts';

interface PickerProps {
  readonly nodeId: string;
  readonly path: readonly string[];
  readonly label: string | LocalizedText;
  readonly help: string | LocalizedText | null;
  readonly value: unknown;
}

/** The slots of the flow by role, with the connection each is bound to. */
export function useSlotOptions(): SelectOption<string>[] {
  const text = useText();
  const localized = useLocalized();
  const slots = useFlow((flow) => flow.slots);
  const { slots: bound, context } = useDesignerServices();
  return useMemo(
    () =>
      Object.entries(slots).map(([slot, { role, title }]) => ({
        value: slot,
        label: `${title ? localized(title) : roleLabel(role)}${
          (bound[slot] ?? context.slots[slot]?.connectionId) ? '' : ` (${text('inspector.notBound')})`
        }`,
      })),
    [slots, bound, context, localized, text],
  );
}

/** Which system and which entity a node works on. */
export function PlaceFields({
  nodeId,
  slot,
  entity,
  needs,
}: {
  readonly nodeId: string;
  readonly slot: string | null;
  readonly entity: string | null;
  readonly needs: { readonly slot: boolean; readonly entity: boolean };
}): ReactElement | null {
  const text = useText();
  const localized = useLocalized();
  const { execute } = useActions();
  const { context, readOnlyReason } = useDesignerServices();
  const wrongSlot = useProblemAt(nodeId, ['slot']);
  const wrongEntity = useProblemAt(nodeId, ['entity']);
  const options = useSlotOptions();
  const held = slot ? context.slots[slot]?.schemas.map((schema) => schema.entity) : undefined;
  // The system's own entities first; without a look at it yet, all of the model.
  const entities = canonicalEntities.filter((known) => !held || held.length === 0 || held.includes(known.entity));
  const listed = entity && !entities.some((known) => known.entity === entity) ? canonicalEntity(entity) : undefined;
  if (!needs.slot && !needs.entity) return null;
  return (
    <>
      {needs.slot && (
        <Field label={text('inspector.slot')} error={wrongSlot}>
          {(ids) => (
            <Select
              ids={ids}
              value={slot ?? ''}
              placeholder={text('inspector.chooseSlot')}
              isDisabled={readOnlyReason !== null}
              onChange={(next) => execute(setSlot(nodeId, next))}
              options={options}
              className="w-full"
            />
          )}
        </Field>
      )}
      {needs.entity && (
        <Field label={text('inspector.entity')} error={wrongEntity}>
          {(ids) => (
            <Select
              ids={ids}
              value={entity ?? ''}
              placeholder={text('inspector.chooseEntity')}
              isDisabled={readOnlyReason !== null}
              onChange={(next) => execute(setEntity(nodeId, next))}
              options={[...entities, ...(listed ? [listed] : [])].map(({ entity: id, title }) => ({
                value: id,
                label: (
                  <span className="flex items-center gap-2">
                    <EntityGlyph entity={id} /> {localized(title)}
                  </span>
                ),
              }))}
              className="w-full"
            />
          )}
        </Field>
      )}
    </>
  );
}

/** A setting that names a slot of the flow. */
export function SlotPicker({ nodeId, path, label, help, value }: PickerProps): ReactElement {
  const readable = useReadable();
  const { execute } = useActions();
  const { readOnlyReason } = useDesignerServices();
  const wrong = useProblemAt(nodeId, ['config', ...path]);
  const options = useSlotOptions();
  return (
    <Field label={readable(label)} help={help && readable(help)} error={wrong}>
      {(ids) => (
        <Select
          ids={ids}
          value={typeof value === 'string' ? value : ''}
          isDisabled={readOnlyReason !== null}
          onChange={(next) => execute(setConfig(nodeId, path, next))}
          options={options}
          className="w-full"
        />
      )}
    </Field>
  );
}

/** A setting that names a field of an entity, as a slot's system has it. */
export function FieldPicker({
  nodeId,
  path,
  label,
  help,
  value,
  slot,
  entity,
}: PickerProps & { readonly slot: string | null; readonly entity: string | null }): ReactElement {
  const readable = useReadable();
  const names = useEntityNames();
  const { execute } = useActions();
  const { context, readOnlyReason } = useDesignerServices();
  const wrong = useProblemAt(nodeId, ['config', ...path]);
  const fields = useMemo(() => {
    const schema = slot ? context.slots[slot]?.schemas.find((known) => known.entity === entity) : undefined;
    return schema
      ? schema.fields.map(({ field, label: words }) => ({ value: field, label: words }))
      : (canonicalEntity(entity ?? '')?.fields ?? []).map(({ field }) => ({
          value: field,
          label: names.field(field, entity ?? ''),
        }));
  }, [context, slot, entity, names]);
  const chosen = typeof value === 'string' ? value : '';
  const options =
    chosen === '' || fields.some((field) => field.value === chosen)
      ? fields
      : [{ value: chosen, label: chosen }, ...fields];
  return (
    <Field label={readable(label)} help={help && readable(help)} error={wrong}>
      {(ids) => (
        <Select
          ids={ids}
          value={chosen}
          isDisabled={readOnlyReason !== null}
          onChange={(next) => execute(setConfig(nodeId, path, next))}
          options={options}
          className="w-full"
        />
      )}
    </Field>
  );
}
