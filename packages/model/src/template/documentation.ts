import type { FieldRule } from '../field-rule.ts';
import { parseEdge, type FlowDocument } from '../flow-document.ts';
import type { Language, LocalizedText } from '../localized.ts';
import { mastershipRowTitle, mastershipSentence } from '../mastership-words.ts';
import type { TemplateContents, TemplateManifest } from './template-package.ts';

const inLanguage = (text: LocalizedText | null | undefined, language: Language) => text?.[language] ?? text?.en ?? '';
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

/**
 * The documentation page of a template, in Markdown: what it is for, how each flow goes, who is master of what, how fields are
 * filled, and what the next client is asked. The same for the same template.
 */
export function templateDocumentation(
  { contents, manifest }: { readonly contents: TemplateContents; readonly manifest: TemplateManifest },
  language: Language = 'en',
): string {
  const parts = [`# ${inLanguage(manifest.title, language)}`];
  if (manifest.note !== '') parts.push(`Version ${manifest.version}: ${manifest.note}`);
  parts.push('## Flows');
  for (const flow of Object.values(contents.flows)) parts.push(...flowPage(flow, language));
  if (manifest.slots.length > 0) {
    const rows = manifest.slots.map(({ slot, role, connectors, usedBy }) => [
      slot,
      role,
      connectors.join(', '),
      usedBy.join(', '),
    ]);
    parts.push('## Systems', table(['Slot', 'Role', 'Made on', 'Used by'], rows));
  }
  if (manifest.parameters.length > 0) {
    const rows = manifest.parameters.map(({ name, title, type, help, isRequired, default: usual, uses }) => [
      `\`${name}\``,
      inLanguage(title, language),
      type,
      isRequired ? 'yes' : 'no',
      usual === null ? '' : String(usual),
      inLanguage(help, language),
      uses.map(({ flowId, nodeId }) => (nodeId === null ? flowId : `${flowId}, ${nodeId}`)).join('; '),
    ]);
    const head = ['Parameter', 'Title', 'Type', 'Required', 'Default', 'Meaning', 'Used in'];
    parts.push('## Parameters', table(head, rows));
  }
  if (contents.mastership.length > 0) {
    const rows = contents.mastership.map((row) => [
      inLanguage(mastershipRowTitle(row), language),
      inLanguage(mastershipSentence(row), language),
    ]);
    parts.push('## Who is master of what', table(['Data', 'Rule'], rows));
  }
  for (const list of Object.values(contents.valueLists)) {
    const rows = Object.entries(list.entries).toSorted(([a], [b]) => (a < b ? -1 : 1));
    parts.push(`## Value list: ${inLanguage(list.title, language)}`, table(['From', 'To'], rows));
  }
  if (manifest.tests && manifest.tests.length > 0) {
    const rows = manifest.tests.map(({ flowId, title, records }) => [flowId, title, String(records)]);
    parts.push('## Tests', table(['Flow', 'Test', 'Records'], rows));
  }
  return `${parts.join('\n\n')}\n`;
}

function flowPage(flow: FlowDocument, language: Language): string[] {
  const parts = [`### ${inLanguage(flow.title, language)}`];
  if (flow.summary) parts.push(inLanguage(flow.summary, language));
  parts.push(`\`\`\`text\n${diagram(flow)}\n\`\`\``);
  for (const [id, node] of Object.entries(flow.nodes)) {
    const rows = node.config['rows'];
    if (typeof rows !== 'object' || rows === null) continue;
    const lines = Object.entries(rows as Record<string, FieldRule>).toSorted(([a], [b]) => (a < b ? -1 : 1));
    parts.push(`**${node.title ?? id}**`);
    parts.push(
      table(
        ['Field', 'Filled with'],
        lines.map(([field, rule]) => [field, ruleInWords(rule)]),
      ),
    );
  }
  return parts;
}

/** One line per edge, in the order in which records go. */
function diagram({ nodes, edges }: FlowDocument): string {
  const name = (id: string) => `[${nodes[id]?.title ?? id}]`;
  const parsed = edges.map(parseEdge);
  const depth = new Map<string, number>(Object.keys(nodes).map((id) => [id, 0]));
  // As many rounds as there are nodes: a circle, which no sound flow has, ends too.
  for (let round = 0; round < depth.size; round += 1) {
    for (const { from, to } of parsed) {
      depth.set(
        to.nodeId,
        Math.max(depth.get(to.nodeId) ?? 0, Math.min((depth.get(from.nodeId) ?? 0) + 1, depth.size)),
      );
    }
  }
  return parsed
    .toSorted((a, b) => (depth.get(a.from.nodeId) ?? 0) - (depth.get(b.from.nodeId) ?? 0))
    .map(({ from, to }) => {
      const port = ['records', 'start'].includes(from.port) ? '' : ` (${from.port})`;
      return `${name(from.nodeId)}${port} --> ${name(to.nodeId)}`;
    })
    .join('\n');
}

function ruleInWords(rule: FieldRule): string {
  if ('cel' in rule)
    return `\`${rule.cel
      .replaceAll(/^\s*\/\/[^\n]*\n?/gm, '')
      .replaceAll('`', "'")
      .trim()}\``;
  if ('value' in rule) return rule.value === null ? 'emptied' : `always "${String(rule.value)}"`;
  const words = [rule.from];
  if (rule.format) words.push(`as ${rule.format}`);
  if (rule.list) words.push(`by list ${rule.list}`);
  if (rule.fallback !== undefined) words.push(`else "${String(rule.fallback)}"`);
  return words.join(', ');
}
