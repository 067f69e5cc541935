import '../no-eval.ts';
import { check, type CheckContext } from '@koppel/compiler';
import { issueIn, type Language } from '@koppel/model';
import { readContext, readFacts } from './check-flow.ts';
import { createFactChanges } from './fact-changes.ts';
import type { CheckAnswer, CheckRequest } from './messages.ts';
import { answerRuleQuestion, replyIn, type Checked } from './rule-questions.ts';

// The worker checks flows off the main thread, with the same code as the server.
let context: CheckContext | null = null;
let language: Language = 'en';
let checked: Checked | null = null;
const changesOf = createFactChanges();

function answer(request: CheckRequest): CheckAnswer | null {
  if (request.kind === 'context') {
    context = readContext(request.context);
    language = request.language;
    return null;
  }
  const { id } = request;
  try {
    if (request.kind === 'ask') {
      return { kind: 'reply', id, reply: replyIn(answerRuleQuestion(request.question, checked), language) };
    }
    if (!context) return null;
    const { document } = request;
    checked = { document, result: check(document, context) };
    const facts = readFacts(checked.result);
    const issues = facts.issues.map((issue) => issueIn(issue, language));
    return { kind: 'facts', id, ...changesOf({ ...facts, issues }) };
  } catch (error) {
    return { kind: 'failure', id, message: error instanceof Error ? error.message : String(error) };
  }
}

addEventListener('message', ({ data }: MessageEvent<CheckRequest>) => {
  const reply = answer(data);
  if (reply) postMessage(reply);
});
