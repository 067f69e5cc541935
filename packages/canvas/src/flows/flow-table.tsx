import type { FlowSummary } from '@koppel/protocol';
import { Fragment, useRef, type ReactElement } from 'react';
import { usePreferences } from '../app/services.tsx';
import { useText } from '../i18n/locale.tsx';
import { useRowKeys } from '../kit/row-keys.ts';
import { GroupRow, HeadCell, Table } from '../kit/table.tsx';
import { useNow } from '../kit/timing.ts';
import type { FlowAction } from './flow-menu.ts';
import { useEditors } from '../live/use-live.tsx';
import { useTemplatesOfFlows } from '../templates/template-mark.tsx';
import { FlowRow } from './flow-row.tsx';
import { groupFlows, integrationTexts, isKnownIntegration } from './groups.ts';

const columns = 10;

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
  const table = useRef<HTMLTableElement>(null);
  useRowKeys(table, singleKeys);
  const editors = useEditors();
  return (
    <div data-tour="flows" className="flex-none overflow-x-auto rounded-3 bg-surface shadow-1">
      <Table ref={table} aria-label={text('flows.title')} className="min-w-230">
        <colgroup>
          <col className="w-15" />
          <col />
          <col className="w-28" />
          <col className="w-45 max-roomy:w-21" />
          <col className="w-37" />
          <col className="w-17" />
          <col className="w-37" />
          <col className="w-20" />
          <col className="w-24" />
          <col className="w-24" />
        </colgroup>
        <thead>
          <tr className="h-8.5">
            <HeadCell>{text('flows.column.on')}</HeadCell>
            <HeadCell>{text('flows.column.flow')}</HeadCell>
            <HeadCell>{text('flows.column.direction')}</HeadCell>
            <HeadCell>{text('flows.column.entities')}</HeadCell>
            <HeadCell>{text('flows.column.lastRun')}</HeadCell>
            <HeadCell isNumber>{text('flows.column.at')}</HeadCell>
            <HeadCell>{text('flows.column.lastRuns')}</HeadCell>
            <HeadCell isNumber>{text('flows.column.next')}</HeadCell>
            <HeadCell>{text('flows.column.version')}</HeadCell>
            <HeadCell>{text('flows.column.owner')}</HeadCell>
          </tr>
        </thead>
        {groupFlows(flows).map(({ integration, areSubFlows, flows: inGroup }) => (
          <tbody key={areSubFlows ? '/sub-flows' : (integration ?? '')}>
            <GroupRow span={columns} className="h-row font-regular">
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
