import type { FaultSettings } from '../listener/faults.ts';
import type { RequestCounts } from '../listener/request-counts.ts';
import type { PageAction, PagePart, PageSet } from '../odata-service.ts';
import type { Column, StoredRecord } from '../records/definition.ts';
import { html, type Html } from './html.ts';
import type { FoundPage, ListPlace } from './search.ts';
import { formText, isNumber, optionsOf, shownText } from './values.ts';

/** What every view stands in: the system's name, where its page is, and what there is to see. */
export interface Frame {
  readonly title: string;
  readonly basePath: string;
  readonly sets: readonly PageSet[];
  readonly current: string;
}

/** A sentence above a view: what was done, or why not. */
export interface Note {
  readonly kind: 'good' | 'bad';
  readonly text: string;
}

export function document(frame: Frame, note: Note | undefined, content: Html): string {
  const { title, basePath, sets, current } = frame;
  const entry = (path: string, name: string) =>
    html`<a href="${basePath}/${path}" ${path === current ? html`aria-current="page"` : ''}>${name}</a>`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="${basePath}/style.css" />
      </head>
      <body>
        <header>
          <h1>${title} <span>– the system itself, as its own people see it</span></h1>
          <nav>
            ${sets.map((set) => entry(set.entity.definition.set, titleOf(set)))}${entry('switches', 'Faults and requests')}
          </nav>
        </header>
        <main>
          ${note === undefined ? '' : html`<p class="note ${note.kind}" role="status">${note.text}</p>`}${content}
        </main>
      </body>
    </html>`.text;
}

function titleOf({ title, entity }: PageSet): string {
  return title ?? entity.definition.title;
}

export function listView(
  { basePath }: Frame,
  set: PageSet,
  { found, place }: { found: FoundPage; place: ListPlace },
): Html {
  const { definition } = set.entity;
  const columns = set.listed.map((name) => set.entity.column(name)).filter((column) => column !== undefined);
  const address = `${basePath}/${definition.set}`;
  const link = (after: string | undefined, isNewestFirst: boolean) => {
    const query = new URLSearchParams();
    if (place.text !== '') query.set('q', place.text);
    if (isNewestFirst) query.set('order', 'changed');
    if (after !== undefined) query.set('after', after);
    return `${address}?${query}`;
  };
  return html`<h2>${titleOf(set)}</h2>
    <form class="bar" method="get" action="${address}">
      <input type="search" name="q" value="${place.text}" aria-label="Search" placeholder="Number, or part of a name" />
      <button>Search</button
      ><a href="${link(undefined, !place.isNewestFirst)}"
        >${place.isNewestFirst ? 'By number' : 'Changed last first'}</a
      >
    </form>
    <div class="sheet">
      <table>
        <thead>
          <tr>
            ${columns.map((column) => html`<th class="${isNumber(column) ? 'number' : ''}">${column.title}</th>`)}
            <th>Changed</th>
          </tr>
        </thead>
        <tbody>
          ${found.records.map((record) => row(set, columns, record, address))}
        </tbody>
      </table>
    </div>
    ${found.records.length === 0 ? html`<p class="hint">${found.after === undefined ? 'Nothing found.' : 'Nothing found so far.'}</p>` : ''}
    <p class="bar">
      ${place.after === undefined ? '' : html`<a href="${link(undefined, place.isNewestFirst)}">First page</a>`}
      ${found.after === undefined ? '' : html`<a rel="next" href="${link(found.after, place.isNewestFirst)}">Next page</a>`}
    </p>`;
}

function row(set: PageSet, columns: readonly Column[], record: StoredRecord, address: string): Html {
  const cell = (column: Column, index: number) => {
    const text = shownText(set, column, record);
    const shown = index === 0 ? html`<a href="${address}/${record.id}">${text === '' ? record.id : text}</a>` : text;
    return html`<td class="${isNumber(column) ? 'number' : ''}">${shown}</td>`;
  };
  return html`<tr>
    ${columns.map(cell)}
    <td>${momentText(record.stamp)}</td>
  </tr>`;
}

function momentText(stamp: number): string {
  return new Date(stamp).toISOString().slice(0, 19).replace('T', ' ');
}

/** `typed` holds what was sent and refused, so that it can be corrected. */
export function recordView(
  { basePath }: Frame,
  set: PageSet,
  { record, typed }: { record: StoredRecord; typed: ReadonlyMap<string, string> | undefined },
): Html {
  const { definition } = set.entity;
  const editable = new Set(set.editable);
  const heading = set.listed
    .slice(0, 2)
    .map((name) => shownText(set, set.entity.column(name)!, record))
    .join(' ');
  const fields = definition.columns.map((column) => {
    const { name, title } = column;
    if (!editable.has(name)) return html`<span>${title}</span><span>${shownText(set, column, record)}</span>`;
    const text = typed?.get(name) ?? formText(column, record);
    // A key in a form says little: the name behind it stands below.
    const isKey = column.type === 'lookup' && optionsOf(set, column) === undefined && text !== '';
    const note = set.note?.(name) ?? (isKey ? shownText(set, column, record) : undefined);
    return html`<label for="${name}">${title}</label>
      <div>${control(set, column, text)}${note === undefined ? '' : html`<small>${note}</small>`}</div>`;
  });
  const address = `${basePath}/${definition.set}`;
  const actions = set.actions?.(record) ?? [];
  const buttons = actions
    .filter(({ fields }) => fields === undefined)
    .map(({ id, label }) => html`<button name="action" value="${id}">${label}</button>`);
  const forms = actions.filter(({ fields }) => fields !== undefined);
  return html`<h2>${heading}</h2>
    ${
      buttons.length === 0
        ? ''
        : html`<form class="bar" method="post" action="${address}/${record.id}">
            <input type="hidden" name="version" value="${record.version}" />
            ${buttons}
          </form>`
    }
    ${(set.parts?.(record) ?? []).map(partView)}
    ${forms.map((action) => actionForm(`${address}/${record.id}`, record, action))}
    <form method="post" action="${address}/${record.id}">
      <input type="hidden" name="version" value="${record.version}" />
      <div class="sheet"><div class="fields">${fields}</div></div>
      <p class="bar">
        <button class="main">Save</button><a href="${address}">Back to the list</a
        ><small>Version ${record.version}, changed ${momentText(record.stamp)} UTC</small>
      </p>
    </form>`;
}

/** A deed that needs something to be typed. */
function actionForm(address: string, { version }: StoredRecord, { id, label, fields = [] }: PageAction): Html {
  const inputs = fields.map(
    (field) =>
      html`<label for="${id}.${field.name}">${field.label}</label>
        <div>
          <input
            id="${id}.${field.name}"
            name="${id}.${field.name}"
            type="${field.type}"
            value="${field.value}"
            autocomplete="off"
          />
        </div>`,
  );
  return html`<details>
    <summary>${label}</summary>
    <form method="post" action="${address}">
      <input type="hidden" name="version" value="${version}" />
      <div class="sheet"><div class="fields">${inputs}</div></div>
      <p class="bar"><button class="main" name="action" value="${id}">${label}</button></p>
    </form>
  </details>`;
}

/** What belongs to a record, line by line. */
function partView({ title, set, records }: PagePart): Html {
  const columns = set.listed.map((name) => set.entity.column(name)).filter((column) => column !== undefined);
  if (records.length === 0) return html`<p class="hint">${title}: none.</p>`;
  return html`<h3>${title}</h3>
    <div class="sheet">
      <table>
        <thead>
          <tr>
            ${columns.map((column) => html`<th class="${isNumber(column) ? 'number' : ''}">${column.title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${records.map(
            (record) =>
              html`<tr>
                ${columns.map((column) => html`<td class="${isNumber(column) ? 'number' : ''}">${shownText(set, column, record)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function control(set: PageSet, column: Column, text: string): Html {
  const { name, type, maxLength } = column;
  const options = optionsOf(set, column);
  if (options !== undefined) {
    const known = options.some(({ value }) => value === text) ? options : [{ value: text, label: text }, ...options];
    return html`<select id="${name}" name="${name}">
      ${known.map(
        ({ value, label }) => html`<option value="${value}" ${value === text ? html`selected` : ''}>${label}</option>`,
      )}
    </select>`;
  }
  if (type === 'memo') return html`<textarea id="${name}" name="${name}" rows="4">${text}</textarea>`;
  const kind = type === 'date' ? 'date' : 'text';
  const limit = maxLength === undefined ? '' : html`maxlength="${maxLength}"`;
  return html`<input
    id="${name}"
    name="${name}"
    type="${kind}"
    value="${text}"
    ${limit}
    autocomplete="off"
    spellcheck="false"
  />`;
}

const faultTexts: Readonly<Record<keyof FaultSettings, readonly [title: string, hint: string]>> = {
  latencyMs: ['Latency, ms', 'Each request waits this long before it is executed.'],
  jitterMs: ['Jitter, ms', 'Up to this much more, at random.'],
  throttleEvery: ['Too many requests, each n-th', 'Answers 429; nothing is executed. 0: never.'],
  retryAfterSeconds: ['Retry-After, s', 'Goes with those 429s. Empty: they come without it.'],
  failEvery: ['Server error, each n-th', 'Nothing is executed. 0: never.'],
  failStatus: [
    'Status of server errors',
    '500 answers as the service itself, other 5xx in HTML as what stands before it.',
  ],
  resetMidBodyEvery: ['Broken answer, each n-th', 'Executed; the connection ends in the middle of the answer.'],
  loseReplyEvery: ['Lost answer, each n-th write', 'Executed; the connection is cut before the answer.'],
  failPartEvery: ['Failed part of a batch, each n-th', 'That part is not executed; the others are.'],
  lateExecutionMs: ['Late execution, ms', 'A write is cut off at once and executed only after this time. 0: never.'],
  lateExecutionEvery: ['Late execution, each n-th write', ''],
  tokenLifeSeconds: ['Life of tokens, s', 'Of tokens given from now on.'],
};

export function switchesView({ basePath }: Frame, settings: FaultSettings, counts: RequestCounts): Html {
  const names = Object.keys(faultTexts) as (keyof FaultSettings)[];
  const field = (name: keyof FaultSettings) => {
    const [title, hint] = faultTexts[name];
    return html`<label for="${name}">${title}</label>
      <div>
        <input id="${name}" name="${name}" inputmode="numeric" value="${settings[name] ?? ''}" /><small>${hint}</small>
      </div>`;
  };
  const kinds = Object.entries(counts.byKind).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return html`<h2>Faults</h2>
    <p class="hint">What goes wrong on purpose, for every client of this system.</p>
    <form method="post" action="${basePath}/switches">
      <div class="sheet"><div class="fields">${names.map(field)}</div></div>
      <p class="bar">
        <button class="main" name="action" value="set">Save</button
        ><button name="action" value="off">Switch all off</button>
      </p>
    </form>
    <h2>Requests</h2>
    <div class="sheet">
      <table>
        <tbody>
          ${kinds.map(
            ([kind, count]) =>
              html`<tr>
                <td>${kind}</td>
                <td class="number">${count}</td>
              </tr>`,
          )}
          <tr>
            <td>all requests</td>
            <td class="number">${counts.total}</td>
          </tr>
          <tr>
            <td>parts of batches</td>
            <td class="number">${counts.parts}</td>
          </tr>
        </tbody>
      </table>
    </div>
    <form method="post" action="${basePath}/switches">
      <p class="bar"><button name="action" value="zero">Count from zero</button></p>
    </form>`;
}
