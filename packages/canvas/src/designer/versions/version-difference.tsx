import { parseEdge, type FieldRule, type FlowDocument } from '@koppel/model';
import { Minus, Pencil, Plus, type LucideIcon } from 'lucide-react';
import { useMemo, type ReactElement } from 'react';
import { useEntityNames } from '../../app/entities.ts';
import { nodeTitle } from '../../flow-canvas/describe.ts';
import { useLocalized, useText } from '../../i18n/locale.tsx';
import { cx } from '../../kit/cx.ts';
import { Icon } from '../../kit/icon.tsx';
import { readFormFields } from '../../schema-form/form-fields.ts';
import { useDesignerServices } from '../designer-context.tsx';
import { compareFlows, type NodeDifference, type SettingDifference } from './compare.ts';

const looks: Record<NodeDifference['kind'], { icon: LucideIcon; className: string }> = {
  changed: { icon: Pencil, className: 'bg-diff-mod text-diff-mod-ink' },
  added: { icon: Plus, className: 'bg-diff-add text-diff-add-ink' },
  removed: { icon: Minus, className: 'bg-diff-del text-diff-del-ink' },
};

/** What became of a flow from one version to another, node by node and row by row. */
export function VersionDifference({
  before,
  after,
  names: [beforeName, afterName],
}: {
  readonly before: FlowDocument;
  readonly after: FlowDocument;
  /** Of the two versions, as heads of the columns. */
  readonly names: readonly [string, string];
}): ReactElement {
  const text = useText();
  const found = useMemo(() => compareFlows(before, after), [before, after]);
  const titleOf = useTitleIn(before, after);
  const count = (kind: NodeDifference['kind']) => found.nodes.filter((node) => node.kind === kind).length;
  const edges = [
    ...found.addedEdges.map((edge) => ({ edge, kind: 'added' as const })),
    ...found.removedEdges.map((edge) => ({ edge, kind: 'removed' as const })),
  ];
  if (found.nodes.length + edges.length === 0) {
    return <p className="px-4 py-3 text-ink-2">{text('compare.same')}</p>;
  }
  return (
    <div className="min-h-0 flex-1 overflow-auto">
      <p className="px-4 py-2.5 text-ink-2">
        {text('compare.summary', {
          changed: count('changed'),
          added: count('added'),
          removed: count('removed'),
          same: found.same,
        })}
      </p>
      <table className="w-full table-fixed border-collapse">
        <thead>
          <tr className="h-8 text-left text-20 text-ink-3">
            <th scope="col" className="w-1/4 px-4 font-medium">
              {text('compare.what')}
            </th>
            <th scope="col" className="px-2.5 font-medium">
              {beforeName}
            </th>
            <th scope="col" className="px-2.5 font-medium">
              {afterName}
            </th>
          </tr>
        </thead>
        {found.nodes.map((node) => (
          <NodeRows
            key={node.nodeId}
            node={node}
            document={node.kind === 'removed' ? before : after}
            titleOf={titleOf}
          />
        ))}
        {edges.length > 0 && (
          <tbody>
            {edges.map(({ edge, kind }) => {
              const { from, to } = parseEdge(edge);
              const words = text('edges.fromTo', { from: titleOf(from.nodeId), to: titleOf(to.nodeId) });
              return (
                <tr key={edge} className="border-t border-line align-top">
                  <th scope="row" className="px-4 py-2 text-left font-medium">
                    <Kind kind={kind} /> {text('compare.edge')}
                  </th>
                  <td className="px-2.5 py-2">{kind === 'removed' && <Former>{words}</Former>}</td>
                  <td className="px-2.5 py-2">{kind === 'added' && <Fresh>{words}</Fresh>}</td>
                </tr>
              );
            })}
          </tbody>
        )}
      </table>
    </div>
  );
}

function useTitleIn(before: FlowDocument, after: FlowDocument): (nodeId: string) => string {
  const localized = useLocalized();
  const { derived } = useDesignerServices();
  return (nodeId) => nodeTitle(after.nodes[nodeId] ? after : before, derived.types, localized, nodeId);
}

