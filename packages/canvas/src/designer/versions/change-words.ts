import type { FlowDocument } from '@koppel/model';
import type { Text } from '../../i18n/locale.tsx';
import { compareFlows } from './compare.ts';

/** What differs between two versions in a few words: "2 mappings changed, 1 node added". */
export function changeWords(before: FlowDocument, after: FlowDocument, text: Text): string {
  const { nodes, addedEdges, removedEdges } = compareFlows(before, after);
  const ofKind = (kind: string) => nodes.filter((node) => node.kind === kind);
  const changed = ofKind('changed');
  const mappings = changed.filter(({ nodeId }) => after.nodes[nodeId]!.type === 'map-fields').length;
  const parts = [
    ['mappings', mappings],
    ['nodes', changed.length - mappings],
    ['added', ofKind('added').length],
    ['removed', ofKind('removed').length],
  ] as const;
  const said = parts.flatMap(([part, n]) => (n > 0 ? [text(`changes.${part}`, { n })] : []));
  // Edges come and go with their nodes; alone they are worth a word.
  const edges = addedEdges.length + removedEdges.length;
  if (said.length === 0 && edges > 0) return text('changes.edges', { n: edges });
  return said.length > 0 ? said.join(', ') : text('changes.none');
}
