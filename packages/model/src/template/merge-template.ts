import type { FlowDocument } from '../flow-document.ts';
import { mastershipRowId, mastershipRowSchema, type MastershipRow } from '../mastership.ts';
import type { ValueList } from '../value-list.ts';
import { isSame } from './canonical.ts';
import { own } from './flow-cells.ts';
import { chosen, mergeCell, mergeFlow, type MergeNotes } from './merge-flow.ts';
import type { MergeChange, MergeChoices, MergeConflict, MergePart } from './merge-schema.ts';
import type { TemplateContents } from './template-package.ts';

export interface MergedTemplate {
  /** Flows that the workspace has, or gets. One that was removed here and stays so is not among them. */
  readonly flows: Readonly<Record<string, FlowDocument>>;
  /** Only lists that the template speaks of. */
  readonly valueLists: Readonly<Record<string, ValueList>>;
  /** The whole table of the workspace. */
  readonly mastership: readonly MastershipRow[];
  readonly automatic: readonly MergeChange[];
  readonly kept: readonly MergeChange[];
  readonly conflicts: readonly MergeConflict[];
  /** Ids of conflicts whose combination does not fit; they count as not chosen. */
  readonly refused: readonly string[];
}

const noFlow: MergePart = { id: '', kind: 'flow', flowId: null, nodeId: null, nodeTitle: null, name: '' };

/**
 * Merges a new version of a template into a workspace. `base` is what was installed; empty at the first installation. `ours`
 * is what the workspace has of it, with its whole mastership table.
 */
export function mergeTemplate(
  { base, ours, theirs }: Readonly<Record<'base' | 'ours' | 'theirs', TemplateContents>>,
  choices: MergeChoices = {},
): MergedTemplate {
  const notes: MergeNotes = { automatic: [], kept: [], conflicts: [] };
  const refused: string[] = [];
  const flows = mergeFlows({ base: base.flows, ours: ours.flows, theirs: theirs.flows }, { choices, notes, refused });
  const valueLists: Record<string, ValueList> = {};
  for (const id of Object.keys({ ...base.valueLists, ...theirs.valueLists })) {
    const sides = [own(base.valueLists, id), own(ours.valueLists, id), own(theirs.valueLists, id)] as const;
    const list = mergeValueList(id, sides, { choices, notes });
    if (list) valueLists[id] = list;
  }
  const mastership = mergeMastership([base.mastership, ours.mastership, theirs.mastership], {
    choices,
    notes,
    refused,
  });
  return { flows, valueLists, mastership, ...notes, refused };
}

interface Context {
  readonly choices: MergeChoices;
  readonly notes: MergeNotes;
}
type Flows = Readonly<Record<string, FlowDocument>>;

function mergeFlows(
  { base, ours, theirs }: Readonly<Record<'base' | 'ours' | 'theirs', Flows>>,
  { choices, notes, refused }: Context & { readonly refused: string[] },
): Flows {
  const flows: Record<string, FlowDocument> = {};
  for (const id of new Set([base, ours, theirs].flatMap((side) => Object.keys(side)))) {
    const [before, here, there] = [own(base, id), own(ours, id), own(theirs, id)];
    const part: MergePart = { ...noFlow, id: `flows/${id}`, flowId: id, name: (here ?? there ?? before)!.title.en };
    if (before && here && there) {
      const merged = mergeFlow({ base: before, ours: here, theirs: there }, choices);
      notes.automatic.push(...merged.automatic);
      notes.kept.push(...merged.kept);
      notes.conflicts.push(...merged.conflicts);
      refused.push(...merged.refused);
      flows[id] = merged.document;
    } else if (here && there) {
      // Of one name and nobody knows from where: nothing of it is taken without being asked.
      if (!isSame(here, there)) {
        notes.conflicts.push({ ...part, reason: 'bothAdded', ours: here, theirs: there, canCombine: false });
      }
      flows[id] = chosen(own(choices, part.id), here, there) as FlowDocument;
    } else if (here) {
      // A flow that the template no longer has stays with the workspace that works with it.
      notes.kept.push({ ...part, change: before ? 'changed' : 'added', isLayoutOnly: false });
      flows[id] = here;
    } else if (there && !before) {
      notes.automatic.push({ ...part, change: 'added', isLayoutOnly: false });
      flows[id] = there;
    } else if (there && before) {
      if (isSame(there, before)) {
        notes.kept.push({ ...part, change: 'removed', isLayoutOnly: false });
        continue;
      }
      notes.conflicts.push({ ...part, reason: 'removedHere', base: before, theirs: there, canCombine: false });
      if (own(choices, part.id)?.take === 'theirs') flows[id] = there;
    }
  }
  return flows;
}

