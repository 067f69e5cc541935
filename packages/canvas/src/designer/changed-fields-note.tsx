import type { CheckContextBody } from '@koppel/protocol';
import { useQueryClient } from '@tanstack/react-query';
import { TableProperties } from 'lucide-react';
import { useEffect, useMemo, useState, type ReactElement } from 'react';
import { keyOf } from '../api/use-api.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { roleLabel } from '../kit/system-badge.tsx';
import { changedFields, type SlotChange } from './changed-fields.ts';
import { useDesignerServices, useFlow } from './designer-context.tsx';
import { Bar } from './seat/seat-bar.tsx';
import type { Seat } from './seat/use-seat.ts';

/** Reads what the flow is checked with again when a system has other fields, and says what changed since the flow was opened. */
export function ChangedFieldsNote({ stand }: Pick<Seat, 'stand'>): ReactElement | null {
  const text = useText();
  const { context, flowId } = useDesignerServices();
  const client = useQueryClient();
  const [seen, setSeen] = useState<CheckContextBody['slots']>(context.slots);
  const changedAt = stand?.fieldsChangedAt ?? null;
  useEffect(() => {
    if (changedAt === null) return;
    void client.invalidateQueries({ queryKey: keyOf('getCheckContext', { params: { id: flowId } }) });
  }, [client, flowId, changedAt]);
  const changes = useMemo(() => changedFields(seen, context.slots), [seen, context.slots]);
  if (changes.length === 0) return null;
  return (
    <Bar
      icon={TableProperties}
      actions={<Button onClick={() => setSeen(context.slots)}>{text('action.close')}</Button>}
    >
      <span role="status">
        {changes.map((change) => (
          <Change key={change.slot} change={change} />
        ))}
      </span>
    </Bar>
  );
}

const mostNamed = 3;

function Change({ change }: { readonly change: SlotChange }): ReactElement {
  const text = useText();
  const role = useFlow(({ slots }) => slots[change.slot]?.role ?? change.slot);
  const named = (labels: readonly string[]) => {
    const fields = labels.slice(0, mostNamed).join(', ');
    const n = labels.length - mostNamed;
    return n > 0 ? text('mapping.fieldsMore', { fields, n }) : fields;
  };
  const sentences = [
    text('mapping.fieldsChanged', { system: roleLabel(role) }),
    ...(['removed', 'added', 'changed'] as const).flatMap((kind) => {
      const labels = change[kind];
      return labels.length === 0 ? [] : [text(sentenceOf[kind], { n: labels.length, fields: named(labels) })];
    }),
  ];
  return <>{sentences.join(' ')} </>;
}

const sentenceOf = {
  removed: 'mapping.fieldsGone',
  added: 'mapping.fieldsNew',
  changed: 'mapping.fieldsOther',
} as const;
