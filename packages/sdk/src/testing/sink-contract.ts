import { strict as assert } from 'node:assert';
import type { FoundRecord, SendOutcome, Sink, WriteIntent } from '../connector.ts';
import { ConnectionError } from '../errors.ts';
import {
  contractCase,
  rejection,
  type ContractCase,
  type Scene,
  type StartSystem,
  type SystemUnderTest,
  type Values,
} from './contract.ts';
import { cannedResponse, type Interception } from './intercepted-http.ts';

/** What differs between sinks that keep the contract. */
export interface SinkUnderTest extends SystemUnderTest {
  /** Values of a record that is not there yet, with its name; others for each number. */
  record(number: number): Values;
  /** Values that the system refuses for good, though their forms are right. */
  readonly refused: Values;
  /** An update that a record of `record` may get: one field, and what it is set to. */
  readonly change: { readonly field: string; readonly value: string };
  /** The body of an answer to a write with every id taken out of it. */
  withoutIds(body: string): string;
}

type SinkScene = Scene<SinkUnderTest>;

function sinkOf({ subject }: SinkScene): Sink {
  const sink = subject.system.sink(subject.entity);
  assert(sink, 'the connector writes this entity');
  return sink;
}

function create(scene: SinkScene, number: number): WriteIntent {
  const key = sinkOf(scene).keyFor?.(`contract/${number}`) ?? null;
  return { op: 'create', key, version: null, values: scene.subject.record(number) };
}

const update = (key: string, version: string | null, values: Values): WriteIntent => ({
  op: 'update',
  key,
  version,
  values,
});

const send = (scene: SinkScene, intents: readonly WriteIntent[], signal = scene.signal) =>
  sinkOf(scene).send(intents, { signal });

const nameOf = ({ values }: WriteIntent): string => String(values['name']);
const countNamed = async ({ subject }: SinkScene, intent: WriteIntent) => (await subject.named(nameOf(intent))).length;

/** The records that a look-up gives for an intent whose outcome nobody knows: by our key where we chose it, else by name. */
async function lookUp(scene: SinkScene, intent: WriteIntent): Promise<FoundRecord[]> {
  const query =
    intent.key === null
      ? ({ by: 'fields', values: { name: nameOf(intent) } } as const)
      : ({ by: 'key', key: intent.key } as const);
  const [found] = await sinkOf(scene).find([query], { fields: Object.keys(intent.values), signal: scene.signal });
  return found!;
}

type Confirmed = Extract<SendOutcome, { kind: 'confirmed' }>;

function confirmed(outcome: SendOutcome | undefined): Confirmed {
  assert(outcome?.kind === 'confirmed', describe(outcome));
  return outcome;
}

function describe(outcome: SendOutcome | undefined): string {
  if (outcome === undefined) return 'there is no outcome';
  return outcome.kind === 'confirmed' ? 'confirmed' : `${outcome.kind}: ${outcome.error.message}`;
}

function rejectedFor(outcome: SendOutcome | undefined, reason: string): void {
  assert(outcome?.kind === 'rejected', describe(outcome));
  assert.equal(outcome.reason, reason, outcome.error.message);
  assert(outcome.error.message.length > 0 && outcome.error.remedy.length > 0);
}

function assertKinds(outcomes: readonly SendOutcome[], kinds: readonly SendOutcome['kind'][]): void {
  assert.deepEqual(
    outcomes.map(({ kind }) => kind),
    kinds,
    outcomes.map(describe).join(' · '),
  );
}

/** One record that is there, as the sink confirmed it; after it nothing needs to be looked up before the next write. */
async function madeOne(scene: SinkScene, number = 1): Promise<Confirmed> {
  return confirmed((await send(scene, [create(scene, number)]))[0]);
}

