import {
  compareVersions,
  createDetector,
  decide,
  decidingRowId,
  defaultMastership,
  fieldUses,
  findingsAt,
  findSensitive,
  languages,
  mastershipRowId,
  nextMinor,
  nodeTitleOf,
  parameterCandidates,
  placeholderPattern,
  templateDocumentation,
  withSubFlowVersions,
  type Candidate,
  type Finding,
  type FieldValue,
  type FlowDocument,
  type TemplateBody,
  type TemplateContents,
  type TemplateManifest,
  type TemplateParameter,
  type TextPlace,
} from '@koppel/model';
import type { ExportFinding, ExportProposal, Routes } from '@koppel/protocol';
import type { StoredFlow } from '@koppel/store';
import type { z } from 'zod';
import { HttpProblem, notFound } from '../http/problems.ts';
import type { Services } from '../handlers/services.ts';
import { versionsOf } from './library.ts';
import { packagedTests } from './tests.ts';

type Request = z.output<Routes['proposeExport']['body']>;
type ExportServices = Pick<Services, 'store' | 'discovery' | 'about' | 'members' | 'checks'>;

const longestTestsMs = 120_000;

const firstVersion = '1.0.0';

/** What an export would hold, and the package itself as far as it is ready. */
export interface PreparedExport {
  readonly proposal: ExportProposal;
  readonly body: TemplateBody;
}

/** Works out everything about an export. Changes and keeps nothing. Throws 404 for a flow that is not there. */
export async function prepareExport(
  request: Request,
  services: ExportServices,
  signal: AbortSignal,
): Promise<PreparedExport> {
  const { store } = services;
  const exported = await withSubFlows(request.flows, services);
  const original = await contentsOf(exported, services);
  const detect = await detectorOf(services);
  const findings = findSensitive(original, detect);
  const candidates = parameterCandidates(original);
  const textOf = ({ place, start, end }: Finding) => String(place.value).slice(start, end);
  const isExplained = ({ id }: Finding) => request.decisions[id]?.do === 'explain';
  const explainedTexts = new Set(findings.filter(isExplained).map(textOf));
  const ownFindings = [
    ...writtenTexts(request).flatMap((place) => findingsAt(place, detect)),
    // What a reason says of a text that goes along with it is no news.
    ...reasonTexts(request)
      .flatMap((place) => findingsAt(place, detect))
      .filter((finding) => !explainedTexts.has(textOf(finding))),
  ];
  const { title, note, parameters: asked, decisions } = cleaned(request, ownFindings);
  const {
    contents: decided,
    flowIds,
    parameters: made,
  } = decide(original, findings, request.decisions, request.chosen);
  const flows = exported.map((one) => ({ ...one, packagedAs: flowIds[one.flow.id] ?? one.flow.id }));
  const known = new Map(made.map((parameter) => [parameter.name, parameter]));
  const parameters = parametersOf(decided, flows, known, asked);
  const contents = withDefaults(decided, parameters);

  const until = AbortSignal.any([signal, AbortSignal.timeout(longestTestsMs)]);
  const found = request.withTests
    ? await Promise.all(flows.map((flow) => packagedTests(flow, detect, { ...services, signal: until })))
    : [];
  const tests = found.flat();
  const packaged = tests.flatMap(({ test, records }) => (test ? [{ test, records }] : []));

  const previous = await versionsOf(request.id, store);
  const [newest = null] = previous;
  const proposedVersion = newest === null ? firstVersion : nextMinor(newest);
  const draft: TemplateManifest = {
    id: request.id,
    version: request.version ?? proposedVersion,
    title,
    note,
    flows: Object.values(contents.flows).map(({ id, title }) => ({ id, title })),
    slots: await slotsOf(contents, flows, services),
    fields: withoutNames(await fieldsOf(contents, flows, services), detect),
    parameters: parameters.map(({ presentValue: _present, ...parameter }) => parameter),
    valueLists: Object.values(contents.valueLists).map(({ id, title, entries }) => ({
      id,
      title,
      rows: Object.keys(entries).length,
    })),
    mastershipRows: contents.mastership.map(mastershipRowId),
    tests: packaged.map(({ test: { flowId, id, title: called }, records }) => ({ flowId, id, title: called, records })),
    explanations: [],
  };
  const generated = templateDocumentation({ contents, manifest: draft });
  // What was generated holds nothing that was not looked at where it comes from.
  const edited = request.documentation === generated ? undefined : request.documentation;
  const pageFindings =
    edited === undefined ? [] : findingsAt(written(['documentation'], 'documentation', edited), detect);
  const documentation = edited === undefined ? generated : withoutHits(edited, pageFindings, request.decisions);
  const all = [...findings, ...ownFindings, ...pageFindings];
  const manifest: TemplateManifest = {
    ...draft,
    explanations: all.flatMap(({ id, kind, place }) => {
      const decision = decisions[id];
      return decision?.do === 'explain'
        ? [{ kind, place: place.path.map((part) => flowIds[part] ?? part).join('/'), reason: decision.reason }]
        : [];
    }),
  };
  // Looked through once more as it would leave: what is neither gone nor explained is not handled, whatever was decided.
  const explained = new Set(all.filter(isExplained).map(textOf));
  const leaving = [
    ...findSensitive(contents, detect),
    ...[...writtenTexts({ title, note, parameters: asked }), ...reasonTexts({ decisions })].flatMap((place) =>
      findingsAt(place, detect),
    ),
  ];
  const left = leaving.filter((finding) => !explained.has(textOf(finding)));
  const shown = [
    ...all.map((finding) => shownFinding(finding, original, request)),
    ...left
      .filter(({ id }) => all.every((known) => known.id !== id))
      .map((finding) => shownFinding(finding, contents, request)),
  ].map((finding) => (left.some(({ id }) => id === finding.id) ? { ...finding, decision: null } : finding));
  const present = new Map(flows.map(({ flow }) => [flow.id, flow.document]));
  const proposal: ExportProposal = {
    flows: flows.map(({ flow: { id, document }, isChosen }) => ({ id, title: document.title, isChosen })),
    slots: manifest.slots,
    valueLists: manifest.valueLists,
    mastershipRows: manifest.mastershipRows,
    tests: tests.map(({ flowId, id, title: called, problem }) => ({ flowId, id, title: called, problem })),
    parameters,
    candidates: candidates.map((candidate) => shownCandidate(candidate, present, request)),
    findings: shown,
    unhandled: shown.filter(({ decision }) => decision === null).length,
    missingTexts: parameters.flatMap(({ name, help }) =>
      languages.filter((language) => (help[language] ?? '') === '').map((language) => ({ parameter: name, language })),
    ),
    leftBehind: await leftBehind(services),
    documentation,
    isDocumentationGenerated: request.documentation === undefined,
    previousVersion: newest,
    proposedVersion,
  };
  const carried = packaged.map(({ test }) => test);
  return {
    proposal,
    body: { koppel: 'template', version: 1, manifest, contents, tests: carried, documentation },
  };
}

