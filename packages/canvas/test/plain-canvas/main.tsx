// The baseline of `npm run bench -- designer`: as many nodes and edges, drawn by React Flow as it comes.
import { Background, MiniMap, ReactFlow, type Edge, type Node } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { createRoot } from 'react-dom/client';

const drawing = (await (await fetch('./drawing.json')).json()) as { nodes: Node[]; edges: Edge[] };

createRoot(document.getElementById('root')!).render(
  <ReactFlow defaultNodes={drawing.nodes} defaultEdges={drawing.edges} minZoom={0.1} maxZoom={2} panOnScroll fitView>
    <Background />
    <MiniMap pannable zoomable />
  </ReactFlow>,
);
