import type { Issue, MastershipTable } from '@koppel/model';
import { canonicalEntity, canonicalField, decidingRowId, masterOf } from '@koppel/sdk';
import { areDisjoint } from './disjoint.ts';
import { writingsOf, type FlowInWorld, type Writing } from './writings.ts';

/** Something that is wrong with flows only when they are looked at together. */
export interface CrossFinding {
  readonly code: 'flows.write-same-field' | 'flows.loop' | 'flows.nobody-fills';
  readonly severity: 'error' | 'warning' | 'hint';
  readonly message: string;
  readonly remedy: string;
  /** Canonical, with the entity in front; all of one row of the mastership table. */
  readonly fields: readonly string[];
  /** That row, as `mastershipRowId` names it. */
  readonly matrixRow: string;
  /** The flows concerned: those that write the fields, or carry others of their row. */
  readonly flows: readonly string[];
  /** Where in each flow a field is filled. */
  readonly places: readonly {
    readonly flowId: string;
    readonly nodeId: string;
    readonly path: readonly (string | number)[];
  }[];
}

/**
 * Checks flows that run beside each other: two that write one field, some that carry it round without an end, and fields that
 * have a master and that no flow brings to the other system although some flow carries their group. What concerns the same
 * flows in the same way is one finding per row of the mastership table.
 */
export function checkTogether(flows: readonly FlowInWorld[], mastership: MastershipTable): CrossFinding[] {
  const writings = flows.flatMap((flow) => writingsOf(flow, mastership));
  return [...loops(writings, mastership), ...sameField(writings, mastership), ...nobodyFills(writings, mastership)];
}

/** Findings as issues of one flow. None of them keeps it from being published: another flow may be what is to be changed. */
export function issuesOfFlow(flowId: string, findings: readonly CrossFinding[]): Issue[] {
  return findings
    .filter(({ flows }) => flows.includes(flowId))
    .map(({ code, severity, message, remedy, matrixRow, places }) => {
      const place = places.find((candidate) => candidate.flowId === flowId);
      return {
        code,
        severity: severity === 'error' ? 'warning' : severity,
        message,
        remedy,
        matrixRow,
        nodeId: place?.nodeId ?? null,
        path: place ? [...place.path] : [],
      };
    });
}

type Said = Pick<CrossFinding, 'code' | 'severity' | 'remedy'>;

/** One finding for all fields of a row that the same flows write in the same way. */
function grouped(
  found: readonly { readonly key: string; readonly writings: readonly Writing[]; readonly said: Said }[],
  mastership: MastershipTable,
  message: (names: string, writings: readonly Writing[]) => string,
): CrossFinding[] {
  const groups = Map.groupBy(found, ({ key, writings }) => `${key} ${rowOf(writings[0]!.field, mastership)}`);
  return [...groups.values()].map((group) => {
    const fields = [...new Set(group.map(({ writings }) => writings[0]!.field))];
    const [{ said, writings }] = group as [(typeof group)[number]];
    const all = group.flatMap((one) => one.writings);
    return {
      ...said,
      message: message(namesOf(fields), writings),
      fields,
      matrixRow: rowOf(fields[0]!, mastership),
      flows: flowsOf(writings),
      places: flowsOf(writings).map((flowId) => placeOf(all.find((writing) => writing.flowId === flowId)!)),
    };
  });
}

function sameField(writings: readonly Writing[], mastership: MastershipTable): CrossFinding[] {
  const places = Map.groupBy(
    writings.filter(({ isSeeding }) => !isSeeding),
    ({ field, to }) => `${field} ${to}`,
  );
  const found = [...places.values()].flatMap((group) => {
    const flows = flowsOf(group);
    if (flows.length < 2) return [];
    const isApart = areApart(group);
    const said: Said = {
      code: 'flows.write-same-field',
      severity: isApart ? 'hint' : 'warning',
      remedy: isApart
        ? 'Nothing to do, as long as their filters stay as they are.'
        : 'Take the field out of the mapping of all but one of them, or let their filters part the records.',
    };
    return [{ key: `${flows.toSorted().join(' ')} ${group[0]!.to} ${isApart}`, writings: group, said }];
  });
  return grouped(found, mastership, (names, group) => {
    const where = `${names} in the ${group[0]!.to.toUpperCase()} ${names.includes(', ') ? 'are' : 'is'} written by ${titlesOf(group)}`;
    return areApart(group)
      ? `${where}, each for records that the other leaves alone.`
      : `${where}: each may undo what the other wrote.`;
  });
}

/** Whether each two flows write different records: their filters exclude each other, of what comes from the same system. */
function areApart(writings: readonly Writing[]): boolean {
  return writings.every((one) =>
    writings.every(
      (other) => one.flowId === other.flowId || (one.from === other.from && areDisjoint(one.holds, other.holds)),
    ),
  );
}