/** Throws 422 while something keeps the package from being made. */
export function demandReady({ proposal }: PreparedExport, request: Request): void {
  if (proposal.unhandled > 0) {
    const [first] = proposal.findings.filter(({ decision }) => decision === null);
    throw new HttpProblem(422, {
      code: 'template.unhandled-findings',
      message: `${proposal.unhandled} places may hold data of this workspace, such as ${first!.place.name} in ${first!.place.flowTitle?.en ?? first!.place.kind}.`,
      remedy: 'Remove each, make it a parameter, or say why it may stay.',
    });
  }
  const wanted = request.version ?? proposal.proposedVersion;
  if (proposal.previousVersion !== null && compareVersions(wanted, proposal.previousVersion) <= 0) {
    throw new HttpProblem(422, {
      code: 'template.version-not-newer',
      message: `Version ${wanted} is not newer than ${proposal.previousVersion}, which the library has.`,
      remedy: `Call it ${proposal.proposedVersion}, or anything above.`,
    });
  }
}

interface ChosenFlow {
  readonly flow: StoredFlow;
  readonly isChosen: boolean;
}
/** With its id in the package, which says less where the own one says too much. */
type PackagedFlow = ChosenFlow & { readonly packagedAs: string };

/** With the flows that they wait for, without which they would never start, and the sub-flows that they use. */
async function withSubFlows(ids: readonly string[], { store }: ExportServices): Promise<ChosenFlow[]> {
  const found = new Map<string, ChosenFlow>();
  const open = ids.map((id) => ({ id, isChosen: true }));
  for (let next = open.shift(); next; next = open.shift()) {
    if (found.has(next.id)) continue;
    const flow = await store.flows.get(next.id);
    if (!flow) {
      if (next.isChosen) throw notFound('flow', next.id);
      continue;
    }
    found.set(flow.id, { flow, isChosen: next.isChosen });
    for (const { config } of Object.values(flow.document.nodes)) {
      for (const other of [config['flow'], config['subFlow']]) {
        if (typeof other === 'string') open.push({ id: other, isChosen: false });
      }
    }
  }
  return [...found.values()].toSorted((a, b) => (a.flow.id < b.flow.id ? -1 : 1));
}

