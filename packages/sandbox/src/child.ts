// The process in which code of nodes runs: one isolate for each batch, one context for each isolate. It is started without an
// environment and without a credential, and is ended with its parent.
import ivm from 'isolated-vm';
import { stripTypeScriptTypes } from 'node:module';
import type { CodeAnswer, CodeProblem } from '@koppel/sdk';
import type { Done, Job } from './messages.ts';
import { prelude } from './prelude.ts';

const noFunction = 'The code exports no function. Write "export default function (record, run)" before it.';

/**
 * The module as the body of a function that gives what it exports; every letter stays at its line and column. More than one where
 * the words stand in a text or a remark as well: then the one that can be read is meant.
 */
function scriptsOf(code: string): string[] {
  const body = stripTypeScriptTypes(code);
  const scripts = [...body.matchAll(/^[ \t]*export default /gm)].map(({ index, 0: found }) => {
    const inPlace = found.replace('export default ', 'const $code =  ');
    return `() => { 'use strict';\n${body.slice(0, index)}${inPlace}${body.slice(index + found.length)}\nreturn $code; }`;
  });
  if (scripts.length === 0) throw new SyntaxError(noFunction);
  return scripts;
}

function compiled(isolate: ivm.Isolate, [script, ...others]: string[]): ivm.Script {
  try {
    return isolate.compileScriptSync(script!, { filename: 'code', lineOffset: -1 });
  } catch (error) {
    if (others.length === 0) throw error;
    return compiled(isolate, others);
  }
}

function answersTo({ code, fields, records, run, isTrial, limits }: Job): CodeAnswer[] {
  const isolate = new ivm.Isolate({ memoryLimit: limits.memoryMb });
  const timeout = records.length === 1 ? limits.recordMs : limits.batchMs;
  try {
    const context = isolate.createContextSync();
    const handle = isolate
      .compileScriptSync(prelude, { filename: 'prelude' })
      .runSync(context, { reference: true }) as ivm.Reference;
    // A function of its own for each record: what the code keeps outside of it is gone with the record.
    const make = compiled(isolate, scriptsOf(code)).runSync(context, { timeout, reference: true }) as ivm.Reference;
    const text = JSON.stringify({ fields, records, run, most: limits.answerChars, isTrial });
    const answer = handle.applySync(undefined, [make.derefInto(), text], {
      timeout,
      result: { copy: true },
    }) as unknown;
    return soundAnswers(JSON.parse(String(answer)), records.length);
  } finally {
    if (!isolate.isDisposed) isolate.dispose();
  }
}

/** Code may have changed what it is answered with: nothing of it is taken as it is. */
function soundAnswers(given: unknown, count: number): CodeAnswer[] {
  const list = Array.isArray(given) && given.length === count ? (given as unknown[]) : Array.from({ length: count });
  return list.map((one): CodeAnswer => {
    const { ok, values, problem } = (typeof one === 'object' && one !== null ? one : {}) as Record<string, unknown>;
    if (ok === true && typeof values === 'object' && values !== null && !Array.isArray(values))
      return { ok, values: values as Record<string, unknown> };
    const { kind, message, line, column } = (problem ?? {}) as Partial<CodeProblem>;
    const place = (at: unknown) => (Number.isSafeInteger(at) ? (at as number) : null);
    return {
      ok: false,
      problem: {
        kind: kinds.find((known) => known === kind) ?? 'result',
        message: typeof message === 'string' ? message.slice(0, 500) : 'The code gave an answer that cannot be read.',
        line: place(line),
        column: place(column),
      },
    };
  });
}
const kinds: readonly CodeProblem['kind'][] = ['threw', 'syntax', 'result', 'tooLarge'];

/** What an error of the isolate as a whole means; null: the code cannot even be read. */
function stopOf(error: unknown): CodeProblem {
  const message = error instanceof Error ? error.message : String(error);
  const common = { line: null, column: null };
  if (/timed out/i.test(message)) {
    return { kind: 'tooSlow', message: 'The code took too long for this record and was stopped.', ...common };
  }
  if (/memory|disposed|allocation/i.test(message)) {
    return { kind: 'tooMuchMemory', message: 'The code took more memory than it may for this record.', ...common };
  }
  return {
    kind: error instanceof SyntaxError ? 'syntax' : 'threw',
    message: message.replace(/ \[code:\d+:\d+\]/g, '').slice(0, 500),
    ...placeOf(error),
  };
}

/** Where code cannot be read. V8 says it by name; what takes the types off shows the line and points into it. */
function placeOf(error: unknown): Pick<CodeProblem, 'line' | 'column'> {
  const { message = '', stack = '' } = error instanceof Error ? error : {};
  const named = /code:(\d+):(\d+)/.exec(`${message} ${stack}`);
  if (named) return { line: Number(named[1]), column: Number(named[2]) };
  const line = /^:(\d+)\n/.exec(stack)?.[1];
  const before = /\n([ \t]*)\^+\n/.exec(stack)?.[1];
  return { line: line === undefined ? null : Number(line), column: before === undefined ? null : before.length + 1 };
}

function run(job: Job): readonly CodeAnswer[] {
  try {
    return answersTo(job);
  } catch (error) {
    const problem = stopOf(error);
    return job.records.map(() => ({ ok: false, problem }));
  }
}

// Days and times read the same wherever Koppel runs.
process.env['TZ'] = 'UTC';
process.on('message', (job: Job) => {
  const done: Done = { id: job.id, answers: run(job) };
  process.send!(done);
});
process.on('disconnect', () => process.exit(0));
