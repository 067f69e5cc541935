import Database from 'better-sqlite3';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StoredUser } from '../src/index.ts';
import { openTestInstance, type TestInstance } from './open-test-instance.ts';

let opened: TestInstance;
let lotte: StoredUser;
beforeEach(async () => {
  opened = openTestInstance();
  lotte = await created('Lotte.Claes@Example.com ', 'Lotte');
});
afterEach(() => opened.remove());

async function created(email: string, name: string): Promise<StoredUser> {
  const user = await opened.instance.people.create({ email, name, passwordHash: null });
  if (user === 'emailTaken') throw new Error('The e-mail is taken.');
  return user;
}

test('knows a person by e-mail in any case, once', async () => {
  const { people } = opened.instance;
  expect(lotte).toMatchObject({ email: 'lotte.claes@example.com', isDisabled: false, createdAt: opened.now() });
  expect(await people.byEmail(' LOTTE.claes@example.COM')).toEqual(lotte);
  expect(await people.byId(lotte.id)).toEqual(lotte);
  expect(await people.byEmail('nobody@example.com')).toBeNull();
  const again = { email: 'lotte.CLAES@example.com', name: 'Other', passwordHash: null };
  expect(await people.create(again)).toBe('emailTaken');
  const wim = await created('wim@example.com', 'Wim');
  expect(await people.update(wim.id, { email: again.email })).toBe('emailTaken');
  expect(await people.update(lotte.id, { email: again.email, isInstanceAdmin: true })).toEqual({
    ...lotte,
    isInstanceAdmin: true,
  });
  expect(await people.update('nobody', { name: 'x' })).toBe('missing');
  expect((await people.list()).map(({ name }) => name)).toEqual(['Lotte', 'Wim']);
});

test('keeps a session until it ends, and notes at most once a minute that it was used', async () => {
  const { people } = opened.instance;
  await people.startSession({ idHash: 'one', userId: lotte.id });
  const startedAt = opened.now();
  opened.pass(59_999);
  await people.touchSession('one');
  expect(await people.session('one')).toEqual({ user: lotte, createdAt: startedAt, lastSeenAt: startedAt });
  opened.pass(1);
  await people.touchSession('one');
  expect(await people.session('one')).toMatchObject({ createdAt: startedAt, lastSeenAt: opened.now() });
  await people.touchSession('nothing');
  await people.endSession('one');
  expect(await people.session('one')).toBeNull();
});

test('ends the other sessions of a person, and old ones of everybody', async () => {
  const { people } = opened.instance;
  const wim = await created('wim@example.com', 'Wim');
  for (const idHash of ['one', 'two']) await people.startSession({ idHash, userId: lotte.id });
  await people.startSession({ idHash: 'of Wim', userId: wim.id });
  const present = async () => {
    const sessions = await Promise.all(['one', 'two', 'of Wim'].map((id) => people.session(id)));
    return sessions.map((session) => session !== null);
  };
  await people.endSessionsOf(lotte.id, 'two');
  expect(await present()).toEqual([false, true, true]);
  opened.pass(60_000);
  await people.touchSession('two');
  const startOfTime = new Date(0);
  expect(await people.deleteSessionsBefore({ lastSeenBefore: opened.now(), createdBefore: startOfTime })).toBe(1);
  expect(await present()).toEqual([false, true, false]);
  expect(await people.deleteSessionsBefore({ lastSeenBefore: startOfTime, createdBefore: opened.now() })).toBe(1);
  expect(await present()).toEqual([false, false, false]);
});

test('whoever is disabled is signed out and cannot use a link', async () => {
  const { people } = opened.instance;
  await people.startSession({ idHash: 'one', userId: lotte.id });
  await people.saveSignInLink({ tokenHash: 'token', userId: lotte.id });
  await people.update(lotte.id, { name: 'Lotte C.' });
  expect(await people.session('one')).not.toBeNull();
  expect(await people.update(lotte.id, { isDisabled: true })).toMatchObject({ isDisabled: true });
  expect(await people.session('one')).toBeNull();
  expect(await people.takeSignInLink('token')).toBeNull();
});