/** Ways round, over any number of systems: what one flow writes is what the next one reads, and the last one leads back. */
function loops(writings: readonly Writing[], mastership: MastershipTable): CrossFinding[] {
  const plain = writings.filter(
    ({ isInStep, isSeeding, isHandedOver, from, to }) => !isInStep && !isSeeding && !isHandedOver && from !== to,
  );
  const found = [...Map.groupBy(plain, ({ field }) => field).values()].flatMap((group) => {
    const round = shortestRound(group);
    if (!round) return [];
    const said: Said = {
      code: 'flows.loop',
      severity: 'error',
      remedy: 'Let only its master send it, or use one "Keep in step" for both directions.',
    };
    return [{ key: flowsOf(round).toSorted().join(' '), writings: round, said }];
  });
  return grouped(found, mastership, (names, round) => {
    const way = [...round.map(({ from }) => from), round[0]!.from].map((role) => role.toUpperCase()).join(' → ');
    return `${names} ${names.includes(', ') ? 'go' : 'goes'} round without an end, ${way}: ${titlesOf(round)}.`;
  });
}

function shortestRound(writings: readonly Writing[]): Writing[] | null {
  let best: Writing[] | null = null;
  for (const first of writings) {
    const round = wayBack(first, writings);
    if (round && (!best || round.length < best.length)) best = round;
  }
  return best;
}

/** From where a writing ends back to where it begins, breadth first. */
function wayBack(first: Writing, writings: readonly Writing[]): Writing[] | null {
  const seen = new Set([first.to]);
  let ways: Writing[][] = [[first]];
  while (ways.length > 0) {
    const longer: Writing[][] = [];
    for (const way of ways) {
      for (const next of writings.filter(({ from }) => from === way.at(-1)!.to)) {
        if (next.to === first.from) return [...way, next];
        if (seen.has(next.to)) continue;
        seen.add(next.to);
        longer.push([...way, next]);
      }
    }
    ways = longer;
  }
  return null;
}

/** Told only for groups that some flow carries: what no flow touches at all is not missing, it was never wanted. */
function nobodyFills(writings: readonly Writing[], mastership: MastershipTable): CrossFinding[] {
  const written = new Set(writings.map(({ field }) => field));
  const carried = Map.groupBy(writings, ({ field }) => groupOf(field));
  return [...carried].flatMap(([name, carriers]): CrossFinding[] => {
    const [entity = '', group = ''] = name.split(' ');
    const missing = (canonicalEntity(entity)?.fields ?? [])
      .filter((field) => field.group === group && !written.has(`${entity}.${field.field}`))
      .map(({ field }) => ({ field: `${entity}.${field}`, row: masterOf(mastership, entity, field) }))
      .filter(({ row }) => row !== undefined && row.master !== 'undecided');
    return [...Map.groupBy(missing, ({ field }) => rowOf(field, mastership))].map(([matrixRow, fields]) => {
      const names = fields.map(({ field }) => field);
      const { master } = fields[0]!.row!;
      return {
        code: 'flows.nobody-fills',
        severity: 'hint',
        message: `No flow brings ${namesOf(names)} from the ${master.toUpperCase()}, ${names.length > 1 ? 'their' : 'its'} master, to another system.`,
        remedy: 'Map them in a flow that carries their group, or leave them if nobody needs them there.',
        fields: names,
        matrixRow,
        flows: flowsOf(carriers),
        places: flowsOf(carriers).map((flowId) => {
          const { nodeId } = carriers.find((writing) => writing.flowId === flowId)!;
          return { flowId, nodeId, path: [] };
        }),
      };
    });
  });
}

const flowsOf = (writings: readonly Writing[]) => [...new Set(writings.map(({ flowId }) => flowId))];
const placeOf = ({ flowId, nodeId, path }: Writing) => ({ flowId, nodeId, path });

function groupOf(name: string): string {
  const [entity, field] = split(name);
  return `${entity} ${canonicalField(entity, field)?.group ?? ''}`;
}

function rowOf(name: string, mastership: MastershipTable): string {
  const [entity, field] = split(name);
  return decidingRowId(mastership, entity, field);
}

function split(name: string): [entity: string, field: string] {
  const dot = name.indexOf('.');
  return [name.slice(0, dot), name.slice(dot + 1)];
}

/** Fields of one entity as people name them: Account Name, VAT number and Phone. */
function namesOf(names: readonly string[]): string {
  const [entity] = split(names[0]!);
  const titles = names.map((name) => canonicalField(entity, split(name)[1])?.title.en ?? split(name)[1]);
  return `${canonicalEntity(entity)?.title.en ?? entity} ${titles.join(', ')}`;
}

function titlesOf(writings: readonly Writing[]): string {
  const titles = [...new Set(writings.map(({ title }) => `"${title}"`))];
  return titles.length > 1 ? `${titles.slice(0, -1).join(', ')} and ${titles.at(-1)}` : titles[0]!;
}
