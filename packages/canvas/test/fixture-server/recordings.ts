import { isFinal, type Run } from '@koppel/model';
import { recordFinished, RunRecording } from './run-recording.ts';

export interface Recordings {
  /** What happened in a run so far; made when somebody asks for the first time. */
  of(run: Run): RunRecording;
  /** Only if somebody asked. */
  known(runId: string): RunRecording | undefined;
}

/** The recordings of a workspace: of runs that somebody looked at. */
export function makeRecordings(): Recordings {
  const recordings = new Map<string, RunRecording>();
  return {
    of(run) {
      let recording = recordings.get(run.id);
      if (!recording) {
        recording = recordingOf(run);
        recordings.set(run.id, recording);
      }
      return recording;
    },
    known: (runId) => recordings.get(runId),
  };
}

function recordingOf(run: Run): RunRecording {
  if (isFinal(run.state)) return recordFinished(run);
  const recording = new RunRecording(run);
  if (run.state.status !== 'running') {
    if ('startedAt' in run.state && run.state.startedAt) recording.change(run.state, Date.parse(run.state.startedAt));
    return recording;
  }
  // What has been handled so far, spread over the time since it began, with two waits in between.
  const startMs = Date.parse(run.state.startedAt);
  const passedMs = Date.now() - startMs;
  const handled = run.counters.read;
  run.counters = { ...run.counters, read: 0, created: 0, updated: 0, unchanged: 0, skipped: 0, failed: 0 };
  recording.begin(startMs);
  const batches = Math.ceil(handled / 5);
  for (let batch = 0; batch < batches; batch += 1) {
    const at = startMs + (passedMs * batch) / batches;
    if (batch === Math.floor(batches * 0.3) || batch === Math.floor(batches * 0.64)) recording.wait(at, 4_000);
    recording.advance(Math.min(5, handled - recording.handled), at);
  }
  return recording;
}