async function contentsOf(flows: readonly ChosenFlow[], { store }: ExportServices): Promise<TemplateContents> {
  // Which version of a sub-flow is the newest is of this workspace: where the package is installed, it begins with the first.
  const documents = flows.map(({ flow }) => withSubFlowVersions(flow.document, () => 1));
  const text = JSON.stringify(documents.map(({ nodes }) => nodes));
  const lists = (await store.workspace.valueLists()).filter(
    ({ id }) => text.includes(`"${id}"`) || text.includes(`\\"${id}\\"`),
  );
  const table = (await store.workspace.mastership()) ?? defaultMastership;
  const deciding = new Set(
    documents.flatMap((document) =>
      fieldUses(document)
        .filter(({ isWritten }) => isWritten)
        .map(({ entity, field }) => decidingRowId(table, entity, field)),
    ),
  );
  return {
    flows: Object.fromEntries(documents.map((document) => [document.id, document])),
    valueLists: Object.fromEntries(lists.map((list) => [list.id, list])),
    mastership: table.rows.filter((row) => deciding.has(mastershipRowId(row))),
  };
}

/** What the check knows beside patterns: everybody and everything this workspace has a name for. */
async function detectorOf({ store, about, members }: ExportServices) {
  const [names, people] = await Promise.all([store.templates.recordNames(), members()]);
  const { name } = about();
  // Records are called by their number and name; either says who it is.
  const customers = names.flatMap((record) => {
    const [first = '', ...rest] = record.split(' ');
    return /\d/.test(first) && rest.length > 0 ? [rest.join(' ')] : [record];
  });
  const unsaid = ['Workspace', 'Demo workspace', 'Administrator'];
  return createDetector({
    customers: [...customers, name].filter((known) => !unsaid.includes(known)),
    users: people.map(({ user }) => user.name).filter((known) => !unsaid.includes(known)),
  });
}

type Overrides = Request['parameters'];
type ShownParameter = ExportProposal['parameters'][number];

