import { descriptorOf } from '../../flow-canvas/ports.ts';
import { ArrowRight, Ban } from 'lucide-react';
import { useEffect, useRef, type ReactElement } from 'react';
import { useEntityNames } from '../../app/entities.ts';
import { useLocalized, useText, type Text } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { EntityChip } from '../../kit/entity.tsx';
import { Icon } from '../../kit/icon.tsx';
import { Chip } from '../../kit/marks.tsx';
import type { NodeTypes } from '../../flow-canvas/ports.ts';
import type { FlowEdge, LocalizedText } from '@koppel/model';
import { useFlow } from '../designer-context.tsx';
import { useNodeTitle, useNodeTypes } from '../use-drawing-facts.ts';
import type { Fix, Refusal } from './judge.ts';

const kinds: ReadonlySet<string> = new Set(['signal', 'records', 'failures', 'any']);

/** Why an edge is refused, in one sentence. */
export function refusalText(
  { reason, from, to }: Refusal,
  edge: FlowEdge,
  { text, title, plural }: { text: Text; title: (nodeId: string) => string; plural: (entity: string) => string },
): string {
  const values = {
    from: title(edge.from.nodeId),
    to: title(edge.to.nodeId),
    given: kinds.has(from) ? text(`refused.gives.${from as 'signal'}`) : plural(from).toLowerCase(),
    needed: kinds.has(to) ? text(`refused.gives.${to as 'signal'}`) : plural(to).toLowerCase(),
  };
  return text(`refused.${reason}`, values);
}

/** The label of a repair. */
export function fixText(
  fix: Fix,
  {
    text,
    title,
    types,
    localized,
    portTitle,
  }: {
    text: Text;
    title: (nodeId: string) => string;
    types: NodeTypes;
    localized: (text: LocalizedText) => string;
    portTitle: (nodeId: string, port: string) => string;
  },
): string {
  if (fix.kind === 'replace') return text('refused.fix.replace');
  if (fix.kind === 'insert') {
    const descriptor = types.get(fix.nodeType);
    return text('refused.fix.insert', { node: descriptor ? localized(descriptor.title) : fix.nodeType });
  }
  if (fix.kind === 'copy') return text('refused.fix.copy', { node: title(fix.nodeId) });
  const { nodeId, port } = fix.edge.from;
  return text('refused.fix.instead', { node: title(nodeId), port: portTitle(nodeId, port) });
}

/** How the parts of a refusal are put into words. */
export function useRefusalWords(): {
  readonly reason: (refusal: Refusal, edge: FlowEdge) => string;
  readonly fix: (fix: Fix) => string;
} {
  const text = useText();
  const localized = useLocalized();
  const { plural } = useEntityNames();
  const title = useNodeTitle();
  const types = useNodeTypes();
  const nodes = useFlow((flow) => flow.nodes);
  const portTitle = (nodeId: string, port: string) => {
    const found = descriptorOf(types, nodes[nodeId])?.ports.out.find(({ id }) => id === port);
    return found ? localized(found.title) : port;
  };
  return {
    reason: (refusal, edge) => refusalText(refusal, edge, { text, title, plural }),
    fix: (fix) => fixText(fix, { text, title, types, localized, portTitle }),
  };
}

/** One side of a mismatch. */
function Side({ carries }: { readonly carries: string }): ReactElement {
  const text = useText();
  const names = useEntityNames();
  if (kinds.has(carries)) return <Chip>{text(`refused.side.${carries as 'signal'}`)}</Chip>;
  return <EntityChip entity={carries}>{names.entity(carries)}</EntityChip>;
}

/** A refused edge: which types meet, why that does not fit, and what would. */
export function RefusedPopover({
  refusal,
  edge,
  screen,
  onFix,
  onClose,
}: {
  readonly refusal: Refusal;
  readonly edge: FlowEdge;
  readonly screen: { readonly x: number; readonly y: number };
  /** Absent while the edge is still held over the port. */
  readonly onFix?: (fix: Fix) => void;
  readonly onClose?: () => void;
}): ReactElement {
  const text = useText();
  const words = useRefusalWords();
  const box = useRef<HTMLDivElement>(null);
  const isHeld = onFix === undefined;
  useEffect(() => {
    if (isHeld) return;
    box.current?.querySelector('button')?.focus();
    const onPress = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) onClose?.();
    };
    addEventListener('pointerdown', onPress, true);
    return () => removeEventListener('pointerdown', onPress, true);
  }, [isHeld, onClose]);
  return (
    <div
      ref={box}
      role={isHeld ? 'status' : 'dialog'}
      aria-label={text('refused.title')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose?.();
      }}
      style={{
        left: Math.max(12, Math.min(screen.x + 18, globalThis.innerWidth - 356)),
        top: Math.max(12, Math.min(screen.y - 180, globalThis.innerHeight - 200)),
      }}
      className="fixed z-menu w-86 rounded-3 bg-surface px-3.5 py-3 shadow-3"
    >
      <h3 className="mb-1.25 flex items-center gap-2 font-bold text-fail-text">
        <Icon of={Ban} />
        {text('refused.title')}
      </h3>
      <div className="mb-1.75 flex items-center gap-2">
        <Side carries={refusal.from} />
        <Icon of={ArrowRight} size="s" />
        <Side carries={refusal.to} />
      </div>
      <p className="leading-[1.45] text-ink-2">{words.reason(refusal, edge)}</p>
      {!isHeld && (
        <div className="mt-2.5 flex flex-wrap gap-1.5">
          {refusal.fixes.map((fix, index) => (
            <Button key={index} size="s" look={index === 0 ? 'primary' : 'plain'} onClick={() => onFix(fix)}>
              {words.fix(fix)}
            </Button>
          ))}
          <Button size="s" look="quiet" onClick={onClose}>
            {text('refused.letGo')}
          </Button>
        </div>
      )}
    </div>
  );
}
