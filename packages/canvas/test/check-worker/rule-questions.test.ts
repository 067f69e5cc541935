import { check } from '@koppel/compiler';
import type { FlowDocument } from '@koppel/model';
import { describe, expect, it } from 'vitest';
import { checkFlow, readContext } from '../../src/check-worker/check-flow.ts';
import { createChecker, type CheckPort } from '../../src/check-worker/checker.ts';
import type { CheckAnswer, CheckRequest, RuleQuestion, RuleReplies } from '../../src/check-worker/messages.ts';
import { answerRuleQuestion } from '../../src/check-worker/rule-questions.ts';
import { shippedFlow } from '../designer/flows.ts';
import { makeContext } from '../fixture-server/data-designer.ts';

const context = readContext(makeContext());

function ask<Kind extends RuleQuestion['kind']>(
  question: Extract<RuleQuestion, { kind: Kind }>,
  document: FlowDocument = shippedFlow(),
): RuleReplies[Kind] | null {
  const checked = { document, result: check(document, context) };
  return answerRuleQuestion(question, checked) as RuleReplies[Kind] | null;
}

const nodeId = 'map';

describe('questions about rules', () => {
  it('convert a rule to an expression and back', () => {
    const rule = { from: 'account.phone', format: 'belgianPhone' } as const;
    const expression = ask<'convert'>({ kind: 'convert', nodeId, rule, to: 'expression' })!.rule!;
    expect(expression).toEqual({ cel: 'orEmpty(belgianPhone(account.phone))' });
    expect(ask<'convert'>({ kind: 'convert', nodeId, rule: expression, to: 'simple' })!.rule).toEqual(rule);
  });

  it('say that a form cannot say the same', () => {
    const rule = { from: 'account.phone', when: { all: [{ field: 'account.phone', is: 'notEmpty' as const }] } };
    expect(ask<'convert'>({ kind: 'convert', nodeId, rule, to: 'expression' })).toEqual({ rule: null });
    const cel = 'account.name + account.phone';
    expect(ask<'convert'>({ kind: 'convert', nodeId, rule: { cel }, to: 'simple' })).toEqual({ rule: null });
  });

  it('check a rule against the records that arrive and the field it fills', () => {
    const target = 'account.creditLimit';
    const good = ask<'rule'>({ kind: 'rule', nodeId, rule: { cel: 'account.creditLimit * 2.0' }, target })!;
    expect(good.type?.kind).toBe('decimal');
    const bad = ask<'rule'>({ kind: 'rule', nodeId, rule: { cel: 'account.creditLimt' }, target })!;
    expect(bad.issues[0]).toMatchObject({ severity: 'error', code: 'mapping.unknown-field', range: { start: 8 } });
  });

  it('offer only the formats that apply to a field', () => {
    const formats = ask<'formats'>({ kind: 'formats', nodeId, field: 'account.insuredUntil' })!.formats;
    expect(formats).toContain('date');
    expect(formats).not.toContain('belgianPhone');
  });

  it('know how expressions write each field that arrives', () => {
    const { written } = ask<'fields'>({ kind: 'fields', nodeId })!;
    expect(written['account.billingAddress.city']).toBe('account.billingAddress.city');
    expect(written['account.~mobilePhoneNumber']).toBe('account["~mobilePhoneNumber"]');
  });

  it('suggest rules for the fields that are asked for, and no others', () => {
    const { suggestions } = ask<'suggest'>({
      kind: 'suggest',
      nodeId,
      targets: ['account.insuredUntil'],
      learned: {},
      alike: [],
    })!;
    expect(suggestions).toMatchObject([{ target: 'account.insuredUntil', reason: 'sameField', isCertain: true }]);
  });

  it('have no answer for a node at which nothing arrives', () => {
    const flow = shippedFlow();
    const cut = { ...flow, edges: flow.edges.filter((edge) => !edge.endsWith('-> map.records')) };
    expect(ask<'fields'>({ kind: 'fields', nodeId }, cut)).toBeNull();
    expect(ask<'fields'>({ kind: 'fields', nodeId: 'nowhere' })).toBeNull();
  });
});

/** A port that keeps what it is sent and answers when told to. */
function fakePort() {
  const sent: CheckRequest[] = [];
  let listen: (answer: CheckAnswer) => void = () => {};
  const port: CheckPort = {
    send: (request) => sent.push(request),
    onAnswer: (listener) => {
      listen = listener;
    },
    stop: () => {},
  };
  return { port, sent, answer: (answer: CheckAnswer) => listen(answer) };
}

describe('asking the worker', () => {
  const question = { kind: 'fields', nodeId } as const;
  const reply = { written: { 'account.name': 'account.name' } };

  it('gives each question its own answer, also while a check is going on', async () => {
    const { port, sent, answer } = fakePort();
    const checker = createChecker(() => port);
    checker.setContext(makeContext(), 'en');
    const flow = shippedFlow();
    checker.check(flow);
    checker.open();
    const [first, second] = [checker.ask(question), checker.ask({ ...question, nodeId: 'other' })];
    const asked = sent.filter((request) => request.kind === 'ask');
    answer({ kind: 'reply', id: asked[1]!.id, reply: null });
    const checking = sent.find((request) => request.kind === 'check')!;
    answer({ kind: 'facts', id: checking.id, facts: checkFlow(flow, context), gone: null });
    answer({ kind: 'reply', id: asked[0]!.id, reply });
    expect(await first).toEqual(reply);
    expect(await second).toBeNull();
    expect(checker.store.getState().of).toBe(flow);
  });

  it('asks again when the worker was started anew', async () => {
    const [old, fresh] = [fakePort(), fakePort()];
    const ports = [old.port, fresh.port];
    const checker = createChecker(() => ports.shift()!);
    checker.open()();
    const answered = checker.ask(question);
    checker.open();
    const again = fresh.sent.find((request) => request.kind === 'ask')!;
    fresh.answer({ kind: 'reply', id: again.id, reply });
    expect(await answered).toEqual(reply);
  });

  it('rejects where the answer is a defect', async () => {
    const { port, sent, answer } = fakePort();
    const checker = createChecker(() => port);
    checker.open();
    const answered = checker.ask(question);
    const asked = sent.find((request) => request.kind === 'ask')!;
    answer({ kind: 'failure', id: asked.id, message: 'It broke.' });
    await expect(answered).rejects.toThrow('It broke.');
  });
});
