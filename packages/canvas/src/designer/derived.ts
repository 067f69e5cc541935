import type { FlowDocument } from '@koppel/model';
import type { NodeFacts } from '../check-worker/messages.ts';
import { edgesOf, portEntities, type DrawnEdge, type NodeTypes, type PortEntities } from '../flow-canvas/ports.ts';

/** What follows from the document and the check, worked out once however many parts of the designer ask. */
export interface Derived {
  readonly types: NodeTypes;
  edges(document: FlowDocument): readonly DrawnEdge[];
  entities(document: FlowDocument, facts: Readonly<Record<string, NodeFacts>>): PortEntities;
}

/** Remembers the last answers: everybody asks about the document of the moment. */
export function createDerived(types: NodeTypes): Derived {
  let ofEdges: { document: FlowDocument; edges: readonly DrawnEdge[] } | null = null;
  let ofEntities: {
    document: FlowDocument;
    facts: Readonly<Record<string, NodeFacts>>;
    entities: PortEntities;
  } | null = null;
  const edges = (document: FlowDocument) => {
    // Moving a node makes another document with the same edges.
    if (ofEdges?.document.edges !== document.edges || ofEdges.document.nodes !== document.nodes) {
      ofEdges = { document, edges: edgesOf(document) };
    }
    return ofEdges.edges;
  };
  return {
    types,
    edges,
    entities(document, facts) {
      const known = ofEntities;
      if (
        known?.facts !== facts ||
        known.document.nodes !== document.nodes ||
        known.document.edges !== document.edges
      ) {
        ofEntities = { document, facts, entities: portEntities(document, types, edges(document), facts) };
        return ofEntities.entities;
      }
      return known.entities;
    },
  };
}
