import { useMemo } from 'react';
import {
  edgesOf,
  nodeTypesOf,
  portEntities,
  type DrawnEdge,
  type NodeTypes,
  type PortEntities,
} from '../flow-canvas/ports.ts';
import { nodeTitle } from '../flow-canvas/describe.ts';
import { useLocalized } from '../i18n/locale.tsx';
import { useCheck, useDesignerServices, useFlow } from './designer-context.tsx';

/** The nodes that there are, by type. */
export function useNodeTypes(): NodeTypes {
  const { catalog } = useDesignerServices();
  return useMemo(() => nodeTypesOf(catalog), [catalog]);
}

/** The edges of the flow, read. */
export function useEdges(): readonly DrawnEdge[] {
  const document = useFlow((flow) => flow);
  return useMemo(() => edgesOf(document), [document]);
}

/** What each port carries. */
export function usePortEntities(): PortEntities {
  const document = useFlow((flow) => flow);
  const types = useNodeTypes();
  const edges = useEdges();
  const facts = useCheck(({ nodes }) => nodes);
  return useMemo(() => portEntities(document, types, edges, facts), [document, types, edges, facts]);
}

/** A function that says how a node is called. */
export function useNodeTitle(): (nodeId: string) => string {
  const document = useFlow((flow) => flow);
  const types = useNodeTypes();
  const localized = useLocalized();
  return useMemo(() => (nodeId: string) => nodeTitle(document, types, localized, nodeId), [document, types, localized]);
}
