import { emptyFlow, type FlowDocument } from '@koppel/model';
import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { createAutosave, sendAll, type AutosavePorts } from '../../src/designer/saving/autosave.ts';
import { whenOpen, type ConnectionState } from '../../src/live/connection.ts';
import { dropCopy, homecoming, keepCopy, keptCopy } from '../../src/designer/saving/local-copy.ts';

const flow = (title: string): FlowDocument => emptyFlow('f', title);

/** A server that answers when told to, and a clock that goes when told to. */
function world(start = flow('start'), isDirty = false) {
  const sent: { title: string; revision: number; isLeaving: boolean }[] = [];
  const answers: { yes: (revision: number) => Promise<void>; no: (error: unknown) => Promise<void> }[] = [];
  const timers = new Map<number, { at: number; act: () => void }>();
  let now = 0;
  let count = 0;
  let kept: { document: FlowDocument; revision: number } | null = null;
  const settle = async () => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  const ports: AutosavePorts = {
    save(document, revision, { isLeaving }) {
      sent.push({ title: document.title.en, revision, isLeaving });
      return new Promise((resolve, reject) => {
        answers.push({
          yes: (next) => {
            resolve({ revision: next, savedAt: `t${next}` });
            return settle();
          },
          no: (error) => {
            reject(error);
            return settle();
          },
        });
      });
    },
    judge: (error) => error as 'conflict' | 'taken' | 'unreachable' | 'refused',
    keep: (document, revision) => {
      kept = { document, revision };
    },
    drop: () => {
      kept = null;
    },
    later(ms, act) {
      count += 1;
      const id = count;
      timers.set(id, { at: now + ms, act });
      return () => void timers.delete(id);
    },
  };
  return {
    sent,
    answers,
    kept: () => kept,
    autosave: createAutosave(ports, { document: start, revision: 1, savedAt: 't1', isDirty }),
    async wait(ms: number) {
      now += ms;
      for (const [id, timer] of timers) {
        if (timer.at > now) continue;
        timers.delete(id);
        timer.act();
      }
      await settle();
    },
  };
}