/** Answers that prove nothing although the write was carried out, by what is wrong with them. */
const garbage: Readonly<Record<string, (scene: SinkScene) => Interception>> = {
  'a web page with status 200': () => async (_request, send) => {
    await send();
    return cannedResponse({ headers: { 'content-type': 'text/html' }, body: '<!doctype html><p>Please sign in</p>' });
  },
  'an empty answer with status 200': () => async (_request, send) => {
    await send();
    return cannedResponse({});
  },
  'half an answer': () => async (_request, send) => {
    const answer = await send();
    const { status, headers } = answer;
    const text = answer.text();
    return cannedResponse({ status, headers, body: text.slice(0, text.length / 2) });
  },
  'a success without an id':
    ({ subject }) =>
    async (_request, send) => {
      const answer = await send();
      const { status, headers } = answer;
      return cannedResponse({ status, headers, body: subject.withoutIds(answer.text()) });
    },
  'status 500 after the fact': () => async (_request, send) => {
    await send();
    return cannedResponse({ status: 500, headers: { 'content-type': 'application/json' }, body: '{}' });
  },
  'status 504 from a gateway': () => async (_request, send) => {
    await send();
    return cannedResponse({ status: 504, headers: { 'content-type': 'text/html' }, body: '<html>Gateway</html>' });
  },
};

/**
 * What every sink promises (see `Sink`), each sentence with a proof against a real system over HTTP. Give the cases to the
 * test runner.
 */
