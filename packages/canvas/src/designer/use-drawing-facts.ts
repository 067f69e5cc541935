import { useMemo } from 'react';
import { nodeTitle } from '../flow-canvas/describe.ts';
import type { DrawnEdge, NodeTypes, PortEntities } from '../flow-canvas/ports.ts';
import { useLocalized } from '../i18n/locale.tsx';
import { useCheck, useDesignerServices, useFlow } from './designer-context.tsx';

/** The nodes that there are, by type. */
export function useNodeTypes(): NodeTypes {
  return useDesignerServices().derived.types;
}

/** The edges of the flow, read. */
export function useEdges(): readonly DrawnEdge[] {
  const { derived } = useDesignerServices();
  return useFlow(derived.edges);
}

/** What each port carries. */
export function usePortEntities(): PortEntities {
  const { derived } = useDesignerServices();
  const facts = useCheck(({ nodes }) => nodes);
  return useFlow((document) => derived.entities(document, facts));
}

/** A function that says how a node is called. */
export function useNodeTitle(): (nodeId: string) => string {
  const nodes = useFlow((flow) => flow.nodes);
  const phrases = useFlow((flow) => flow.phrases);
  const types = useNodeTypes();
  const localized = useLocalized();
  return useMemo(
    () => (nodeId: string) => nodeTitle({ nodes, phrases }, types, localized, nodeId),
    [nodes, phrases, types, localized],
  );
}
