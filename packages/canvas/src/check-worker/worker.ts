import '../no-eval.ts';
import { check, type CheckContext } from '@koppel/compiler';
import type { Language } from '@koppel/model';
import { asSaid, loadSentences } from '../i18n/sentences/load.ts';
import type { Sentence } from '../i18n/sentences/sentence-in.ts';
import { issueToldIn, namesOfNodes } from '../i18n/sentences/issue-told.ts';
import { readContext, readFacts } from './check-flow.ts';
import { createFactChanges } from './fact-changes.ts';
import type { CheckAnswer, CheckRequest } from './messages.ts';
import { answerRuleQuestion, replyIn, type Checked } from './rule-questions.ts';

// The worker checks flows off the main thread, with the same code as the server.
let context: CheckContext | null = null;
let language: Language = 'en';
let sentence: Sentence = asSaid;
let checked: Checked | null = null;
const changesOf = createFactChanges();

async function answer(request: CheckRequest): Promise<CheckAnswer | null> {
  if (request.kind === 'context') {
    context = readContext(request.context);
    language = request.language;
    sentence = await loadSentences(language);
    return null;
  }
  const { id } = request;
  try {
    if (request.kind === 'ask') {
      return { kind: 'reply', id, reply: replyIn(answerRuleQuestion(request.question, checked), language, sentence) };
    }
    if (!context) return null;
    const { document } = request;
    checked = { document, result: check(document, context) };
    const facts = readFacts(checked.result);
    const names = namesOfNodes(document, context.catalog.nodes, language);
    const issues = facts.issues.map((issue) => issueToldIn(issue, language, sentence, names));
    return { kind: 'facts', id, ...changesOf({ ...facts, issues }) };
  } catch (error) {
    return { kind: 'failure', id, message: error instanceof Error ? error.message : String(error) };
  }
}

async function answerBehind(earlier: Promise<void>, request: CheckRequest): Promise<void> {
  await earlier;
  try {
    const reply = await answer(request);
    if (reply) postMessage(reply);
  } catch (error) {
    // Told like any other mistake; what comes behind it is answered all the same.
    reportError(error);
  }
}

// One after another: what was asked behind a context is answered with its sentences.
let last = Promise.resolve();
addEventListener('message', ({ data }: MessageEvent<CheckRequest>) => {
  last = answerBehind(last, data);
});
