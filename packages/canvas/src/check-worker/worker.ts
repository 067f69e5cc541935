import '../no-eval.ts';
import { check, type CheckContext } from '@koppel/compiler';
import { readContext, readFacts } from './check-flow.ts';
import { createFactChanges } from './fact-changes.ts';
import type { CheckAnswer, CheckRequest } from './messages.ts';
import { answerRuleQuestion, type Checked } from './rule-questions.ts';

// The worker checks flows off the main thread, with the same code as the server.
let context: CheckContext | null = null;
let checked: Checked | null = null;
const changesOf = createFactChanges();

function answer(request: CheckRequest): CheckAnswer | null {
  if (request.kind === 'context') {
    context = readContext(request.context);
    return null;
  }
  const { id } = request;
  try {
    if (request.kind === 'ask') {
      return { kind: 'reply', id, reply: checked && answerRuleQuestion(request.question, checked) };
    }
    if (!context) return null;
    const { document } = request;
    checked = { document, result: check(document, context) };
    return { kind: 'facts', id, ...changesOf(readFacts(checked.result)) };
  } catch (error) {
    return { kind: 'failure', id, message: error instanceof Error ? error.message : String(error) };
  }
}

addEventListener('message', ({ data }: MessageEvent<CheckRequest>) => {
  const reply = answer(data);
  if (reply) postMessage(reply);
});