test('a sign-in link is taken once, however many ask for it at the same time', async () => {
  const { people } = opened.instance;
  await people.saveSignInLink({ tokenHash: 'token', userId: lotte.id });
  const taken = await Promise.all([1, 2, 3].map(() => people.takeSignInLink('token')));
  expect(taken.filter((link) => link !== null)).toEqual([{ userId: lotte.id, createdAt: opened.now() }]);
  expect(await opened.reopen().people.takeSignInLink('token')).toBeNull();
});

test('sign-in links of one person, or of all, can be withdrawn', async () => {
  const { people } = opened.instance;
  const wim = await created('wim@example.com', 'Wim');
  await people.saveSignInLink({ tokenHash: 'of Lotte', userId: lotte.id });
  await people.saveSignInLink({ tokenHash: 'of Wim', userId: wim.id });
  await people.deleteSignInLinks(lotte.id);
  expect(await people.takeSignInLink('of Lotte')).toBeNull();
  await people.deleteSignInLinks();
  expect(await people.takeSignInLink('of Wim')).toBeNull();
});

test('a person is a member of several workspaces, each with a role of its own; a closed one lets nobody in', async () => {
  const { people, workspaces } = opened.instance;
  const made = {
    environment: 'production',
    timeZone: 'Europe/Brussels',
    language: 'nl',
    isOnBoard: true,
    administratorId: null,
  } as const;
  const verbeke = await workspaces.create({ ...made, slug: 'verbeke', name: 'Verbeke' });
  const claes = await workspaces.create({ ...made, slug: 'claes', name: 'Claes' });
  if (verbeke === 'slugTaken' || claes === 'slugTaken') throw new Error('The slug is taken.');
  expect(await workspaces.create({ ...made, slug: 'claes', name: 'Other' })).toBe('slugTaken');
  await people.setMembership({ userId: lotte.id, workspaceId: verbeke.id, role: 'analyst' });
  await people.setMembership({ userId: lotte.id, workspaceId: claes.id, role: 'viewer' });
  await people.setMembership({ userId: lotte.id, workspaceId: claes.id, role: 'sales' });
  const roles = new Map([
    [verbeke.id, 'analyst'],
    [claes.id, 'sales'],
  ]);
  expect(await people.membershipsOf(lotte.id)).toEqual(roles);
  expect(await people.membersOf(claes.id)).toEqual([{ user: lotte, role: 'sales' }]);
  expect(await workspaces.update(claes.id, { closedAt: opened.now() })).toMatchObject({ closedAt: opened.now() });
  expect([...(await people.membershipsOf(lotte.id)).keys()]).toEqual([verbeke.id]);
  await workspaces.update(claes.id, { closedAt: null });
  expect(await workspaces.update('nothing', { name: 'x' })).toBe('missing');
  await people.setMembership({ userId: lotte.id, workspaceId: verbeke.id, role: null });
  expect([...(await opened.reopen().people.membershipsOf(lotte.id)).keys()]).toEqual([claes.id]);
});

test('the sealed key of a second factor opens for nobody else and under no other version', async () => {
  const { people } = opened.instance;
  const ann = await created('ann@example.com', 'Ann');
  await people.beginSecondFactor(ann.id, 'key of Ann');
  await people.beginSecondFactor(lotte.id, 'key of Lotte');
  expect((await people.secondFactor(ann.id))?.key).toBe('key of Ann');
  const database = new Database(join(opened.folder, 'instance.sqlite'));
  database
    .prepare('UPDATE user SET second_factor_key = (SELECT second_factor_key FROM user WHERE id = ?) WHERE id = ?')
    .run(ann.id, lotte.id);
  await expect(people.secondFactor(lotte.id)).rejects.toThrow('altered');
  database.prepare('UPDATE user SET second_factor_version = second_factor_version + 1 WHERE id = ?').run(ann.id);
  await expect(people.secondFactor(ann.id)).rejects.toThrow('altered');
  database.close();
});

test('a key that another one replaced is not confirmed by a code of the one before', async () => {
  const { people } = opened.instance;
  await people.beginSecondFactor(lotte.id, 'first');
  const before = (await people.secondFactor(lotte.id))!;
  await people.beginSecondFactor(lotte.id, 'second');
  const confirmed = { version: before.version, step: 1, recoveryHashes: [] };
  expect(await people.confirmSecondFactor(lotte.id, confirmed)).toBe(false);
  expect((await people.byId(lotte.id))?.secondFactorSince).toBeNull();
});
