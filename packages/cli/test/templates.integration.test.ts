import { parseFlow, stringifyFlow, type FlowDocument } from '@koppel/model';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../server/test/support/test-koppel.ts';
import { runCommandLine } from '../src/command-line.ts';

const flow = 'customer-value';
let folder: string;
const ports = new Map<string, number>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-templates-'));
  for (const who of ['a', 'b']) ports.set(who, await freePort());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A command on the workspace of client `a` or `b`. */
async function koppel(who: 'a' | 'b', ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const environment = {
    KOPPEL_PORT: String(ports.get(who)),
    KOPPEL_DATA: join(folder, who),
    KOPPEL_DEMO_CUSTOMERS: '50',
  };
  const written = { out: '', err: '' };
  const code = await runCommandLine(args, environment, {
    out: (text) => void (written.out += `${text}\n`),
    err: (text) => void (written.err += `${text}\n`),
    isTerminal: false,
  });
  return { code, ...written };
}

const at = (...parts: string[]) => join(folder, ...parts);
function editFile(file: string, change: (document: FlowDocument) => void): void {
  const parsed = parseFlow(readFileSync(file, 'utf8'));
  if (!parsed.ok) throw new Error(parsed.issues[0]!.message);
  change(parsed.document);
  writeFileSync(file, stringifyFlow(parsed.document));
}

describe('a folder under version control', () => {
  test('a pull writes one file per flow, and the same bytes again', async () => {
    expect(await koppel('a', 'pull', at('git'))).toMatchObject({ code: 0, err: '' });
    expect(readdirSync(at('git'))).toContain(`${flow}.json`);
    expect(readdirSync(at('git', 'workspace'))).toEqual(['bindings.json', 'mastership.json', 'pulled.json']);
    expect(readFileSync(at('git', 'workspace', 'bindings.json'), 'utf8')).toContain('"crm": "Demo CRM"');
    expect((await koppel('a', 'pull', at('git'))).out).toMatch(/ 0 changed, 0 removed/);
    expect((await koppel('a', 'diff', at('git'))).out).toBe('The files and the workspace say the same.\n');
  });

  test('what was changed in a file is told, refused while it has errors, and saved as a draft', async () => {
    const file = at('git', `${flow}.json`);
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, whole.replaceAll('param.riserFactor', 'param.riserFacto'));
    const refused = await koppel('a', 'push', at('git'));
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/riserFacto[^]*Nothing was pushed/);
    writeFileSync(file, whole);
    editFile(file, (document) => {
      document.parameters['riserFactor']!.default = '1.25';
    });
    expect((await koppel('a', 'diff', at('git'))).out).toMatch(/~ parameter riserFactor in customer-value/);
    expect((await koppel('a', 'pull', at('git'))).err).toMatch(/changed and not pushed: customer-value\.json/);
    expect((await koppel('a', 'push', at('git'))).out).toBe('Pushed customer-value.json.\n');
    const listed = JSON.parse((await koppel('a', 'flows', 'list', '--json')).out) as {
      id: string;
      hasUnpublishedDraft: boolean;
    }[];
    expect(listed.find(({ id }) => id === flow)!.hasUnpublishedDraft).toBe(true);
  });

  test('what changed on the server since the pull is not overwritten', async () => {
    expect((await koppel('a', 'pull', at('other'))).code).toBe(0);
    editFile(at('git', `${flow}.json`), (document) => {
      document.summary = { en: 'By the first' };
    });
    editFile(at('other', `${flow}.json`), (document) => {
      document.summary = { en: 'By the second' };
    });
    expect((await koppel('a', 'push', at('other'), '--publish', '--note', 'Second')).out).toMatch(
      /Published customer-value/,
    );
    const late = await koppel('a', 'push', at('git'));
    expect([late.code, late.err]).toEqual([
      1,
      expect.stringContaining('changed on the server since they were pulled: customer-value.json') as string,
    ]);
  });
});

describe('a template on the command line', () => {
  test('is exported into a file', async () => {
    const { code, out } = await koppel('a', 'template', 'export', flow, '--id', 'value', '--file', at('value-1.json'));
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/^value 1\.0\.0 is in .*\nsha256:[0-9a-f]{64}\n$/) as string,
    ]);
  });

  test('a hit of the secrets check keeps it from being exported, until the answers say what to do', async () => {
    await koppel('a', 'pull', at('git'), '--force');
    editFile(at('git', `${flow}.json`), (document) => {
      document.layout.notes['ask'] = { text: 'Ask jan.peeters@verbeke.example', at: [0, 0], colour: 'yellow' };
      document.parameters['riserFactor']!.default = '1.40';
    });
    await koppel('a', 'push', at('git'));
    const args = ['template', 'export', flow, '--id', 'value', '--file', at('value-2.json')];
    const refused = await koppel('a', ...args);
    expect([refused.code, refused.out]).toEqual([1, expect.stringContaining('jan.peeters@verbeke.example') as string]);
    await koppel('a', ...args, '--write-answers', at('answers.json'));
    expect((await koppel('a', ...args, '--answers', at('answers.json'))).out).toMatch(/^value 1\.1\.0/);
    expect(readFileSync(at('value-2.json'), 'utf8')).not.toContain('peeters');
  });

  test('is installed unattended, upgraded, compared and taken back', async () => {
    const wrong = await koppel('b', 'template', 'upgrade', at('value-1.json'));
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('is not installed') as string]);
    writeFileSync(at('b.json'), JSON.stringify({ slots: { crm: 'Demo CRM' }, parameters: { riserFactor: '1.10' } }));
    const installed = await koppel(
      'b',
      'template',
      'install',
      at('value-1.json'),
      '--answers',
      at('b.json'),
      '--publish',
    );
    expect(installed.out).toMatch(/value 1\.0\.0 is installed, published: customer-value-2\./);
    await koppel('b', 'pull', at('b-git'));
    editFile(at('b-git', `${flow}-2.json`), (document) => {
      document.parameters['riserFactor']!.default = '9.00';
    });
    await koppel('b', 'push', at('b-git'));
    expect((await koppel('b', 'template', 'diff', 'value')).out).toMatch(/~ parameter riserFactor in customer-value-2/);
    const open = await koppel('b', 'template', 'upgrade', at('value-2.json'));
    expect(open.code).toBe(1);
    expect(open.out).toMatch(/\? parameter riserFactor in customer-value-2: open[^]*ours: .*9\.00[^]*new: .*1\.40/);
    expect(open.err).toMatch(/1 choice is left/);
    const done = await koppel('b', 'template', 'upgrade', at('value-2.json'), '--take', 'theirs');
    expect(done.out).toMatch(/value 1\.1\.0 is installed, as drafts/);
    expect((await koppel('b', 'template', 'list')).out).toMatch(/value +1\.1\.0 +up to date +0/);
    expect((await koppel('b', 'template', 'revert', 'value')).out).toBe('"value" is back at version 1.0.0.\n');
    expect((await koppel('b', 'template', 'list')).out).toMatch(
      /value +1\.0\.0 +changed here, newer version there +1 +1\.1\.0/,
    );
  });
});
