import { descriptorOf } from '../../flow-canvas/ports.ts';
import type { FlowEdge } from '@koppel/model';
import { useMemo, type ReactElement } from 'react';
import { matches } from '../../format/fold.ts';
import { useLocalized, useText } from '../../i18n/locale.tsx';
import { EntityGlyph } from '../../kit/entity.tsx';
import { PickList, type PickItem } from '../../kit/pick-list.tsx';
import { NamedIcon } from '../../kit/named-icon.tsx';
import { createJudge, type Refusal } from '../connecting/judge.ts';
import { useRefusalWords } from '../connecting/refused.tsx';
import { useCheck, useFlow } from '../designer-context.tsx';
import { useEdges, useNodeTitle, useNodeTypes, usePortEntities } from '../use-drawing-facts.ts';

export interface ListProps {
  readonly at: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
}

export interface TextItem extends PickItem {
  readonly words: string;
}

export function fitting<Item extends TextItem>(items: readonly Item[]): (typed: string) => Item[] {
  return (typed) => items.filter(({ words }) => matches(words, typed));
}

/** The outputs of a node, where it has several: which one to connect from. */
export function OutputList({
  nodeId,
  onPick,
  ...rest
}: ListProps & { readonly nodeId: string; readonly onPick: (port: string) => void }): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const types = useNodeTypes();
  const entities = usePortEntities();
  const node = useFlow((flow) => flow.nodes[nodeId]);
  const items = (descriptorOf(types, node)?.ports.out ?? []).map((port): TextItem => {
    const title = localized(port.title);
    return {
      id: port.id,
      words: title,
      title,
      mark: <EntityGlyph entity={entities[`${nodeId}.${port.id}>`] ?? 'any'} />,
    };
  });
  return (
    <PickList
      {...rest}
      label={text('connect.output')}
      placeholder={text('connect.output')}
      find={fitting(items)}
      onPick={({ id }) => onPick(id)}
      emptyText={text('connect.noOutput')}
    />
  );
}

interface InputItem extends TextItem {
  readonly edge: FlowEdge;
  readonly refusal: Refusal | null;
}

/** All inputs of the flow: those that fit first, refused ones below with the reason. */
export function InputList({
  from,
  onPick,
  onRefused,
  ...rest
}: ListProps & {
  readonly from: { readonly nodeId: string; readonly port: string };
  readonly onPick: (edge: FlowEdge) => void;
  readonly onRefused: (edge: FlowEdge, refusal: Refusal) => void;
}): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const document = useFlow((flow) => flow);
  const facts = useCheck(({ nodes }) => nodes);
  const types = useNodeTypes();
  const title = useNodeTitle();
  const words = useRefusalWords();
  const items = useMemo(() => {
    const judge = createJudge(document, types, facts);
    return judge.inputs
      .filter(({ nodeId }) => nodeId !== from.nodeId)
      .map((to): InputItem => {
        const edge: FlowEdge = { from, to };
        const refusal = judge(edge);
        const descriptor = descriptorOf(types, document.nodes[to.nodeId]!);
        const ports = descriptor?.ports.in ?? [];
        const port = ports.find(({ id }) => id === to.port);
        const name = ports.length > 1 && port ? `${title(to.nodeId)}: ${localized(port.title)}` : title(to.nodeId);
        return {
          id: `${to.nodeId}.${to.port}`,
          words: name,
          title: name,
          mark: <NamedIcon name={descriptor?.icon ?? 'box'} size="s" />,
          edge,
          refusal,
          // A refusal with a repair can be picked: it leads to the repair.
          isRefused: refusal !== null && refusal.fixes.length === 0,
          ...(refusal ? { detail: words.reason(refusal, edge) } : {}),
        };
      })
      .toSorted((a, b) => Number(a.refusal !== null) - Number(b.refusal !== null));
  }, [document, types, facts, from, title, localized, words]);
  const fits = items.filter(({ refusal }) => refusal === null).length;
  return (
    <PickList<InputItem>
      {...rest}
      label={text('connect.input', { node: title(from.nodeId) })}
      placeholder={text('connect.search')}
      find={fitting(items)}
      onPick={({ edge, refusal }) => (refusal ? onRefused(edge, refusal) : onPick(edge))}
      emptyText={text('connect.noInput')}
      foot={<span>{text('connect.fits', { n: fits })}</span>}
    />
  );
}

/** The edges of a node, for removing one. */
export function EdgeList({
  nodeId,
  onPick,
  ...rest
}: ListProps & { readonly nodeId: string; readonly onPick: (edgeId: string) => void }): ReactElement {
  const text = useText();
  const title = useNodeTitle();
  const entities = usePortEntities();
  const items = useEdges()
    .filter(({ from, to }) => from.nodeId === nodeId || to.nodeId === nodeId)
    .map(({ id, from, to }): TextItem => {
      const words = text('edges.fromTo', { from: title(from.nodeId), to: title(to.nodeId) });
      return {
        id,
        words,
        title: words,
        mark: <EntityGlyph entity={entities[`${from.nodeId}.${from.port}>`] ?? 'any'} />,
      };
    });
  return (
    <PickList
      {...rest}
      label={text('edges.remove')}
      placeholder={text('edges.remove')}
      find={fitting(items)}
      onPick={({ id }) => onPick(id)}
      emptyText={text('edges.none')}
    />
  );
}
