import { readFileSync } from 'node:fs';
import { ZodError } from 'zod';
import type { FaultSettings, FaultSwitches } from '../listener/faults.ts';
import type { RequestCounts } from '../listener/request-counts.ts';
import type { BrowsableService, PageSet, ServiceResponse } from '../odata-service.ts';
import { takeTurns } from '../odata/turns.ts';
import type { StoredRecord, Value } from '../records/definition.ts';
import { html } from './html.ts';
import { isSameSite } from './same-site.ts';
import { findRecords } from './search.ts';
import { formText, typedValue } from './values.ts';
import { document, listView, recordView, switchesView, type Frame, type Note } from './views.ts';

/** A request for the small page. `path` is what comes behind `basePath`, or begins with it. */
export interface PageRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Where the page is reached, without a slash at the end: links begin with it. */
  readonly basePath: string;
}

/** What the page shows and switches. */
export interface PagePorts {
  readonly title: string;
  readonly service: BrowsableService;
  readonly faults: FaultSwitches;
  readonly requests: { read(): RequestCounts; reset(): void };
}

const style = readFileSync(new URL('style.css', import.meta.url), 'utf8');

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

/** The small page of a demo system. Answers to whoever may see it: who that is, is decided in front of it. */
export class DemoPage {
  readonly #ports: PagePorts;

  constructor(ports: PagePorts) {
    this.#ports = ports;
  }

  async handle(request: PageRequest): Promise<ServiceResponse> {
    const { method, basePath, headers } = request;
    const below = request.path.startsWith(`${basePath}/`) ? request.path.slice(basePath.length) : request.path;
    const [, name = '', id, ...more] = below === basePath ? [] : below.split('/');
    const { service } = this.#ports;
    const frame: Frame = { title: this.#ports.title, basePath, sets: service.pages, current: name };
    if (method !== 'GET' && method !== 'POST') return plain(405, 'This page is read with GET and changed with POST.');
    if (method === 'POST' && !isSameSite(headers)) return plain(403, 'This was not sent from the page of this system.');
    const form = new URLSearchParams(method === 'POST' ? Buffer.from(request.body).toString() : request.query);
    if (more.length > 0) return plain(404, 'Not found.');
    if (name === '') return redirect(`${basePath}/${service.pages[0]?.entity.definition.set ?? 'switches'}`);
    if (name === 'style.css' && id === undefined) return { status: 200, headers: styleHeaders, body: style };
    if (name === 'switches' && id === undefined)
      return method === 'POST' ? this.#switch(frame, form) : this.#switches(frame, form);
    const set = service.pages.find(({ entity }) => entity.definition.set === name);
    if (set === undefined) return plain(404, 'Not found.');
    if (id === undefined)
      return method === 'GET' ? this.#list(frame, set, form) : plain(405, 'A list cannot be changed.');
    const record = set.entity.table.get(id.toLowerCase());
    if (record === undefined) return plain(404, 'This record does not exist (any more).');
    if (method === 'GET') return one(frame, { set, record, form });
    return form.has('action') ? act(frame, { set, record, form }) : save(frame, { set, record, form });
  }

  async #list(frame: Frame, set: PageSet, form: URLSearchParams): Promise<ServiceResponse> {
    const place = {
      text: (form.get('q') ?? '').trim(),
      after: form.get('after') ?? undefined,
      isNewestFirst: form.get('order') === 'changed',
    };
    const found = await takeTurns(findRecords(set, this.#ports.service, place));
    const note: Note | undefined = form.has('done') ? { kind: 'good', text: 'Done.' } : undefined;
    return shown(frame, note, listView(frame, set, { found, place }));
  }

  #switches(frame: Frame, form: URLSearchParams): ServiceResponse {
    const done = doneTexts[form.get('done') ?? ''];
    return this.#switchesWith(frame, done === undefined ? undefined : { kind: 'good', text: done });
  }

  #switchesWith(frame: Frame, note: Note | undefined): ServiceResponse {
    const { faults, requests } = this.#ports;
    return shown(frame, note, switchesView(frame, faults.get(), requests.read()));
  }