/** Row by row. A list that the new version no longer has stays: other flows may use it. */
function mergeValueList(
  id: string,
  [base, ours, theirs]: readonly [ValueList | undefined, ValueList | undefined, ValueList | undefined],
  context: Context,
): ValueList | undefined {
  if (!theirs) return ours;
  const merging = { ...context, isLayoutOnly: false };
  if (!ours) {
    context.notes.automatic.push({
      ...noFlow,
      id: `value-lists/${id}`,
      kind: 'valueList',
      name: id,
      change: 'added',
      after: theirs,
      isLayoutOnly: false,
    });
    return theirs;
  }
  const part = (row: string): MergePart => ({
    ...noFlow,
    id: `value-lists/${id}/${row}`,
    kind: 'valueListRow',
    name: `${id}: ${row}`,
  });
  const title = mergeCell(
    { ...noFlow, id: `value-lists/${id}`, kind: 'valueList', name: id },
    [base?.title, ours.title, theirs.title],
    merging,
  ) as ValueList['title'];
  const entries = new Map<string, string>();
  const codes = [base, ours, theirs].flatMap((list) => Object.keys(list?.entries ?? {}));
  for (const code of new Set(codes)) {
    const value = mergeCell(
      part(code),
      [own(base?.entries ?? {}, code), own(ours.entries, code), own(theirs.entries, code)],
      merging,
    );
    if (typeof value === 'string') entries.set(code, value);
  }
  return { ...ours, title, entries: Object.fromEntries(entries) };
}

const cellNames = ['master', 'maySeed', 'conflict', 'shared', 'handOver'] as const;

/** Cell by cell; whatever would change the table of the workspace is asked. */
function mergeMastership(
  [base, ours, theirs]: readonly [readonly MastershipRow[], readonly MastershipRow[], readonly MastershipRow[]],
  { choices, notes, refused }: Context & { readonly refused: string[] },
): MastershipRow[] {
  const byId = (rows: readonly MastershipRow[]) => new Map(rows.map((row) => [mastershipRowId(row), row]));
  const [b, o, t] = [byId(base), byId(ours), byId(theirs)];
  const result = new Map<string, MastershipRow>(o);
  for (const [id, there] of t) {
    const here = o.get(id);
    if (here && isSame(here, there)) continue;
    const before = b.get(id);
    if (!here) {
      const part: MergePart = { ...noFlow, id: `mastership/${id}`, kind: 'mastershipCell', name: id };
      const isRemovedHere = before !== undefined;
      if (isRemovedHere && isSame(before, there)) continue;
      notes.conflicts.push({
        ...part,
        reason: isRemovedHere ? 'removedHere' : 'asked',
        ...(before ? { base: before } : {}),
        theirs: there,
        canCombine: false,
      });
      if (own(choices, part.id)?.take === 'theirs') result.set(id, there);
      continue;
    }
    const row: Record<string, unknown> = { ...here };
    const asked: string[] = [];
    for (const cell of cellNames) {
      const [was, is, will] = [before?.[cell], here[cell], there[cell]];
      if (isSame(is, will) || (before && isSame(was, will))) continue;
      const part: MergePart = {
        ...noFlow,
        id: `mastership/${id}/${cell}`,
        kind: 'mastershipCell',
        name: `${id} ${cell}`,
      };
      notes.conflicts.push({
        ...part,
        reason: before && !isSame(was, is) ? 'bothChanged' : 'asked',
        ...(was === undefined ? {} : { base: was }),
        ...(is === undefined ? {} : { ours: is }),
        ...(will === undefined ? {} : { theirs: will }),
        canCombine: false,
      });
      asked.push(part.id);
      if (own(choices, part.id)?.take !== 'theirs') continue;
      if (will === undefined) delete row[cell];
      else row[cell] = will;
    }
    const parsed = mastershipRowSchema.safeParse(row);
    if (parsed.success) result.set(id, parsed.data);
    // Cells that do not go together: none of this row is taken before they do.
    else refused.push(...asked.filter((part) => own(choices, part)?.take === 'theirs'));
  }
  return [...result.values()];
}

/** What differs between two states of a template, as changes from the first to the second. */
export function templateChanges(from: TemplateContents, to: TemplateContents): readonly MergeChange[] {
  const { automatic, conflicts } = mergeTemplate({ base: from, ours: from, theirs: to });
  const asked = conflicts.map(
    ({ reason: _reason, base: _base, canCombine: _can, ours, theirs, ...part }): MergeChange => ({
      ...part,
      change: ours === undefined ? 'added' : theirs === undefined ? 'removed' : 'changed',
      ...(ours === undefined ? {} : { before: ours }),
      ...(theirs === undefined ? {} : { after: theirs }),
      isLayoutOnly: false,
    }),
  );
  const removed = Object.entries(from.flows)
    .filter(([id]) => !Object.hasOwn(to.flows, id))
    .map(([id, { title }]): MergeChange => ({
      ...noFlow,
      id: `flows/${id}`,
      flowId: id,
      name: title.en,
      change: 'removed',
      isLayoutOnly: false,
    }));
  return [...automatic, ...asked, ...removed];
}
