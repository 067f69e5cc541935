import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { NodeFooter, NodeMark, NodeRing } from '../../flow-canvas/overlay.tsx';
import { useFormat, useText } from '../../i18n/locale.tsx';
import { StatusIcon } from '../../kit/status-pill.tsx';
import { useNow } from '../../kit/timing.ts';
import { speed, writtenSpeed } from '../progress.ts';
import { timesOf, useFigures, useRunView } from '../run-context.tsx';
import type { RunNode } from '../run-nodes.ts';
import { averageMs, handledOf, nodeStatus } from './node-status.ts';

/** What a run adds to a node's card: the mark of its state, and figures at the bottom. */
export function NodeOverlay({ nodeId }: { readonly nodeId: string }): ReactElement | null {
  const text = useText();
  const { live, nodes } = useRunView();
  const figures = useFigures();
  const known = useStore(live, (state) => state.nodes[nodeId]);
  const node = nodes.find(({ id }) => id === nodeId);
  const now = useNow(500, known?.phase === 'waiting');
  if (!node) return null;
  const counters = figures.nodes[nodeId];
  const { status, word } = nodeStatus(node, {
    live: known,
    counters,
    run: figures.state,
    failed: figures.counters.failed,
    nowMs: now,
  });
  return (
    <>
      <NodeRing status={status} />
      {status !== 'idle' && (
        <NodeMark label={text(`node.${word}`)}>
          <StatusIcon status={status} size={11} />
        </NodeMark>
      )}
      {word === 'waiting' && known?.wait ? (
        <NodeFooter
          left={text('node.waitsFor', { n: Math.max(0, Math.ceil((Date.parse(known.wait.until) - now) / 1000)) })}
          right={text('node.try', { n: known.wait.tryNumber, most: known.wait.maxTries })}
        />
      ) : (
        <Figures node={node} isRunning={word === 'running'} />
      )}
    </>
  );
}

function Figures({ node, isRunning }: { readonly node: RunNode; readonly isRunning: boolean }): ReactElement | null {
  const text = useText();
  const format = useFormat();
  const { detail, live } = useRunView();
  const figures = useFigures();
  const pace = useStore(live, (state) => state.pace);
  const counters = figures.nodes[node.id];
  if (node.kind === 'trigger') {
    const { startMs } = timesOf(figures.state);
    return startMs === null ? null : <NodeFooter left={format.timeSeconds(startMs)} />;
  }
  if (node.kind === 'failures') {
    const n = figures.counters.failed;
    return <NodeFooter left={text(detail.run.isDryRun ? 'node.wouldKeep' : 'node.kept', { n })} />;
  }
  if (!counters) return <NodeFooter left={<span className="text-ink-3">{text('node.idle')}</span>} />;
  const perSecond = isRunning && node.kind === 'sink' ? speed(pace, ({ nodes }) => nodes[node.id]?.in ?? 0) : null;
  const average = averageMs(counters);
  return (
    <NodeFooter
      left={
        perSecond !== null && perSecond > 0
          ? text('node.perSecond', { n: writtenSpeed(perSecond, format) })
          : text(node.kind === 'source' ? 'node.read' : 'node.handled', { n: handledOf(node, counters) })
      }
      right={
        average !== null && (
          <span title={text('node.average')}>
            {average >= 10
              ? format.duration(average)
              : text('format.milliseconds', {
                  n: average < 0.05 ? `< ${format.decimal(0.1)}` : format.decimal(average),
                })}
          </span>
        )
      }
    />
  );
}