  #switch(frame: Frame, form: URLSearchParams): ServiceResponse {
    const { faults, requests } = this.#ports;
    const action = form.get('action') ?? '';
    if (action === 'off') faults.reset();
    else if (action === 'zero') requests.reset();
    else {
      try {
        faults.set(typedFaults(form, faults.get()));
      } catch (error) {
        if (!(error instanceof ZodError)) throw error;
        const text = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join(' ');
        return this.#switchesWith(frame, { kind: 'bad', text });
      }
    }
    return redirect(`${frame.basePath}/switches?done=${action === 'off' || action === 'zero' ? action : 'set'}`);
  }
}

const doneTexts: Readonly<Record<string, string>> = {
  set: 'The faults are switched as shown.',
  off: 'All faults are switched off.',
  zero: 'Requests are counted from zero.',
};

function typedFaults(form: URLSearchParams, settings: FaultSettings): Partial<FaultSettings> {
  const typed: Record<string, number | null> = {};
  for (const name of Object.keys(settings)) {
    const text = form.get(name)?.trim();
    if (text === undefined) continue;
    typed[name] = text === '' ? (name === 'retryAfterSeconds' ? null : 0) : Number(text);
  }
  return typed;
}

interface RecordForm {
  readonly set: PageSet;
  readonly record: StoredRecord;
  readonly form: URLSearchParams;
}

function one(frame: Frame, { set, record, form }: RecordForm): ServiceResponse {
  const note: Note | undefined = form.has('saved') ? { kind: 'good', text: 'Saved.' } : undefined;
  return shown(frame, note, recordView(frame, set, { record, typed: undefined }));
}

/** Does what a button says, as somebody of the firm would. */
function act(frame: Frame, { set, record, form }: RecordForm): ServiceResponse {
  const action = form.get('action') ?? '';
  const known = set.actions?.(record).some(({ id }) => id === action) === true;
  const refusal =
    known && set.act !== undefined
      ? set.act({
          id: record.id,
          version: Number(form.get('version')),
          action,
          typed: (field) => form.get(`${action}.${field}`)?.trim() ?? '',
        })
      : 'This cannot be done with the record as it is now.';
  const list = `${frame.basePath}/${set.entity.definition.set}`;
  const now = set.entity.table.get(record.id);
  // A record can leave its list by what was done: an order when it is invoiced.
  if (refusal === null) return redirect(now === undefined ? `${list}?done` : `${list}/${record.id}?saved`);
  if (now === undefined)
    return shown(frame, { kind: 'bad', text: refusal }, html`<p><a href="${list}">Back to the list</a></p>`, 422);
  return shown(frame, { kind: 'bad', text: refusal }, recordView(frame, set, { record: now, typed: undefined }), 422);
}

function save(frame: Frame, { set, record, form }: RecordForm): ServiceResponse {
  const typed = new Map<string, string>();
  const values: Record<string, Value> = {};
  const problems: string[] = [];
  for (const name of set.editable) {
    const column = set.entity.column(name);
    const text = form.get(name);
    if (column === undefined || text === null) continue;
    typed.set(name, text);
    if (text.replaceAll('\r\n', '\n') === formText(column, record)) continue;
    const read = typedValue(column, text);
    if ('problem' in read) problems.push(read.problem);
    else values[name] = read.value;
  }
  const address = `${frame.basePath}/${set.entity.definition.set}/${record.id}`;
  const refuse = (text: string) => shown(frame, { kind: 'bad', text }, recordView(frame, set, { record, typed }), 422);
  if (problems.length > 0) return refuse(problems.join(' '));
  if (Object.keys(values).length === 0) return redirect(address);
  const refusal = set.edit({ id: record.id, version: Number(form.get('version')), values });
  return refusal === null ? redirect(`${address}?saved`) : refuse(refusal);
}

function shown(
  frame: Frame,
  note: Note | undefined,
  content: Parameters<typeof document>[2],
  status = 200,
): ServiceResponse {
  return { status, headers: pageHeaders, body: document(frame, note, content) };
}

const styleHeaders = { 'content-type': 'text/css; charset=utf-8', 'x-content-type-options': 'nosniff' };

function plain(status: number, text: string): ServiceResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }, body: text };
}

function redirect(location: string): ServiceResponse {
  return { status: 303, headers: { location, 'cache-control': 'no-store' }, body: '' };
}
