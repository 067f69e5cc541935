import { descriptorOf } from '../../flow-canvas/ports.ts';
import { useMemo, type ReactElement } from 'react';
import { useEntityNames } from '../../app/entities.ts';
import { PortGlyph } from '../../flow-canvas/port.tsx';
import { useText } from '../../i18n/locale.tsx';
import { useFlow } from '../designer-context.tsx';
import { useEdges, useNodeTypes, usePortEntities } from '../use-drawing-facts.ts';

const most = 5;

/** What the colours and shapes on this canvas stand for. */
export function Legend(): ReactElement | null {
  const text = useText();
  const names = useEntityNames();
  const nodes = useFlow((flow) => flow.nodes);
  const types = useNodeTypes();
  const edges = useEdges();
  const entities = usePortEntities();
  const shown = useMemo(() => [...new Set(Object.values(entities))].slice(0, most), [entities]);
  const kinds = new Set(
    edges.map(
      ({ from }) => descriptorOf(types, nodes[from.nodeId]!)?.ports.out.find(({ id }) => id === from.port)?.kind,
    ),
  );
  if (shown.length === 0) return null;
  return (
    <ul
      aria-label={text('legend.label')}
      className="pointer-events-none absolute top-2.5 left-3.5 z-canvas flex gap-3 rounded-1 bg-canvas px-1 py-0.75 text-10 text-ink-2"
    >
      {shown.map((entity) => (
        <li key={entity} className="flex items-center gap-1.25">
          <PortGlyph kind="records" entity={entity} size={10} />
          {names.entity(entity)}
        </li>
      ))}
      {kinds.has('signal') && (
        <li className="flex items-center gap-1.25">
          <PortGlyph kind="signal" entity={null} size={10} />
          {text('refused.side.signal')}
        </li>
      )}
      {kinds.has('failures') && (
        <li className="flex items-center gap-1.25">
          <span aria-hidden="true" className="w-4.5 border-t-[1.5px] border-dashed border-fail" />
          {text('legend.failed')}
        </li>
      )}
    </ul>
  );
}
