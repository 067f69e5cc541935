import type { FlowSummary } from '@koppel/protocol';
import { Fragment, useMemo, useRef, type ReactElement } from 'react';
import { TableHeads } from '../app/column-menu.tsx';
import { usePreferences } from '../app/services.tsx';
import { useColumns } from '../app/use-columns.ts';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { sortRows, widthNeeded, type Column, type SortValue } from '../kit/columns.ts';
import { useRowKeys } from '../kit/row-keys.ts';
import { GroupRow, Table } from '../kit/table.tsx';
import { useNow } from '../kit/timing.ts';
import { useMedia } from '../kit/use-media.ts';
import type { FlowAction } from './flow-menu.ts';
import { useEditors } from '../live/use-live.tsx';
import { useTemplatesOfFlows } from '../templates/template-mark.tsx';
import { FlowRow, type FlowColumn } from './flow-row.tsx';
import { groupFlows, integrationTexts, isKnownIntegration } from './groups.ts';

const roomy = '(width >= 1360px)';

/** All flows, by integration. */
export function FlowTable({
  flows,
  onAct,
}: {
  readonly flows: readonly FlowSummary[];
  readonly onAct: (action: FlowAction) => void;
}): ReactElement {
  const text = useText();
  const now = useNow(30_000);
  const templates = useTemplatesOfFlows();
  const [{ singleKeys }] = usePreferences();
  const element = useRef<HTMLTableElement>(null);
  useRowKeys(element, singleKeys);
  const editors = useEditors();
  const localized = useLocalized();
  const columns = useFlowColumns();
  const table = useColumns('flows', columns);
  const { shown, state } = table;
  const ids = useMemo(() => shown.map(({ id }) => id), [shown]);
  const ordered = sortRows(flows, state.sort, (flow, column) =>
    sortValue(flow, column, { title: localized(flow.title) }),
  );
  return (
    <div data-tour="flows" className="flex-none overflow-x-auto rounded-3 bg-surface shadow-1">
      <Table ref={element} aria-label={text('flows.title')} style={{ minWidth: widthNeeded(shown) }}>
        <TableHeads columns={columns} {...table} className="bg-surface" />
        {groupFlows(ordered).map(({ integration, areSubFlows, flows: inGroup }) => (
          <tbody key={areSubFlows ? '/sub-flows' : (integration ?? '')}>
            <GroupRow span={shown.length} className="h-row font-regular">
              {areSubFlows ? (
                <Fragment>
                  <b className="font-bold">{text('flows.subFlows')}</b>
                  <span className="ml-2.5 text-20 text-ink-3">{text('flows.subFlowsSummary')}</span>
                </Fragment>
              ) : isKnownIntegration(integration) ? (
                <Fragment>
                  <b className="font-bold">{text(integrationTexts[integration].title)}</b>
                  <span className="ml-2.5 text-20 text-ink-3">{text(integrationTexts[integration].summary)}</span>
                </Fragment>
              ) : (
                <b className="font-bold">{integration ?? text('flows.otherGroup')}</b>
              )}
            </GroupRow>
            {inGroup.map((flow) => (
              <FlowRow
                key={flow.id}
                columns={ids}
                flow={editors === null ? flow : { ...flow, editor: editors[flow.id] ?? null }}
                now={now}
                template={templates.get(flow.id)}
                onAct={onAct}
              />
            ))}
          </tbody>
        ))}
      </Table>
    </div>
  );
}

function useFlowColumns(): readonly Column<FlowColumn>[] {
  const text = useText();
  const isRoomy = useMedia(roomy);
  return useMemo(
    () => [
      { id: 'on', title: text('flows.column.on'), width: 60, isSortable: true },
      { id: 'flow', title: text('flows.column.flow'), width: null, isKept: true, isSortable: true },
      { id: 'direction', title: text('flows.column.direction'), width: 112 },
      // Where there is little room, entities are their glyphs.
      { id: 'entities', title: text('flows.column.entities'), width: isRoomy ? 180 : 84 },
      { id: 'lastRun', title: text('flows.column.lastRun'), width: 148, isSortable: true },
      { id: 'at', title: text('flows.column.at'), width: 68, isNumber: true, isSortable: true },
      { id: 'lastRuns', title: text('flows.column.lastRuns'), width: 148 },
      { id: 'next', title: text('flows.column.next'), width: 80, isNumber: true, isSortable: true },
      { id: 'version', title: text('flows.column.version'), width: 96, isSortable: true },
      { id: 'owner', title: text('flows.column.owner'), width: 104, isKept: true, isSortable: true },
    ],
    [text, isRoomy],
  );
}

/** What flows are sorted by: of the last run, how much it needs somebody. */
function sortValue(flow: FlowSummary, column: string, { title }: { readonly title: string }): SortValue {
  const last = flow.lastRuns.at(-1);
  const values: Record<string, SortValue> = {
    on: flow.isSubFlow ? null : Number(!flow.isOn),
    flow: title,
    lastRun: last ? urgencyOf(last) : null,
    at: last?.startedAt ?? null,
    next: flow.isOn ? flow.nextRunAt : null,
    version: flow.publishedVersion,
    owner: flow.owner?.name ?? null,
  };
  return values[column] ?? null;
}

function urgencyOf({ status, failed }: FlowSummary['lastRuns'][number]): number {
  if (status === 'failed') return 0;
  if (failed > 0) return 1;
  return status === 'waiting' ? 2 : status === 'done' ? 4 : 3;
}