function parametersOf(
  contents: TemplateContents,
  flows: readonly PackagedFlow[],
  made: ReadonlyMap<string, { readonly type: TemplateParameter['type']; readonly value: FieldValue }>,
  overrides: Overrides,
): ShownParameter[] {
  const found = new Map<string, ShownParameter>();
  const add = (name: string, basis: Pick<ShownParameter, 'type' | 'title' | 'default' | 'presentValue'>) => {
    const known = found.get(name);
    if (known) return known;
    const change = overrides[name] ?? {};
    const usual = change.default === undefined ? basis.default : change.default;
    const parameter: ShownParameter = {
      name,
      ...basis,
      title: change.title ?? basis.title,
      help: change.help ?? { en: '' },
      default: usual,
      isRequired: change.isRequired ?? usual === null,
      uses: [],
    };
    found.set(name, parameter);
    return parameter;
  };
  for (const { flow, packagedAs } of flows) {
    const document = contents.flows[packagedAs]!;
    for (const [name, parameter] of Object.entries(document.parameters)) {
      const own = made.get(name);
      const entry = add(name, {
        type: own?.type ?? parameter.type,
        title: parameter.title ?? { en: inWords(name) },
        default: parameter.default ?? null,
        presentValue: own?.value ?? flow.parameterValues[name] ?? parameter.default ?? null,
      });
      for (const use of usesOf(document, new RegExp(`\\bparam\\.${name}\\b`), packagedAs)) entry.uses.push(use);
    }
    const marks = JSON.stringify(document).matchAll(placeholderPattern);
    for (const name of new Set([...marks].map(([, mark]) => mark!))) {
      const own = made.get(name);
      const entry = add(name, {
        type: own?.type ?? 'text',
        title: { en: inWords(name) },
        default: null,
        presentValue: own?.value ?? null,
      });
      for (const use of usesOf(document, new RegExp(`\\{\\{param\\.${name}\\}\\}`), packagedAs)) {
        if (entry.uses.every((known) => known.flowId !== use.flowId || known.nodeId !== use.nodeId))
          entry.uses.push(use);
      }
    }
  }
  return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function usesOf(document: FlowDocument, pattern: RegExp, flowId: string): TemplateParameter['uses'] {
  return Object.entries(document.nodes).flatMap(([nodeId, { config }]) => {
    const settings = Object.entries(config).flatMap(([setting, value]) => {
      if (setting !== 'rows' || typeof value !== 'object' || value === null) {
        return pattern.test(JSON.stringify(value)) ? [setting] : [];
      }
      return Object.entries(value)
        .filter(([, rule]) => pattern.test(JSON.stringify(rule)))
        .map(([field]) => field);
    });
    return settings.map((name) => ({ flowId, nodeId, name }));
  });
}

/** `riskDiscount` becomes "Risk discount". */
function inWords(name: string): string {
  const words = name.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return words[0]!.toUpperCase() + words.slice(1);
}

/** A default that does not go along is in no flow either. */
function withDefaults(contents: TemplateContents, parameters: readonly ShownParameter[]): TemplateContents {
  const flows = Object.entries(contents.flows).map(([id, flow]): [string, FlowDocument] => {
    const declared = Object.entries(flow.parameters).map(([name, { default: _default, ...parameter }]) => {
      const usual = parameters.find((known) => known.name === name)?.default ?? null;
      return [name, usual === null ? parameter : { ...parameter, default: usual }];
    });
    return [id, { ...flow, parameters: Object.fromEntries(declared) as FlowDocument['parameters'] }];
  });
  return { ...contents, flows: Object.fromEntries(flows) };
}

async function slotsOf(
  contents: TemplateContents,
  flows: readonly PackagedFlow[],
  { store }: ExportServices,
): Promise<TemplateManifest['slots']> {
  const found = new Map<string, TemplateManifest['slots'][number]>();
  for (const { flow, packagedAs } of flows) {
    for (const [slot, { role, title }] of Object.entries(contents.flows[packagedAs]!.slots)) {
      const entry = found.get(slot) ?? { slot, role, title: title ?? null, connectors: [], usedBy: [] };
      const connection = flow.slots[slot] ? await store.connections.get(flow.slots[slot]) : null;
      if (connection && !entry.connectors.includes(connection.connectorId))
        entry.connectors.push(connection.connectorId);
      entry.usedBy.push(packagedAs);
      found.set(slot, entry);
    }
  }
  return [...found.values()].toSorted((a, b) => (a.slot < b.slot ? -1 : 1));
}

async function fieldsOf(
  contents: TemplateContents,
  flows: readonly PackagedFlow[],
  { discovery }: ExportServices,
): Promise<TemplateManifest['fields']> {
  const found = new Map<string, TemplateManifest['fields'][number]>();
  for (const { flow, packagedAs } of flows) {
    for (const { slot, entity, field, nodeId } of fieldUses(contents.flows[packagedAs]!)) {
      const id = `${slot}/${entity}/${field}`;
      const connectionId = flow.slots[slot];
      const schema = connectionId ? await discovery.known(connectionId) : null;
      const known = schema?.entities.find((one) => one.entity === entity)?.fields.find((one) => one.field === field);
      // What the system itself does not have is made on the way, such as a figure that a node computes.
      const isOfSystem = schema === null || known !== undefined;
      const entry = found.get(id) ?? {
        slot,
        entity,
        field,
        label: known?.label ?? null,
        isRequired: isOfSystem,
        usedBy: [],
      };
      entry.usedBy.push({ flowId: packagedAs, nodeId });
      found.set(id, entry);
    }
  }
  return [...found.values()]
    .filter(({ isRequired }) => isRequired)
    .toSorted((a, b) => (`${a.slot}/${a.entity}/${a.field}` < `${b.slot}/${b.entity}/${b.field}` ? -1 : 1));
}

/** A label is a help to whoever matches fields; one that may name somebody is left out. */
function withoutNames(
  fields: TemplateManifest['fields'],
  detect: (text: string) => readonly unknown[],
): TemplateManifest['fields'] {
  return fields.map((field) =>
    field.label !== null && detect(field.label).length > 0 ? { ...field, label: null } : field,
  );
}

/** What a person wrote for the package itself. */
function writtenTexts({ note, title, parameters }: Pick<Request, 'note' | 'title' | 'parameters'>): TextPlace[] {
  const texts = [written(['note'], 'note', note)];
  const addWords = (path: readonly string[], kind: TextPlace['kind'], words: object | undefined) => {
    for (const [language, text] of Object.entries(words ?? {}))
      texts.push(written([...path, language], kind, String(text)));
  };
  addWords(['title'], 'title', title);
  for (const [name, { help, title: called, default: usual }] of Object.entries(parameters)) {
    addWords(['parameters', name, 'help'], 'parameter', help);
    addWords(['parameters', name, 'title'], 'parameter', called);
    if (typeof usual === 'string') texts.push(written(['parameters', name, 'default'], 'parameter', usual));
  }
  return texts;
}

/** Why something may stay is kept in the package too. */
function reasonTexts({ decisions }: Pick<Request, 'decisions'>): TextPlace[] {
  return Object.entries(decisions).flatMap(([id, decision]) =>
    decision.do === 'explain'
      ? [{ ...written(['decisions', id, 'reason'], 'note', decision.reason), name: 'reason' }]
      : [],
  );
}

function written(path: readonly string[], kind: TextPlace['kind'], value: string): TextPlace {
  return { path: ['package', ...path], kind, flowId: null, nodeId: null, name: path.join('.'), form: 'plain', value };
}

/** The request without what is to be taken out of its own texts. */
function cleaned(request: Request, findings: readonly Finding[]): Request {
  const copy = structuredClone(request);
  for (const [{ path }, found] of Map.groupBy(findings, ({ place }) => place)) {
    const parts = path.slice(1).map(String);
    const last = parts.pop()!;
    let place = copy as unknown as Record<string, unknown>;
    for (const part of parts) place = place[part] as typeof place;
    place[last] = withoutHits(String(place[last]), found, request.decisions);
  }
  return copy;
}

function withoutHits(text: string, findings: readonly Finding[], decisions: Request['decisions']): string {
  let result = text;
  for (const { id, start, end } of findings.toSorted((a, b) => b.start - a.start)) {
    if (decisions[id]?.do === 'remove') result = `${result.slice(0, start)}…${result.slice(end)}`;
  }
  return result;
}

function placeOf(
  { flowId, nodeId, kind, name }: TextPlace,
  flows: Readonly<Record<string, FlowDocument>>,
): ExportFinding['place'] {
  const flow = flowId === null ? undefined : flows[flowId];
  const title = flow && nodeId !== null ? nodeTitleOf(flow, nodeId)?.en : undefined;
  return { flowId, flowTitle: flow?.title ?? null, nodeId, nodeTitle: title ?? null, kind, name };
}

const shownAround = 60;

function shownFinding(finding: Finding, { flows }: TemplateContents, request: Request): ExportFinding {
  const { id, kind, place, canBeParameter } = finding;
  const whole = String(place.value);
  const from = Math.max(0, finding.start - shownAround);
  const hit = whole.slice(finding.start, finding.end);
  // Whoever looks at the screen need not see the whole key to know which it is.
  const shown = kind === 'key' && hit.length > 10 ? `${hit.slice(0, 4)}…${hit.slice(-4)}` : hit;
  const before = whole.slice(from, finding.start);
  return {
    id,
    kind,
    place: placeOf(place, flows),
    text: before + shown + whole.slice(finding.end, finding.end + shownAround),
    start: before.length,
    end: before.length + shown.length,
    canBeParameter,
    proposedName: nameFor(place, kind),
    decision: request.decisions[id] ?? null,
  };
}

function shownCandidate(
  { id, place, reason, type }: Candidate,
  flows: ReadonlyMap<string, FlowDocument>,
  request: Request,
): ExportProposal['candidates'][number] {
  return {
    id,
    reason,
    place: placeOf(place, Object.fromEntries(flows)),
    value: place.value,
    type,
    proposedName: nameFor(place, reason),
    chosenAs: request.chosen[id] ?? null,
  };
}

/** `account.~mailbox` and `email` become `mailboxEmail`. */
function nameFor({ name }: TextPlace, kind: string): string {
  const words = (name.split('.').at(-1) ?? '').split(/[^a-zA-Z0-9]+/).filter((word) => word !== '');
  const parts = [...words, ...(words.some((word) => word.toLowerCase() === kind.toLowerCase()) ? [] : [kind])];
  const joined = parts
    .map((word, at) => (at === 0 ? word[0]!.toLowerCase() : word[0]!.toUpperCase()) + word.slice(1))
    .join('');
  return joined.replace(/^[^a-z]+/, '').slice(0, 40) || 'value';
}

async function leftBehind({ store }: ExportServices): Promise<ExportProposal['leftBehind']> {
  const connections = await store.connections.list();
  const counts = await store.templates.counts();
  return { secrets: connections.reduce((sum, { secrets }) => sum + Object.keys(secrets).length, 0), ...counts };
}
