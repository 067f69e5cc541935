import {
  mastershipRowSchema,
  mastershipRowTitle,
  mastershipSentence,
  parseEdge,
  roleTitle,
  type FlowDocument,
  type MergeChange,
  type MergeConflict,
} from '@koppel/model';
import type { TemplateInstallation } from '@koppel/protocol';
import { useMemo } from 'react';
import { useRead } from '../api/use-api.tsx';
import { nodeTitle } from '../flow-canvas/describe.ts';
import { nodeTypesOf, type NodeTypes } from '../flow-canvas/ports.ts';
import { useSettingWords } from '../flow-canvas/setting-words.ts';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { isExpression, isRule, writePart } from './part-text.ts';

type Part = MergeChange | MergeConflict;

/** How parts of a template, and what they say, are called by people. */
export interface PartWords {
  /** "Credit limit", "Payment terms: 30D". */
  name(part: Part): string;
  /** Below the name: "Map to account, field mapping". */
  place(part: Part): string;
  /** What one side says of a part. An expression stays as it is written. */
  value(part: Part, said: unknown): string;
  nodeTitle(document: FlowDocument, nodeId: string): string;
}

const flowTexts: ReadonlySet<string> = new Set(['title', 'summary', 'integration']);
const cells: ReadonlySet<string> = new Set(['master', 'maySeed', 'conflict', 'shared', 'handOver']);

/** The words for the parts of one installation, in the reader's language. */
export function usePartWords(work: TemplateInstallation): PartWords {
  const text = useText();
  const localized = useLocalized();
  const catalog = useRead('getCatalog', {}).data;
  const types = useMemo((): NodeTypes => (catalog ? nodeTypesOf(catalog) : new Map()), [catalog]);
  const settings = useSettingWords(types, work.fieldLabels);
  const titleOf = (document: FlowDocument, nodeId: string) => nodeTitle(document, types, localized, nodeId);
  const documentOf = ({ flowId }: Part) => work.flows.find((flow) => flow.flowId === flowId)?.result ?? null;
  const nodeOf = (part: Part): string => {
    const document = documentOf(part);
    const { nodeId, nodeTitle: told } = part;
    if (nodeId === null) return '';
    return document?.nodes[nodeId] ? titleOf(document, nodeId) : (told ?? nodeId);
  };
  const edge = (part: Part, written: string): string => {
    const document = documentOf(part);
    const { from, to } = parseEdge(written);
    const title = (id: string) => (document ? titleOf(document, id) : id);
    return text('edges.fromTo', { from: title(from.nodeId), to: title(to.nodeId) });
  };
  const name = (part: Part): string => {
    const { kind, nodeId, name: told, id } = part;
    const document = documentOf(part);
    switch (kind) {
      case 'flow':
        return localized(work.flows.find(({ flowId }) => flowId === part.flowId)?.title ?? { en: told });
      case 'flowText':
        return flowTexts.has(told) ? text(`templates.flowText.${told as 'title'}`) : told;
      case 'slot':
        return localized(document?.slots[told]?.title ?? { en: told });
      case 'parameter':
        return localized(work.manifest.parameters.find((parameter) => parameter.name === told)?.title ?? { en: told });
      case 'node':
      case 'position':
        return nodeOf(part);
      case 'nodeTitle':
        return text('templates.titleOf', { node: nodeOf(part) });
      case 'nodeSetting':
        return settings.name(document?.nodes[nodeId ?? '']?.type, told, null);
      case 'mappingRow':
        return settings.name(undefined, '', told);
      case 'edge':
        return edge(part, told);
      case 'wire':
        return text('templates.wireOf', { node: nodeOf(part) });
      case 'loop':
        return text('templates.part.loop');
      case 'note':
        return document?.layout.notes[told]?.text.split('\n')[0] ?? text('templates.part.note');
      case 'group':
        return document?.layout.groups[told]?.title ?? told;
      case 'valueList':
      case 'valueListRow': {
        const [, list = '', row] = id.split('/');
        const title = localized(work.manifest.valueLists.find((one) => one.id === list)?.title ?? { en: list });
        return row === undefined ? title : `${title}: ${row}`;
      }
      case 'mastershipCell': {
        const [row = '', cell = ''] = told.split(' ');
        const title = localized(rowTitle(row));
        return cells.has(cell) ? `${title}: ${text(`templates.cell.${cell as 'master'}`)}` : title;
      }
    }
  };
  const value = (part: Part, said: unknown): string => {
    if (part.kind === 'mastershipCell') return mastershipValue(said);
    if (['edge', 'wire', 'loop'].includes(part.kind)) {
      const edges = typeof said === 'string' ? [said] : Array.isArray(said) ? said.map(String) : [];
      return edges.map((one) => edge(part, one)).join('\n');
    }
    // Beside an expression, a rule that only takes a field over is written as the expression that it is.
    const others = 'reason' in part ? [part.base, part.ours, part.theirs] : [part.before, part.after];
    return others.some(isExpression) && isRule(said) ? writePart(said) : settings.value(said);
  };
  const mastershipValue = (said: unknown): string => {
    const row = mastershipRowSchema.safeParse(said);
    if (row.success) return localized(mastershipSentence(row.data));
    if (typeof said === 'string') return said === 'undecided' ? text('templates.undecided') : roleTitle(said);
    if (Array.isArray(said))
      return said.length > 0 ? said.map((role) => roleTitle(String(role))).join(', ') : text('templates.nobody');
    return settings.value(said);
  };
  return {
    name,
    value,
    place: (part) =>
      [part.kind === 'node' || part.kind === 'nodeTitle' ? '' : nodeOf(part), text(`templates.part.${part.kind}`)]
        .filter(Boolean)
        .join(', '),
    nodeTitle: titleOf,
  };
}

/** The title of a row by its id: `account.finance` is a group, `account/creditLimit` a field. */
function rowTitle(id: string) {
  const [, entity = id, kind, what = ''] = /^([^./]+)([./])(.*)$/.exec(id) ?? [];
  return mastershipRowTitle(kind === '/' ? { entity, field: what } : { entity, group: what });
}
