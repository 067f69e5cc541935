import type { Run, RunEvent } from '@koppel/model';
import type { Api } from '../../api/api.ts';
import { saveFile } from '../../app/save-file.ts';
import type { RunNode } from '../run-nodes.ts';
import { levelOf, nodeOf, recordOf } from './lines.ts';
import { sentenceOf, type Words } from './sentences.ts';

const pageSize = 5_000;

/** One event as a line of text: time in UTC, level, node, record, sentence. Tabs between, so that it opens as a table. */
export function logTextLine(event: RunEvent, nodes: readonly RunNode[], words: Words): string {
  const line = { kind: 'event', event } as const;
  const nodeId = nodeOf(line);
  const record = recordOf(line);
  return [
    String(event.seq),
    event.at,
    levelOf(line),
    nodes.find(({ id }) => id === nodeId)?.title ?? nodeId ?? '',
    record?.key ?? '',
    record?.name ?? '',
    sentenceOf(line, words),
  ]
    .map((part) => part.replace(/[\t\r\n]+/g, ' '))
    .join('\t');
}

/** Reads the whole log from the server, page by page, and saves it as a text file. Throws an `ApiError`. */
export async function downloadLog({
  api,
  run,
  flowTitle,
  nodes,
  words,
  onProgress,
}: {
  readonly api: Api;
  readonly run: Run;
  readonly flowTitle: string;
  readonly nodes: readonly RunNode[];
  readonly words: Words;
  readonly onProgress: (lines: number) => void;
}): Promise<void> {
  const lines = [`# ${flowTitle}, ${words.text('runView.title', { number: String(run.number) })}`];
  let after = 0;
  for (;;) {
    const { events } = await api.getRunEvents({ params: { id: run.id }, query: { after, limit: pageSize } });
    const last = events.at(-1);
    if (!last || last.seq <= after) break;
    for (const event of events) {
      if (event.seq > after + 1) {
        lines.push(`# ${sentenceOf({ kind: 'lost', fromSeq: after + 1, toSeq: event.seq - 1 }, words)}`);
      }
      lines.push(logTextLine(event, nodes, words));
      after = event.seq;
    }
    onProgress(lines.length - 1);
    if (events.length < pageSize) break;
  }
  saveFile(`${run.flowId}-run-${run.number}.log.tsv`, `${lines.join('\n')}\n`, 'text/tab-separated-values');
}
