import type { FlowDocument, Issue, Language } from '@koppel/model';
import type { CheckContextBody } from '@koppel/protocol';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { withChanges } from './fact-changes.ts';
import type { CheckAnswer, CheckRequest, FlowFacts, RuleQuestion, RuleReplies } from './messages.ts';

/** What is known of a flow. `of` is the document that the facts are about; `isPending` while a newer one is checked. */
export interface CheckState extends FlowFacts {
  /** The issues of each node that has some, worst first. */
  readonly byNode: Readonly<Record<string, readonly Issue[]>>;
  readonly of: FlowDocument | null;
  readonly isPending: boolean;
  /** A defect of the check itself: publishing then relies on the server alone. */
  readonly failure: string | null;
}

/** The name of the time that a check takes, in the performance timeline of the browser. */
const checkMeasure = 'koppel.check';

/** A web worker, as a checker uses it. */
export interface CheckPort {
  send(request: CheckRequest): void;
  onAnswer(listener: (answer: CheckAnswer) => void): void;
  stop(): void;
}

/** Keeps what is known of a flow up to date: one check at a time, of the newest document. */
export interface Checker {
  readonly store: StoreApi<CheckState>;
  /** `language`: of the reader. */
  setContext(context: CheckContextBody, language: Language): void;
  check(document: FlowDocument): void;
  /** What was found of the flow together with others, by whoever knows those; stands behind what the check finds. */
  setTogether(issues: readonly Issue[]): void;
  /**
   * Answers a question about rules, against the document that was checked last. Null while nothing is known of the node.
   * A defect of the answer rejects.
   */
  ask<Kind extends RuleQuestion['kind']>(
    question: Extract<RuleQuestion, { kind: Kind }>,
  ): Promise<RuleReplies[Kind] | null>;
  /** Starts the worker; what it gives stops it. What was found stays, and what was asked meanwhile is answered after opening. */
  open(): () => void;
}

/** A checker, closed. Documents that come while one is being checked wait; only the newest of them is checked. */
export function createChecker(start: () => CheckPort): Checker {
  const store = createStore<CheckState>(() => ({
    issues: [],
    byNode: {},
    nodes: {},
    of: null,
    isPending: true,
    failure: null,
  }));
  let port: CheckPort | null = null;
  let context: Omit<Extract<CheckRequest, { kind: 'context' }>, 'kind'> | null = null;
  let alone: readonly Issue[] = [];
  let together: readonly Issue[] = [];
  let busyWith: { readonly id: number; readonly document: FlowDocument; readonly sinceMs: number } | null = null;
  let newest: FlowDocument | null = null;
  let waiting: FlowDocument | null = null;
  let count = 0;
  const asked = new Map<number, Asked>();

  const next = () => {
    if (!port || busyWith || !waiting || !context) return;
    count += 1;
    busyWith = { id: count, document: waiting, sinceMs: performance.now() };
    waiting = null;
    store.setState({ isPending: true });
    port.send({ kind: 'check', id: count, document: busyWith.document });
  };

  const onReply = (answer: CheckAnswer, { resolve, reject }: Asked) => {
    asked.delete(answer.id);
    if (answer.kind === 'reply') resolve(answer.reply);
    else reject(new Error(answer.kind === 'failure' ? answer.message : 'The check gave another answer.'));
  };

  const onAnswer = (answer: CheckAnswer) => {
    const question = asked.get(answer.id);
    if (question) return onReply(answer, question);
    if (answer.id !== busyWith?.id) return;
    const { document, sinceMs } = busyWith;
    noteTime(sinceMs);
    busyWith = null;
    const isPending = waiting !== null;
    if (answer.kind === 'facts') {
      const before = store.getState();
      alone = answer.facts.issues;
      const issues = [...alone, ...together];
      const byNode = byNodeOf(issues, before.byNode);
      store.setState({
        issues,
        nodes: withChanges(before.nodes, answer),
        byNode,
        of: document,
        isPending,
        failure: null,
      });
    } else if (answer.kind === 'failure') store.setState({ isPending, failure: answer.message });
    next();
  };

  const again = () => {
    waiting ??= newest;
    next();
  };

  return {
    store,
    setContext(next, language) {
      context = { context: next, language };
      port?.send({ kind: 'context', ...context });
      again();
    },
    check(document) {
      const isMoved = isSameLogic(newest, document);
      newest = document;
      if (isMoved) return;
      waiting = document;
      next();
    },
    setTogether(issues) {
      together = issues;
      const all = [...alone, ...together];
      store.setState(({ byNode }) => ({ issues: all, byNode: byNodeOf(all, byNode) }));
    },
    ask: (question) =>
      new Promise((resolve, reject) => {
        count += 1;
        asked.set(count, { question, resolve: resolve as Asked['resolve'], reject });
        port?.send({ kind: 'ask', id: count, question });
      }),
    open() {
      const opened = start();
      port = opened;
      busyWith = null;
      opened.onAnswer(onAnswer);
      if (context) opened.send({ kind: 'context', ...context });
      again();
      // What was asked before, or of a worker that is gone.
      for (const [id, { question }] of asked) opened.send({ kind: 'ask', id, question });
      return () => {
        opened.stop();
        if (port === opened) port = null;
      };
    },
  };
}

/** Tells whoever measures how long a check took, the way to the worker and back included. */
function noteTime(sinceMs: number): void {
  performance.measure(checkMeasure, { start: sinceMs });
  // Observers have been told; the browser would keep each one for as long as the page is open.
  performance.clearMeasures(checkMeasure);
}

interface Asked {
  readonly question: RuleQuestion;
  readonly resolve: (reply: RuleReplies[RuleQuestion['kind']] | null) => void;
  readonly reject: (error: Error) => void;
}

/** Issues by node. The list of a node is the same object as before while it says the same. */
function byNodeOf(
  issues: readonly Issue[],
  before: Readonly<Record<string, readonly Issue[]>>,
): Record<string, readonly Issue[]> {
  const byNode: Record<string, Issue[]> = {};
  for (const issue of issues) {
    if (issue.nodeId !== null) (byNode[issue.nodeId] ??= []).push(issue);
  }
  return Object.fromEntries(
    Object.entries(byNode).map(([id, list]) => {
      const known = before[id];
      return [id, known && JSON.stringify(known) === JSON.stringify(list) ? known : list];
    }),
  );
}

/** Whether two documents differ only in where things stand: then one check serves both. */
function isSameLogic(a: FlowDocument | null, b: FlowDocument): boolean {
  return (
    a !== null && a.nodes === b.nodes && a.edges === b.edges && a.slots === b.slots && a.parameters === b.parameters
  );
}

/** A checker over a web worker of its own. */
export function createWorkerChecker(): Checker {
  return createChecker(() => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    return {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
      send: (request) => worker.postMessage(request),
      onAnswer: (listener) => worker.addEventListener('message', ({ data }) => listener(data as CheckAnswer)),
      stop: () => worker.terminate(),
    };
  });
}
