import { parseEdge, type FlowDocument } from '@koppel/model';
import { Fragment, useEffect, useMemo, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { nodeTitle } from '../../flow-canvas/describe.ts';
import { useSettingWords } from '../../flow-canvas/setting-words.ts';
import { useLocalized, useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { cx } from '../../kit/cx.ts';
import { MasterBadge } from '../../mapping-editor/master-badge.tsx';
import { difference } from '../../plan-view/difference.ts';
import { MarkedPieces } from '../../plan-view/value-change.tsx';
import { useDesignerServices } from '../designer-context.tsx';
import type { FlowDifference, NodeDifference, SettingDifference } from './compare.ts';
import { kindOf, useDifferenceWords } from './difference-words.ts';
import { DifferenceIcon, DifferenceSign } from './difference-marks.tsx';
import { EffectFooter } from './effect-footer.tsx';
import { ChangedSamples, RowEffect } from './effect-rows.tsx';
import { typeOfField, type MappingEffect } from './row-effects.ts';
import { rowMastery, sourceRoleOf } from './row-mastery.ts';
import { useEffects, type EffectState } from './use-effects.ts';

/** What became of a flow from one version to another, node by node and row by row. */
export function VersionDifference({
  before,
  after,
  found,
  names: [beforeName, afterName],
  chosen,
}: {
  readonly before: FlowDocument;
  readonly after: FlowDocument;
  readonly found: FlowDifference;
  /** Of the two versions, as heads of the columns. */
  readonly names: readonly [string, string];
  /** The node whose rows come into view. */
  readonly chosen: string | null;
}): ReactElement {
  const text = useText();
  const titleOf = useTitleIn(before, after);
  const { derived } = useDesignerServices();
  const words = useSettingWords(derived.types);
  const effects = useEffects(before, after, found);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [broughtIn, setBroughtIn] = useState<{ readonly nodeId: string } | null>(null);
  const edges = [
    ...found.addedEdges.map((edge) => ({ edge, kind: 'added' as const })),
    ...found.removedEdges.map((edge) => ({ edge, kind: 'removed' as const })),
  ];
  if (found.nodes.length + edges.length === 0) {
    return <p className="px-4 py-3 text-ink-2">{text('compare.same')}</p>;
  }
  const columns = effects.size > 0 ? 4 : 3;
  const toggle = (keys: readonly string[], isShown: boolean) =>
    setOpened((open) => new Set(isShown ? [...open, ...keys] : [...open].filter((key) => !keys.includes(key))));
  const changingRows = (nodeId: string, { rows }: MappingEffect) =>
    [...rows].flatMap(([row, changed]) => (changed.length > 0 ? [`${nodeId} ${row}`] : []));
  const isOpen = (nodeId: string, effect: MappingEffect) =>
    changingRows(nodeId, effect).every((key) => opened.has(key));
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="min-h-0 flex-1 overflow-auto">
        <table className="w-full table-fixed border-collapse">
          <thead className="sticky top-0 z-1 bg-surface">
            <tr className="h-8 text-left text-20 text-ink-3">
              <th scope="col" className="w-1/4 px-4 font-medium">
                {text('compare.what')}
              </th>
              {columns === 4 && (
                <th scope="col" className="w-18 px-2.5 font-medium">
                  {text('mapping.head.master')}
                </th>
              )}
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
              isChosen={node.nodeId === chosen}
              broughtIn={broughtIn?.nodeId === node.nodeId ? broughtIn : null}
              columns={columns}
              state={effects.get(node.nodeId) ?? null}
              opened={opened}
              onToggle={(key, isShown) => toggle([key], isShown)}
            />
          ))}
          {edges.length > 0 && (
            <tbody>
              {edges.map(({ edge, kind }) => {
                const { from, to } = parseEdge(edge);
                const words = text('edges.fromTo', { from: titleOf(from.nodeId), to: titleOf(to.nodeId) });
                return (
                  <tr key={edge} className="border-t border-line align-top">
                    <th scope="row" colSpan={columns - 2} className="px-4 py-2 text-left font-medium">
                      <DifferenceIcon kind={kind} /> {text('compare.edge')}
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
      {effects.size > 0 && (
        <EffectFooter
          effects={effects}
          names={[beforeName, afterName]}
          titleOf={titleOf}
          fieldName={(row) => words.name(undefined, 'rows', row)}
          isOpen={isOpen}
          onToggle={(nodeId, effect) => {
            const isShown = !isOpen(nodeId, effect);
            toggle(changingRows(nodeId, effect), isShown);
            if (isShown) setBroughtIn({ nodeId });
          }}
        />
      )}
    </div>
  );
}

/** How nodes of either version are called. */
export function useTitleIn(before: FlowDocument, after: FlowDocument): (nodeId: string) => string {
  const localized = useLocalized();
  const { derived } = useDesignerServices();
  return (nodeId) => nodeTitle(after.nodes[nodeId] ? after : before, derived.types, localized, nodeId);
}

function NodeRows({
  node,
  document,
  titleOf,
  isChosen,
  broughtIn,
  columns,
  state,
  opened,
  onToggle,
}: {
  readonly node: NodeDifference;
  readonly document: FlowDocument;
  readonly titleOf: (nodeId: string) => string;
  readonly isChosen: boolean;
  /** Another one each time somebody wants to see its samples; null where that was another node. */
  readonly broughtIn: object | null;
  /** With one for the master where some mapping differs. */
  readonly columns: 3 | 4;
  /** What it means for samples; null of a node that is no changed mapping. */
  readonly state: EffectState | null;
  /** Rows whose samples are shown, by node and field. */
  readonly opened: ReadonlySet<string>;
  readonly onToggle: (key: string, isShown: boolean) => void;
}): ReactElement {
  const { nodeId, kind, settings, same } = node;
  const text = useText();
  const rows = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    if (isChosen || broughtIn) rows.current?.scrollIntoView({ block: 'start' });
  }, [isChosen, broughtIn]);
  const [isSameShown, setIsSameShown] = useState(false);
  const { context, derived } = useDesignerServices();
  const words = useSettingWords(derived.types);
  const differenceWords = useDifferenceWords();
  const sourceRole = useMemo(() => sourceRoleOf(document, derived.types, nodeId), [document, derived, nodeId]);
  const { type, entity } = document.nodes[nodeId]!;
  return (
    <tbody ref={rows} className="scroll-mt-8">
      <tr className={cx('border-t border-line', isChosen ? 'bg-selected' : 'bg-surface-2')}>
        <th scope="rowgroup" colSpan={columns} className="px-4 py-1.75 text-left font-bold">
          <DifferenceIcon kind={kind} /> {titleOf(nodeId)}{' '}
          <span className="text-20 font-regular text-ink-2">{differenceWords.counted(node)}</span>
        </th>
      </tr>
      {(isSameShown ? [...settings, ...same] : settings).map((setting) => {
        const name = words.name(type, setting.setting, setting.row);
        const row = setting.setting === 'rows' ? setting.row : null;
        const key = `${nodeId} ${row}`;
        const isSame = same.includes(setting);
        const mastery = row !== null && columns === 4 ? rowMastery(context.mastership, sourceRole, row) : null;
        const samples = row !== null && state?.status === 'read' ? (state.effect.rows.get(row) ?? []) : [];
        return (
          <Fragment key={`${setting.setting} ${setting.row ?? ''}`}>
            <tr className="border-t border-line align-top">
              <th
                scope="row"
                className={cx('px-4 py-2 text-left break-words', isSame ? 'font-regular' : 'font-medium')}
              >
                {kind === 'changed' && !isSame && <DifferenceSign kind={kindOf(setting)} />}
                {name}
                {row !== null && state && !isSame && (
                  <RowEffect
                    state={state}
                    row={row}
                    fieldName={name}
                    isOpen={opened.has(key)}
                    onToggle={() => onToggle(key, !opened.has(key))}
                  />
                )}
              </th>
              {columns === 4 && <td className="px-2.5 py-2">{mastery && <MasterBadge {...mastery} />}</td>}
              <ChangedCells
                setting={setting}
                absent={kind === 'changed' ? text(row === null ? 'compare.absent' : 'compare.effect.untouched') : ''}
                isSame={isSame}
                value={(said) => words.value(said, { type, entity, setting: setting.setting })}
              />
            </tr>
            {opened.has(key) && row !== null && !isSame && (
              <ChangedSamples samples={samples} row={row} type={typeOfField(context, row)} />
            )}
          </Fragment>
        );
      })}
      {same.length > 0 && (
        <tr className="border-t border-line">
          <td colSpan={columns} className="px-4 py-1.75 text-ink-2">
            {differenceWords.same(node)}{' '}
            <Button
              look="link"
              size="s"
              aria-expanded={isSameShown}
              aria-label={text(isSameShown ? 'compare.hideSameOf' : 'compare.showSameOf', { node: titleOf(nodeId) })}
              onClick={() => setIsSameShown(!isSameShown)}
            >
              {text(isSameShown ? 'compare.hideSame' : 'compare.showSame')}
            </Button>
          </td>
        </tr>
      )}
    </tbody>
  );
}

/** What a setting said and says; of expressions only the characters that differ are marked. */
function ChangedCells({
  setting: { before, after },
  absent,
  isSame,
  value,
}: {
  readonly setting: SettingDifference;
  /** What stands where there is nothing. */
  readonly absent: string;
  readonly isSame: boolean;
  readonly value: (said: unknown) => string;
}): ReactElement {
  if (!isSame && isExpression(before) && isExpression(after)) {
    const marked = difference(before.cel, after.cel);
    return (
      <>
        <CodeCell>
          <MarkedPieces pieces={marked.before} />
        </CodeCell>
        <CodeCell>
          <MarkedPieces pieces={marked.after} />
        </CodeCell>
      </>
    );
  }
  const shown = (said: unknown) =>
    isExpression(said) ? <code className="font-mono text-20">{said.cel}</code> : value(said);
  const cell = (said: unknown, Marked: typeof Former) => {
    if (said === undefined) return <span className="text-ink-3 italic">{absent}</span>;
    return isSame ? <span className="text-ink-2">{shown(said)}</span> : <Marked>{shown(said)}</Marked>;
  };
  return (
    <>
      <td className="px-2.5 py-2 break-words">{cell(before, Former)}</td>
      <td className="px-2.5 py-2 break-words">{cell(after, Fresh)}</td>
    </>
  );
}

function isExpression(said: unknown): said is { readonly cel: string } {
  return typeof said === 'object' && said !== null && 'cel' in said && typeof said.cel === 'string';
}

function CodeCell({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <td className="px-2.5 py-2">
      <code className="block rounded-1 border border-line bg-surface-2 px-2 py-1.5 font-mono text-20 break-words whitespace-pre-wrap">
        {children}
      </code>
    </td>
  );
}

function Former({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <del className="rounded-1 bg-diff-del px-1 whitespace-pre-wrap text-diff-del-ink no-underline">{children}</del>
  );
}

function Fresh({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <ins className="rounded-1 bg-diff-add px-1 whitespace-pre-wrap text-diff-add-ink no-underline">{children}</ins>
  );
}
