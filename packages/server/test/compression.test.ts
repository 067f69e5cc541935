import { gunzipSync } from 'node:zlib';
import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { compressAnswers } from '../src/http/compression.ts';

const long = { words: 'as long as a list of flows '.repeat(100) };

async function ask(url: string, headers: Record<string, string> = { 'accept-encoding': 'gzip, br' }) {
  const app = Fastify();
  compressAnswers(app);
  app.get('/api/workspaces/main/flows', async () => long);
  app.get('/api/workspaces/main/session', async () => long);
  app.get('/api/workspaces/main/short', async () => ({ words: 'few' }));
  const answer = await app.inject({ url, headers });
  await app.close();
  return answer;
}

it('a long answer about a workspace is compressed for whoever takes it so', async () => {
  const answer = await ask('/api/workspaces/main/flows');
  expect(answer.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
  expect(JSON.parse(gunzipSync(answer.rawPayload).toString())).toEqual(long);
  const plain = await ask('/api/workspaces/main/flows', {});
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(plain.json()).toEqual(long);
});

it('the session and what is short are sent as they are', async () => {
  for (const path of ['session', 'short']) {
    const answer = await ask(`/api/workspaces/main/${path}`);
    expect(answer.headers['content-encoding'], path).toBeUndefined();
    expect(answer.json(), path).toHaveProperty('words');
  }
});
