import type { KeptField } from '@koppel/protocol';
import { History, Lock } from 'lucide-react';
import type { ReactElement } from 'react';
import { qualified, useEntityNames } from '../app/entities.ts';
import { FieldValueText, useFieldText } from '../app/field-value.tsx';
import { useText, type Text } from '../i18n/locale.tsx';
import { Icon } from '../kit/icon.tsx';
import { roleLabel } from '../kit/system-badge.tsx';
import { labelsOf } from './choices.ts';
import type { PlanNode } from './plan-view.tsx';

/** The fields of a record that stay as they are: a group of rows per reason. */
export function KeptRows({
  kept,
  node,
}: {
  readonly kept: readonly KeptField[];
  readonly node: Pick<PlanNode, 'entity' | 'choices'> | null;
}): ReactElement {
  const text = useText();
  return (
    <>
      {keptGroups(kept, text).map(({ heading, fields }) => (
        <tbody key={heading}>
          <tr className="border-t border-line bg-surface-2">
            <th scope="rowgroup" colSpan={3} className="px-3.5 py-2 text-left text-20 font-medium">
              {heading}
            </th>
          </tr>
          {fields.map((field) => (
            <KeptRow key={field.field} kept={field} node={node} />
          ))}
        </tbody>
      ))}
    </>
  );
}

/** Fields that stay, together with those that stay for the same reason in the same system, and the words for it. */
export function keptGroups(
  kept: readonly KeptField[],
  text: Text,
): { readonly heading: string; readonly fields: readonly KeptField[] }[] {
  const headingOf = ({ why, role }: KeptField) => text(`plan.kept.${why}`, { system: roleLabel(role) });
  return [...Map.groupBy(kept, headingOf)].map(([heading, fields]) => ({ heading, fields }));
}

function KeptRow({
  kept: { field, why, value, offered },
  node,
}: {
  readonly kept: KeptField;
  readonly node: Pick<PlanNode, 'entity' | 'choices'> | null;
}): ReactElement {
  const text = useText();
  const names = useEntityNames();
  const write = useFieldText();
  const name = qualified(field, node?.entity ?? undefined);
  const labels = labelsOf(node, field);
  const label = labels?.[String(value)];
  const stays = label ?? <FieldValueText name={name} value={value} />;
  const isOther = offered !== undefined && offered !== value;
  return (
    <tr className="border-t border-line">
      <th scope="row" className="px-3.5 py-2 text-left font-regular break-words text-ink-2">
        <span className="inline-flex items-center gap-1.5">
          <Icon of={why === 'master' ? Lock : History} size="xs" className="text-ink-3" />
          {names.field(name)}
        </span>
      </th>
      <td className="px-2.5 py-2 break-words text-ink-2">{stays}</td>
      <td className="px-2.5 py-2 break-words text-ink-2">
        {stays}
        {isOther && (
          <span className="block text-20 text-ink-3">
            {text('plan.kept.notUsed', { value: labels?.[String(offered)] ?? write(name, offered) })}
          </span>
        )}
      </td>
    </tr>
  );
}
