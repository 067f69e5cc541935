import type { FlowNode, Issue } from '@koppel/model';
import { useState, type ReactElement } from 'react';
import { descriptorOf } from '../../flow-canvas/ports.ts';
import { useLocalized, useText } from '../../i18n/locale.tsx';
import { NamedIcon } from '../../kit/named-icon.tsx';
import { PickList } from '../../kit/pick-list.tsx';
import { roleLabel } from '../../kit/system-badge.tsx';
import { useCheck, useDesignerServices } from '../designer-context.tsx';
import { useNodeTitle, useNodeTypes } from '../use-drawing-facts.ts';
import { fitting, type ListProps, type TextItem } from './lists.tsx';

interface Filter {
  readonly id: string;
  readonly title: string;
  readonly fits: (node: FlowNode, nodeId: string) => boolean;
}

const noIssues: readonly Issue[] = [];

/** All nodes of the flow, searched by name, type and settings; of one system, with problems, or disabled where that is asked for. */
export function NodeSearch({
  onPick,
  ...rest
}: ListProps & { readonly onPick: (nodeId: string) => void }): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const { document } = useDesignerServices();
  const byNode = useCheck((state) => state.byNode);
  const types = useNodeTypes();
  const title = useNodeTitle();
  const [chosen, setChosen] = useState<string | null>(null);
  const { nodes, slots } = document.getState().document;
  const roles = [...new Set(Object.values(slots).map(({ role }) => role))];
  const isBad = (nodeId: string) => (byNode[nodeId] ?? noIssues).some(({ severity }) => severity !== 'hint');
  const all: readonly Filter[] = [
    { id: 'problems', title: text('search.problems'), fits: (_node, nodeId) => isBad(nodeId) },
    ...roles.map((role): Filter => ({
      id: `role ${role}`,
      title: roleLabel(role),
      fits: ({ slot }) => slot !== undefined && slots[slot]?.role === role,
    })),
    { id: 'disabled', title: text('search.disabled'), fits: ({ isDisabled }) => isDisabled === true },
  ];
  // Only those that leave something to choose.
  const filters = all.filter(({ fits }) => Object.entries(nodes).some(([id, node]) => fits(node, id)));
  const filter = filters.find(({ id }) => id === chosen);
  const items = Object.entries(nodes)
    .filter(([id, node]) => filter?.fits(node, id) ?? true)
    .map(([id, node]): TextItem => {
      const descriptor = descriptorOf(types, node);
      const kind = descriptor ? localized(descriptor.title) : node.type;
      return {
        id,
        words: `${title(id)} ${kind} ${node.slot ?? ''} ${node.entity ?? ''} ${JSON.stringify(node.config)}`,
        title: title(id),
        aside: kind,
        mark: <NamedIcon name={descriptor?.icon ?? 'box'} size="s" />,
      };
    });
  return (
    <PickList
      {...rest}
      label={text('search.label')}
      placeholder={text('search.label')}
      find={fitting(items)}
      onPick={({ id }) => onPick(id)}
      emptyText={text('search.nothing')}
      foot={
        filters.length > 0 && (
          <div role="group" aria-label={text('search.only')} className="flex flex-wrap gap-1.5">
            {filters.map(({ id, title: name }) => (
              <button
                key={id}
                type="button"
                aria-pressed={id === chosen}
                onClick={() => setChosen(id === chosen ? null : id)}
                className="flex h-6.5 items-center rounded-2 border border-edge-control bg-surface px-2 text-ink-2 hover:bg-hover focus-visible:focus-ring aria-pressed:bg-selected aria-pressed:font-medium"
              >
                {name}
              </button>
            ))}
          </div>
        )
      }
    />
  );
}