function NodeRows({
  node: { nodeId, kind, settings },
  document,
  titleOf,
}: {
  readonly node: NodeDifference;
  readonly document: FlowDocument;
  readonly titleOf: (nodeId: string) => string;
}): ReactElement {
  const text = useText();
  const words = useWords(document, nodeId);
  return (
    <tbody>
      <tr className="border-t border-line bg-surface-2">
        <th scope="rowgroup" colSpan={3} className="px-4 py-1.75 text-left font-bold">
          <Kind kind={kind} /> {titleOf(nodeId)}{' '}
          <span className="text-20 font-normal text-ink-2">{text(`compare.${kind}`, { n: settings.length })}</span>
        </th>
      </tr>
      {settings.map((setting) => (
        <tr key={`${setting.setting} ${setting.row ?? ''}`} className="border-t border-line align-top">
          <th scope="row" className="px-4 py-2 text-left font-medium break-words">
            {words.name(setting)}
          </th>
          <td className="px-2.5 py-2 break-words">
            {setting.before === undefined ? <Absent /> : <Former>{words.value(setting.before)}</Former>}
          </td>
          <td className="px-2.5 py-2 break-words">
            {setting.after === undefined ? <Absent /> : <Fresh>{words.value(setting.after)}</Fresh>}
          </td>
        </tr>
      ))}
    </tbody>
  );
}

/** How settings and what they say are written for people; what nobody has words for, as JSON. */
function useWords(document: FlowDocument, nodeId: string) {
  const text = useText();
  const localized = useLocalized();
  const names = useEntityNames();
  const { derived } = useDesignerServices();
  const schema = derived.types.get(document.nodes[nodeId]?.type ?? '')?.configSchema;
  const own: Readonly<Record<string, string>> = {
    title: text('notes.name'),
    slot: text('inspector.slot'),
    entity: text('inspector.entity'),
    isDisabled: text('node.disable'),
  };
  const name = ({ setting, row }: SettingDifference): string => {
    if (row !== null) return names.field(row);
    const label =
      schema === undefined ? undefined : readFormFields(schema).find((field) => field.name === setting)?.label;
    if (label !== undefined) return typeof label === 'string' ? label : localized(label);
    return own[setting] ?? setting;
  };
  const value = (said: unknown): string => {
    if (said === null || said === '') return text('value.empty');
    if (typeof said === 'boolean') return text(said ? 'value.yes' : 'value.no');
    if (typeof said !== 'object') return String(said);
    if ('cel' in said) return String(said.cel);
    if ('from' in said) {
      const { from, list, format } = said as Extract<FieldRule, { from: string }>;
      const way = [
        ...(list === undefined ? [] : [text('mapping.rule.translate', { field: list })]),
        ...(format === undefined ? [] : [text(`mapping.format.${format}`)]),
      ];
      return [names.field(from), ...way].join(', ');
    }
    if ('value' in said) return text('mapping.rule.fixed', { value: value(said.value) });
    return JSON.stringify(said);
  };
  return { name, value };
}

function Kind({ kind }: { readonly kind: NodeDifference['kind'] }): ReactElement {
  const { icon, className } = looks[kind];
  return (
    <span
      aria-hidden="true"
      className={cx('mr-1.5 inline-grid size-5 place-items-center rounded-1 align-middle', className)}
    >
      <Icon of={icon} size="xs" />
    </span>
  );
}

function Absent(): ReactElement {
  const text = useText();
  return <span className="text-ink-3 italic">{text('compare.absent')}</span>;
}

function Former({ children }: { readonly children: string }): ReactElement {
  return (
    <del className="rounded-1 bg-diff-del px-1 whitespace-pre-wrap text-diff-del-ink no-underline">{children}</del>
  );
}

function Fresh({ children }: { readonly children: string }): ReactElement {
  return (
    <ins className="rounded-1 bg-diff-add px-1 whitespace-pre-wrap text-diff-add-ink no-underline">{children}</ins>
  );
}
