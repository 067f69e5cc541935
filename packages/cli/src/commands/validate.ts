import { coreCatalog } from '@koppel/catalog/specs';
import { check, checkTogether, type CheckContext, type CrossFinding, type SubFlowVersion } from '@koppel/compiler';
import {
  defaultMastership,
  parseFlow,
  subFlowUsesOf,
  valueListSchema,
  type FlowDocument,
  type Issue,
  type ValueList,
} from '@koppel/model';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { exitCodes } from '../exit-codes.ts';
import { complaint, type Output } from '../output.ts';

interface Checked {
  readonly file: string;
  readonly flowId: string | null;
  readonly document: FlowDocument | null;
  readonly issues: readonly Issue[];
}

/** `koppel validate`: checks flow files against the general model, without a server. Folders are checked together. */
export function validate(paths: readonly string[], options: { json: boolean }, output: Output): number {
  const files: string[] = [];
  for (const path of paths) {
    if (!existsSync(path)) {
      output.err(complaint(`There is no file or folder "${path}".`, 'Name a flow file, or a folder of flow files.'));
      return exitCodes.usage;
    }
    files.push(...(statSync(path).isDirectory() ? flowFiles(path) : [path]));
  }
  const checked = files.map(checkFile);
  const doubles = sameIds(checked);
  const all = checked.map((entry) => ({ ...entry, issues: [...entry.issues, ...(doubles.get(entry.file) ?? [])] }));
  const findings = together(checked);
  if (options.json) {
    const files = all.map(({ document: _document, ...entry }) => entry);
    output.out(JSON.stringify({ files, together: findings }, null, 2));
  } else {
    for (const entry of all) print(entry, output);
    for (const { severity, message, remedy, matrixRow } of findings) {
      output.out(`${marks[severity]} ${message}\n    ${remedy}\n    Row of the mastership table: ${matrixRow}`);
    }
  }
  const hasErrors =
    findings.some(({ severity }) => severity === 'error') ||
    all.some(({ issues }) => issues.some(({ severity }) => severity === 'error'));
  return hasErrors ? exitCodes.problems : exitCodes.ok;
}

function flowFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name));
}

function checkFile(file: string): Checked {
  const parsed = parseFlow(readFileSync(file, 'utf8'), file);
  if (!parsed.ok) return { file, flowId: null, document: null, issues: parsed.issues };
  const { document } = parsed;
  const { issues } = check(document, contextOf(file));
  const ofFile = issues.filter(({ code }) => !ofWorkspaces.has(code)).map(toBeDecided);
  return { file, flowId: document.id, document, issues: [...misnamed(file, document), ...ofFile] };
}

/** A file is of no workspace: what its slots are bound to, and which version of a sub-flow is the newest, is known only there. */
const ofWorkspaces = new Set(['slot.not-bound', 'sub-flow.newer']);

function contextOf(file: string): CheckContext {
  return {
    catalog: coreCatalog,
    mastership: defaultMastership,
    valueLists: valueListsBeside(file),
    parameterValues: {},
    subFlows: subFlowsBeside(file),
    slots: new Map(),
  };
}

/** What is wrong with flows only when they are looked at together. What no flow fills is no mistake of a folder. */
function together(checked: readonly Checked[]): CrossFinding[] {
  const flows = checked.flatMap(({ file, document }) =>
    document && !document.isSubFlow ? [{ document, context: contextOf(file) }] : [],
  );
  return checkTogether(flows, defaultMastership).filter(({ severity }) => severity !== 'hint');
}

/** Who is master of what the general table leaves open is decided in each workspace: no mistake of the file. */
function toBeDecided(issue: Issue): Issue {
  return issue.code === 'mastership.undecided' ? { ...issue, severity: 'hint' } : issue;
}

/** The value lists that are kept beside the flows: the folder `value-lists`. */
function valueListsBeside(file: string): Map<string, ValueList> {
  const folder = join(dirname(file), 'value-lists');
  if (!existsSync(folder)) return new Map();
  const lists = flowFiles(folder).flatMap((path) => readValueList(path) ?? []);
  return new Map(lists.map((list) => [list.id, list]));
}

/** The sub-flows that are kept beside a flow, each as every version that some flow there uses: a folder has one of each. */
function subFlowsBeside(file: string): SubFlowVersion[] {
  const documents = flowFiles(dirname(file)).flatMap((path) => {
    const parsed = parseFlow(readFileSync(path, 'utf8'), path);
    return parsed.ok ? [parsed.document] : [];
  });
  return documents
    .flatMap((document) => subFlowUsesOf(document))
    .flatMap(({ subFlow, version }) => {
      const document = documents.find(({ id }) => id === subFlow);
      return document ? [{ version, document }] : [];
    });
}

/** Null for a file that is none: flows that name the list then say that it is missing. */
function readValueList(path: string): ValueList | null {
  try {
    return valueListSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

function misnamed(file: string, document: FlowDocument): Issue[] {
  if (basename(file, '.json') === document.id) return [];
  return [
    {
      code: 'flow.misnamed',
      severity: 'warning',
      message: `The file is called ${basename(file)}, the flow in it "${document.id}".`,
      remedy: `Call the file ${document.id}.json.`,
      nodeId: null,
      path: ['id'],
    },
  ];
}

function sameIds(checked: readonly Checked[]): Map<string, Issue[]> {
  const firstFile = new Map<string, string>();
  const issues = new Map<string, Issue[]>();
  for (const { file, flowId } of checked) {
    if (flowId === null) continue;
    const first = firstFile.get(flowId);
    if (first === undefined) firstFile.set(flowId, file);
    else {
      issues.set(file, [
        {
          code: 'flow.same-id',
          severity: 'error',
          message: `The flow "${flowId}" is also in ${first}.`,
          remedy: 'Give one of them another id.',
          nodeId: null,
          path: ['id'],
        },
      ]);
    }
  }
  return issues;
}

const marks = { error: '✗', warning: '!', hint: '·' };

function print({ file, issues }: Checked, output: Output): void {
  const worst = issues.find(({ severity }) => severity !== 'hint');
  output.out(`${worst ? marks[worst.severity] : '✓'} ${file}`);
  for (const { severity, message, remedy, nodeId, path, matrixRow } of issues) {
    const where = [nodeId, ...path.filter((part) => part !== 'config')].filter(Boolean).join('.');
    output.out(`  ${marks[severity]} ${message}${where ? ` (${where})` : ''}`);
    if (severity !== 'hint') output.out(`    ${remedy}`);
    if (severity !== 'hint' && matrixRow) output.out(`    Row of the mastership table: ${matrixRow}`);
  }
}
