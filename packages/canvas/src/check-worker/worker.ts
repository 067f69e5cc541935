import '../no-eval.ts';
import type { CheckContext } from '@koppel/compiler';
import { checkFlow, readContext } from './check-flow.ts';
import type { CheckAnswer, CheckRequest } from './messages.ts';

// The worker checks flows off the main thread, with the same code as the server.
let context: CheckContext | null = null;

function answer(request: CheckRequest): CheckAnswer | null {
  if (request.kind === 'context') {
    context = readContext(request.context);
    return null;
  }
  const { id, document } = request;
  if (!context) return null;
  try {
    return { kind: 'facts', id, facts: checkFlow(document, context) };
  } catch (error) {
    return { kind: 'failure', id, message: error instanceof Error ? error.message : String(error) };
  }
}

addEventListener('message', ({ data }: MessageEvent<CheckRequest>) => {
  const reply = answer(data);
  if (reply) postMessage(reply);
});