describe('saving by itself', () => {
  it('waits for a pause, then sends the newest once', async () => {
    const { autosave, sent, answers, wait } = world();
    autosave.changed(flow('a'));
    await wait(400);
    autosave.changed(flow('b'));
    await wait(400);
    expect(sent).toEqual([]);
    expect(autosave.getState().status).toBe('waiting');
    await wait(200);
    expect(sent).toEqual([{ title: 'b', revision: 1, isLeaving: false }]);
    await answers[0]!.yes(2);
    expect(autosave.getState()).toEqual({ status: 'saved', at: 't2' });
  });

  it('sends one at a time, with the revision of the last answer', async () => {
    const { autosave, sent, answers, wait } = world();
    autosave.changed(flow('a'));
    await wait(600);
    autosave.changed(flow('b'));
    await wait(600);
    expect(sent).toHaveLength(1);
    await answers[0]!.yes(2);
    expect(autosave.getState().status).toBe('waiting');
    await wait(600);
    expect(sent[1]).toEqual({ title: 'b', revision: 2, isLeaving: false });
  });

  it('does not send what was taken back before', async () => {
    const start = flow('start');
    const { autosave, sent, wait } = world(start);
    autosave.changed(flow('a'));
    autosave.changed(start);
    await wait(2_000);
    expect(sent).toEqual([]);
    expect(autosave.getState()).toEqual({ status: 'saved', at: 't1' });
  });

  it('stops at a conflict, keeps the draft here, and goes on as the person chose', async () => {
    const { autosave, sent, answers, wait, kept } = world();
    autosave.changed(flow('mine'));
    await wait(600);
    await answers[0]!.no('conflict');
    expect(autosave.getState().status).toBe('conflict');
    autosave.changed(flow('mine, more'));
    await wait(60_000);
    expect(sent).toHaveLength(1);
    expect(kept()?.document.title.en).toBe('mine, more');
    autosave.resolve({ revision: 7, savedAt: 't7', isOurs: true });
    await wait(0);
    expect(sent[1]).toEqual({ title: 'mine, more', revision: 7, isLeaving: false });
    await answers[1]!.yes(8);
    expect(kept()).toBeNull();
  });

  it('sends nothing when theirs was taken', async () => {
    const { autosave, sent, answers, wait } = world();
    autosave.changed(flow('mine'));
    await wait(600);
    await answers[0]!.no('conflict');
    autosave.changed(flow('theirs'));
    autosave.resolve({ revision: 7, savedAt: 't7', isOurs: false });
    await wait(60_000);
    expect(sent).toHaveLength(1);
    expect(autosave.getState()).toEqual({ status: 'saved', at: 't7' });
    expect(autosave.revision()).toBe(7);
  });

  it('tries again by itself when the server cannot be reached, and keeps the draft here meanwhile', async () => {
    const { autosave, sent, answers, wait, kept } = world();
    autosave.changed(flow('a'));
    await wait(600);
    await answers[0]!.no('unreachable');
    expect(autosave.getState()).toMatchObject({ status: 'failed', isRetrying: true });
    expect(kept()?.revision).toBe(1);
    await wait(2_000);
    expect(sent).toHaveLength(2);
    await answers[1]!.no('unreachable');
    await wait(2_000);
    expect(sent).toHaveLength(2);
    await wait(3_000);
    await answers[2]!.yes(2);
    expect(autosave.getState().status).toBe('saved');
    expect(kept()).toBeNull();
  });

  it('tries again at once when the page hears that the server is back, however long its own wait is', async () => {
    const { autosave, sent, answers, wait } = world();
    const connection = createStore<ConnectionState>(() => ({ status: 'open' }));
    const stop = whenOpen(connection, () => void autosave.flush());
    autosave.changed(flow('a'));
    await wait(600);
    await answers[0]!.no('unreachable');
    connection.setState({ status: 'lost', lostAt: 0, retryAt: 1_000 });
    connection.setState({ status: 'connecting', lostAt: 0 });
    expect(sent).toHaveLength(1);
    connection.setState({ status: 'open' });
    expect(sent).toHaveLength(2);
    await answers[1]!.yes(2);
    expect(autosave.getState().status).toBe('saved');
    stop();
  });

  it('says why it could not send everything, and that a person has to choose first', async () => {
    const { autosave, answers } = world();
    autosave.changed(flow('a'));
    const failed = sendAll(autosave).catch((error: unknown) => error);
    await answers[0]!.no('refused');
    // It is tried once more, in case it changed meanwhile.
    await answers[1]!.no('refused');
    expect(await failed).toBe('refused');
    const blocked = sendAll(autosave);
    await answers[2]!.no('conflict');
    expect(await blocked).toBe(false);
    autosave.resolve({ revision: 5, savedAt: 't5', isOurs: false });
    expect(await sendAll(autosave)).toBe(true);
  });

  it('does not repeat by itself what the server refused', async () => {
    const { autosave, sent, answers, wait } = world();
    autosave.changed(flow('a'));
    await wait(600);
    await answers[0]!.no('refused');
    await wait(120_000);
    expect(sent).toHaveLength(1);
    autosave.changed(flow('b'));
    await wait(600);
    expect(sent).toHaveLength(2);
  });

  it('keeps the draft here and sends it without waiting when the page goes away', async () => {
    const { autosave, sent, kept } = world();
    autosave.leave();
    expect(sent).toEqual([]);
    autosave.changed(flow('a'));
    autosave.leave();
    expect(sent).toEqual([{ title: 'a', revision: 1, isLeaving: true }]);
    expect(kept()?.document.title.en).toBe('a');
  });

  it('sends at once what is waiting when asked, also what changed while it was sent', async () => {
    const { autosave, sent, answers, wait } = world();
    autosave.changed(flow('a'));
    const flushed = autosave.flush();
    autosave.changed(flow('b'));
    await answers[0]!.yes(2);
    await wait(0);
    expect(sent.map(({ title }) => title)).toEqual(['a', 'b']);
    await answers[1]!.yes(3);
    await flushed;
    expect(autosave.getState()).toEqual({ status: 'saved', at: 't3' });
  });

  it('sends nothing while somebody else edits, keeps what it could not send, and sends it when the draft is ours again', async () => {
    const { autosave, sent, answers, wait, kept } = world();
    autosave.changed(flow('mine'));
    autosave.yield();
    await wait(60_000);
    expect([sent, autosave.getState().status]).toEqual([[], 'taken']);
    expect(kept()).toMatchObject({ revision: 1, document: { title: { en: 'mine' } } });
    autosave.goOn();
    await answers[0]!.yes(2);
    expect(autosave.getState().status).toBe('saved');
    expect(kept()).toBeNull();
  });

  it.each(['taken', 'unreachable'])('keeps what was on its way when the draft was taken: %s', async (outcome) => {
    const { autosave, sent, answers, wait, kept } = world();
    autosave.changed(flow('mine'));
    await wait(600);
    autosave.yield();
    await answers[0]!.no(outcome);
    await wait(60_000);
    expect([sent.length, autosave.getState().status]).toEqual([1, 'taken']);
    expect(kept()?.document.title.en).toBe('mine');
    autosave.letGo();
    expect([kept(), autosave.hasUnsaved()]).toEqual([null, false]);
  });

  it('goes along with what others save, and sends the next change on top of it', async () => {
    const { autosave, sent, wait } = world();
    autosave.yield();
    autosave.follow({ document: flow('theirs'), revision: 7, savedAt: 't7' });
    expect(autosave.getState()).toEqual({ status: 'saved', at: 't7' });
    autosave.changed(flow('mine'));
    await wait(600);
    expect(sent).toEqual([{ title: 'mine', revision: 7, isLeaving: false }]);
  });

  it('sends what was resumed from an earlier visit', async () => {
    const { sent, wait } = world(flow('resumed'), true);
    await wait(600);
    expect(sent).toEqual([{ title: 'resumed', revision: 1, isLeaving: false }]);
  });
});

describe('coming back to a draft that was kept here', () => {
  const same = (a: FlowDocument, b: FlowDocument) => a.title.en === b.title.en;
  const copy = { at: 5, revision: 3, document: flow('mine') };

  it('goes on with it where nobody saved since, and asks where somebody did', () => {
    expect(homecoming(copy, { document: flow('server'), revision: 3 }, same).kind).toBe('resume');
    expect(homecoming(copy, { document: flow('server'), revision: 4 }, same).kind).toBe('choose');
  });

  it('does nothing where the server has it already', () => {
    expect(homecoming(copy, { document: flow('mine'), revision: 4 }, same).kind).toBe('nothing');
    expect(homecoming(null, { document: flow('server'), revision: 4 }, same).kind).toBe('nothing');
  });

  it('survives storage, and damaged storage is no draft', () => {
    const items = new Map<string, string>();
    const shelf = {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, item: string) => void items.set(key, item),
      removeItem: (key: string) => void items.delete(key),
    };
    expect(keepCopy(shelf, 'f', copy)).toBe(true);
    expect(keptCopy(shelf, 'f')).toEqual(copy);
    items.set('koppel.unsaved.f', '{"at":1');
    expect(keptCopy(shelf, 'f')).toBeNull();
    dropCopy(shelf, 'f');
    expect(items.size).toBe(0);
  });
});
