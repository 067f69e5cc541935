import type { FlowDocument, LocalizedText, MastershipTable } from '@koppel/model';
import { canonicalEntity, canonicalField, masterOf } from '@koppel/sdk';
import { check, type CheckResult } from './check.ts';
import type { CheckContext } from './context.ts';

/** Something that is wrong with flows only when they are looked at together. */
export interface CrossFinding {
  readonly code: 'flows.write-same-field' | 'flows.loop' | 'flows.nobody-fills';
  readonly severity: 'error' | 'warning' | 'hint';
  readonly message: string;
  readonly remedy: string;
  /** Canonical, with the entity in front. */
  readonly field: string;
  /** The flows concerned; none where nobody fills a field. */
  readonly flows: readonly string[];
}

/** A flow with the world it is checked in. */
export interface FlowInWorld {
  readonly document: FlowDocument;
  readonly context: CheckContext;
}

/** That a flow writes a field of records in systems of one role, from those of another. */
interface Writing {
  readonly flowId: string;
  readonly title: string;
  readonly field: string;
  readonly from: string;
  readonly to: string;
  /** Carries edits of either side over, with the base to tell whose they are. */
  readonly isInStep: boolean;
  /** Only fills it when it makes the record. */
  readonly isSeeding: boolean;
}

/**
 * Checks flows that run beside each other: two that write one field, two that write it in opposite directions without an
 * end, and fields that have a master and that no flow brings to the other system although some flow carries that group.
 */
export function checkTogether(flows: readonly FlowInWorld[], mastership: MastershipTable): CrossFinding[] {
  const writings = flows.flatMap((flow) => writingsOf(flow));
  return [...sameField(writings), ...loops(writings), ...nobodyFills(writings, mastership)];
}

function writingsOf({ document, context }: FlowInWorld): Writing[] {
  const result: CheckResult = check(document, context);
  const writings: Writing[] = [];
  for (const { node, spec, inputs, config } of result.nodes.values()) {
    if (node.isDisabled || !node.slot || !node.entity) continue;
    const to = document.slots[node.slot]?.role;
    if (to === undefined) continue;
    const common = { flowId: document.id, title: titleOf(document.title) };
    if (spec.role === 'sink') {
      const records = inputs['records'];
      if (records?.kind !== 'records') continue;
      for (const { field } of records.shape.fields) {
        writings.push({
          ...common,
          field: `${node.entity}.${field}`,
          from: records.shape.sourceRole,
          to,
          isInStep: false,
          isSeeding: spec.type === 'create-record',
        });
      }
    }
    if (spec.role === 'sync') {
      const { other, fields } = config as { other: string; fields: readonly string[] };
      const otherRole = document.slots[other]?.role;
      if (otherRole === undefined) continue;
      for (const field of fields) {
        const name = `${node.entity}.${field}`;
        writings.push({ ...common, field: name, from: otherRole, to, isInStep: true, isSeeding: false });
        writings.push({ ...common, field: name, from: to, to: otherRole, isInStep: true, isSeeding: false });
      }
    }
  }
  return distinct(writings);
}

/** Two branches of one flow that write the same field are that flow's own matter. */
function distinct(writings: readonly Writing[]): Writing[] {
  const seen = new Set<string>();
  return writings.filter(({ flowId, field, to, isSeeding }) => {
    const name = `${flowId} ${field} ${to} ${isSeeding}`;
    const isNew = !seen.has(name);
    seen.add(name);
    return isNew;
  });
}

function sameField(writings: readonly Writing[]): CrossFinding[] {
  const places = Map.groupBy(
    writings.filter(({ isSeeding }) => !isSeeding),
    ({ field, to }) => `${field} ${to}`,
  );
  return [...places.values()].flatMap((group): CrossFinding[] => {
    const flows = [...new Set(group.map(({ flowId }) => flowId))];
    if (flows.length < 2) return [];
    const { field, to } = group[0]!;
    return [
      {
        code: 'flows.write-same-field',
        severity: 'warning',
        message: `${nameOf(field)} in the ${to.toUpperCase()} is written by ${list(group)}: each may undo what the other wrote.`,
        remedy: 'Take the field out of the mapping of all but one of them.',
        field,
        flows,
      },
    ];
  });
}

function loops(writings: readonly Writing[]): CrossFinding[] {
  const plain = writings.filter(({ isInStep, isSeeding, from, to }) => !isInStep && !isSeeding && from !== to);
  const found = new Map<string, CrossFinding>();
  for (const one of plain) {
    const back = plain.find(({ field, from, to }) => field === one.field && from === one.to && to === one.from);
    if (!back || found.has(one.field)) continue;
    found.set(one.field, {
      code: 'flows.loop',
      severity: 'error',
      message: `${nameOf(one.field)} goes round: ${list([one, back])} carry it in opposite directions.`,
      remedy: 'Let only its master send it, or use one "Keep in step" for both directions.',
      field: one.field,
      flows: [...new Set([one.flowId, back.flowId])],
    });
  }
  return [...found.values()];
}

/** Told only for groups that some flow carries: what no flow touches at all is not missing, it was never wanted. */
function nobodyFills(writings: readonly Writing[], mastership: MastershipTable): CrossFinding[] {
  const written = new Set(writings.map(({ field }) => field));
  const groups = new Set(
    writings.flatMap(({ field }) => {
      const [entity, name] = split(field);
      const group = canonicalField(entity, name)?.group;
      return group === undefined ? [] : [`${entity} ${group}`];
    }),
  );
  return [...groups].flatMap((name) => {
    const [entity = '', group = ''] = name.split(' ');
    return (canonicalEntity(entity)?.fields ?? [])
      .filter((field) => field.group === group && !written.has(`${entity}.${field.field}`))
      .flatMap(({ field }): CrossFinding[] => {
        const row = masterOf(mastership, entity, field);
        if (!row || row.master === 'undecided') return [];
        return [
          {
            code: 'flows.nobody-fills',
            severity: 'hint',
            message: `No flow brings ${nameOf(`${entity}.${field}`)} from its master, the ${row.master.toUpperCase()}, to the other system.`,
            remedy: 'Map it in the flow that carries its group, or leave it if nobody needs it there.',
            field: `${entity}.${field}`,
            flows: [],
          },
        ];
      });
  });
}

function split(name: string): [entity: string, field: string] {
  const dot = name.indexOf('.');
  return [name.slice(0, dot), name.slice(dot + 1)];
}

function nameOf(name: string): string {
  const [entity, field] = split(name);
  return `${canonicalEntity(entity)?.title.en ?? entity} ${canonicalField(entity, field)?.title.en ?? field}`;
}

const titleOf = ({ en }: LocalizedText) => en;

function list(writings: readonly Writing[]): string {
  const titles = [...new Set(writings.map(({ title }) => `"${title}"`))];
  return titles.length > 1 ? `${titles.slice(0, -1).join(', ')} and ${titles.at(-1)}` : titles[0]!;
}