export function sinkContract(start: StartSystem<SinkUnderTest>): ContractCase[] {
  const prove = (title: string, run: (scene: SinkScene) => Promise<void>) => contractCase(start, title, run);
  return [
    prove('gives one outcome per intent, in their order, and the values that the system kept', async (scene) => {
      const { subject } = scene;
      const first = await madeOne(scene, 1);
      const { field, value } = subject.change;
      const intents: WriteIntent[] = [
        create(scene, 2),
        { ...create(scene, 3), values: subject.refused },
        update(first.key, first.version, { [field]: value }),
        create(scene, 4),
      ];
      const outcomes = await send(scene, intents);
      assertKinds(outcomes, ['confirmed', 'rejected', 'confirmed', 'confirmed']);
      rejectedFor(outcomes[1], 'refused');
      assert.equal(confirmed(outcomes[2]).key, first.key);
      assert.notEqual(confirmed(outcomes[2]).version, first.version);
      for (const place of [0, 3]) {
        const { key, version, values } = confirmed(outcomes[place]);
        assert.deepEqual(await subject.named(nameOf(intents[place]!)), [key]);
        const { changedAt: _at, ...found } = (await lookUp(scene, intents[place]!))[0]!;
        assert.deepEqual({ key, version, values: values ?? found.values }, found);
      }
    }),
    prove('an update leaves every field alone that it does not name', async (scene) => {
      const { field, value } = scene.subject.change;
      const intent = create(scene, 1);
      const { key, version } = confirmed((await send(scene, [intent]))[0]);
      const [before] = await lookUp(scene, intent);
      confirmed((await send(scene, [update(key, version, { [field]: value })]))[0]);
      const [after] = await lookUp(scene, intent);
      assert.deepEqual(after!.values, { ...before!.values, ...(field in before!.values ? { [field]: value } : {}) });
    }),
    prove('a preview, where there is one, tells what is sent afterwards, and writes nothing', async (scene) => {
      const sink = sinkOf(scene);
      if (!sink.preview) return;
      const { field, value } = scene.subject.change;
      const { key, version } = await madeOne(scene);
      const intents = [create(scene, 2), update(key, version, { [field]: value })];
      const previews = await sink.preview(intents, { signal: scene.signal });
      assert.equal(await countNamed(scene, intents[0]!), 0);
      const sent: string[] = [];
      scene.http.onWrites((request, go) => {
        const { body = '' } = request;
        sent.push(`${request.url} ${typeof body === 'string' ? body : Buffer.from(body).toString('utf8')}`);
        return go();
      });
      // Alone, as a preview shows each: in company they may stand in one request.
      for (const intent of intents) confirmed((await send(scene, [intent]))[0]);
      for (const { error, requests } of previews) {
        assert.equal(error, null);
        assert(requests.length > 0);
        for (const { address, body } of requests) {
          const [fixed = ''] = address.split('{id}', 1);
          assert(
            sent.some((text) => text.includes(fixed) && (body === null || text.includes(body))),
            `${address} ${body} is not among what was sent: ${sent.join('\n')}`,
          );
        }
      }
    }),
    prove('an empty send sends nothing', async (scene) => {
      assert.deepEqual(await send(scene, []), []);
    }),
    prove('takes as many intents as it says', async (scene) => {
      const intents = Array.from({ length: sinkOf(scene).maxIntents }, (_, index) => create(scene, index + 1));
      const outcomes = await send(scene, intents);
      assert.equal(new Set(outcomes.map((outcome) => confirmed(outcome).key)).size, intents.length);
    }),
    prove('a create that is repeated makes no second record: the first one is found', async (scene) => {
      const intent = create(scene, 1);
      const { key } = confirmed((await send(scene, [intent]))[0]);
      if (intent.key !== null) {
        assert.equal(key, intent.key);
        assert.equal(sinkOf(scene).keyFor?.('contract/1'), key);
        assert.notEqual(sinkOf(scene).keyFor?.('contract/2'), key);
        rejectedFor((await send(scene, [intent]))[0], 'exists');
      }
      assert.deepEqual(
        (await lookUp(scene, intent)).map((found) => found.key),
        [key],
      );
      assert.equal(await countNamed(scene, intent), 1);
    }),
    prove('an update of a record that somebody else changed is stale and changes nothing', async (scene) => {
      const { subject } = scene;
      const { field, value } = subject.change;
      const { key, version } = await madeOne(scene);
      subject.passTime(1000);
      await subject.rename(key, 'Renamed by somebody else');
      rejectedFor((await send(scene, [update(key, version, { name: 'Ours', [field]: value })]))[0], 'stale');
      assert.deepEqual(await subject.named('Renamed by somebody else'), [key]);
      const [[found]] = (await sinkOf(scene).find([{ by: 'key', key }], {
        fields: [field],
        signal: scene.signal,
      })) as [[FoundRecord]];
      assert.notEqual(found.values[field], value);
      confirmed((await send(scene, [update(key, found.version, { [field]: value })]))[0]);
    }),
    prove('an update of a record that is gone, or never was, says so', async (scene) => {
      const { subject } = scene;
      const { field, value } = subject.change;
      const { key, version } = await madeOne(scene);
      await subject.remove(key);
      const keys = [key, '11111111-2222-4333-8444-555555555555', 'not-a-key-of-this-system'];
      for (const outcome of await send(
        scene,
        keys.map((gone) => update(gone, version, { [field]: value })),
      )) {
        rejectedFor(outcome, 'gone');
      }
    }),
    prove('finds by key and by values, one list per query in their order', async (scene) => {
      const intents = [create(scene, 1), create(scene, 2)];
      const [first, second] = (await send(scene, intents)).map(confirmed);
      const found = await sinkOf(scene).find(
        [
          { by: 'key', key: second!.key },
          { by: 'fields', values: { name: 'Nobody is called this' } },
          { by: 'fields', values: { name: nameOf(intents[0]!).toUpperCase() } },
          { by: 'key', key: 'not-a-key-of-this-system' },
          { by: 'fields', values: intents[1]!.values },
        ],
        { fields: ['name'], signal: scene.signal },
      );
      assert.deepEqual(
        found.map((records) => records.map(({ key, values }) => ({ key, values }))),
        [
          [{ key: second!.key, values: { name: nameOf(intents[1]!) } }],
          [],
          [{ key: first!.key, values: { name: nameOf(intents[0]!) } }],
          [],
          [{ key: second!.key, values: { name: nameOf(intents[1]!) } }],
        ],
      );
      assert.equal(found[0]![0]!.version, second!.version);
      assert.deepEqual(await sinkOf(scene).find([], { fields: ['name'], signal: scene.signal }), []);
    }),
    prove('a system that is too busy has done nothing, and says how long to wait', async (scene) => {
      const { subject, clock } = scene;
      await madeOne(scene, 1);
      const intents = [create(scene, 2), create(scene, 3)];
      subject.faults.throttle(7);
      const outcomes = await send(scene, intents);
      assertKinds(outcomes, ['notExecuted', 'notExecuted']);
      for (const outcome of outcomes) {
        assert(outcome.kind === 'notExecuted');
        assert.deepEqual(outcome.error.retry, { afterMs: 7000 });
      }
      subject.faults.clear();
      assert.equal(await countNamed(scene, intents[0]!), 0);
      await clock.advance(7000);
      assertKinds(await send(scene, intents), ['confirmed', 'confirmed']);
    }),
    prove('a system that is too busy and names no time is tried again after a pause', async (scene) => {
      await madeOne(scene, 1);
      scene.subject.faults.throttle(null);
      const [outcome] = await send(scene, [create(scene, 2)]);
      assert(outcome?.kind === 'notExecuted', describe(outcome));
      assert.equal(outcome.error.retry, 'backoff');
    }),
    prove('a reply that is lost after the fact is unknown, and the record is found', async (scene) => {
      await madeOne(scene, 1);
      const intents = [create(scene, 2), create(scene, 3)];
      scene.subject.faults.loseReplies();
      const outcomes = await send(scene, intents);
      scene.subject.faults.clear();
      assertKinds(outcomes, ['unknown', 'unknown']);
      for (const intent of intents) {
        assert.equal((await lookUp(scene, intent)).length, 1);
        assert.equal(await countNamed(scene, intent), 1);
      }
    }),
    prove('a lost reply to an update is unknown, and looking shows what is there', async (scene) => {
      const { field, value } = scene.subject.change;
      const { key, version } = await madeOne(scene, 1);
      scene.subject.faults.loseReplies();
      assertKinds(await send(scene, [update(key, version, { [field]: value })]), ['unknown']);
      scene.subject.faults.clear();
      const [[found]] = (await sinkOf(scene).find([{ by: 'key', key }], {
        fields: [field],
        signal: scene.signal,
      })) as [[FoundRecord]];
      assert.equal(found.values[field], value);
      assert.notEqual(found.version, version);
    }),
    prove('an answer that breaks off is unknown, and the record is found', async (scene) => {
      await madeOne(scene, 1);
      const intents = [create(scene, 2), create(scene, 3)];
      scene.subject.faults.cutAnswers();
      const outcomes = await send(scene, intents);
      scene.subject.faults.clear();
      assertKinds(outcomes, ['unknown', 'unknown']);
      for (const intent of intents) assert.equal((await lookUp(scene, intent)).length, 1);
    }),
    prove('a part that fails with a server error is unknown, and the others are done', async (scene) => {
      await madeOne(scene, 1);
      const intents = [2, 3, 4, 5, 6].map((number) => create(scene, number));
      // The last one: what a connector sends for the others after it must go through.
      scene.subject.faults.failParts(5);
      const outcomes = await send(scene, intents);
      scene.subject.faults.clear();
      assertKinds(outcomes, ['confirmed', 'confirmed', 'confirmed', 'confirmed', 'unknown']);
      assert.deepEqual(await lookUp(scene, intents[4]!), []);
      assertKinds(await send(scene, [intents[4]!]), ['confirmed']);
    }),
    ...Object.entries(garbage).map(([what, interception]) =>
      prove(`${what} proves nothing: unknown, and the record is found`, async (scene) => {
        await madeOne(scene, 1);
        const intents = [create(scene, 2), create(scene, 3)];
        scene.http.onWrites(interception(scene));
        const outcomes = await send(scene, intents);
        scene.http.clear();
        assertKinds(outcomes, ['unknown', 'unknown']);
        for (const intent of intents) assert.equal((await lookUp(scene, intent)).length, 1);
      }),
    ),
    prove('a request that never left has done nothing', async (scene) => {
      await madeOne(scene, 1);
      const error = new ConnectionError({
        code: 'http.unreachable',
        message: 'Away.',
        remedy: 'Wait.',
        wasSent: false,
      });
      scene.http.onWrites(() => Promise.reject(error));
      const [outcome] = await send(scene, [create(scene, 2)]);
      assert(outcome?.kind === 'notExecuted', describe(outcome));
      assert.equal(outcome.error, error);
    }),
    prove('a sign-in that is refused has done nothing', async (scene) => {
      await madeOne(scene, 1);
      scene.http.onWrites(() => Promise.resolve(cannedResponse({ status: 401 })));
      assertKinds(await send(scene, [create(scene, 2)]), ['notExecuted']);
    }),
    prove('stops with the signal’s reason, before anything is sent and while it waits', async (scene) => {
      await madeOne(scene, 1);
      const reason = new Error('stopped by hand');
      const stopped = new AbortController();
      stopped.abort(reason);
      assert.equal(await rejection(send(scene, [create(scene, 2)], stopped.signal)), reason);
      assert.equal(await countNamed(scene, create(scene, 2)), 0);
      const stop = new AbortController();
      scene.http.onWrites((_request, send) => {
        stop.abort(reason);
        return send();
      });
      assert.equal(await rejection(send(scene, [create(scene, 3)], stop.signal)), reason);
    }),
  ];
}
