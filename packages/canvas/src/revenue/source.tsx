import type { RevenueOverview } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { useMay } from '../app/session.tsx';
import { Rich, useFormat, useText } from '../i18n/locale.tsx';
import { Icon } from '../kit/icon.tsx';
import { useNow } from '../kit/timing.ts';

const hourMs = 3_600_000;

/** Which flow computes a figure, and how old it may be: three times as long as the flow waits at most. */
const sources = {
  revenue: { flow: 'revenue-erp-to-crm', text: 'revenue.source.revenue', staleMs: 3 * hourMs },
  openAmounts: { flow: 'open-amounts-erp-to-crm', text: 'revenue.source.openAmounts', staleMs: 36 * hourMs },
  customerValue: { flow: 'customer-value', text: 'revenue.source.customerValue', staleMs: 72 * hourMs },
} as const;

const refreshMs = 60_000;

/** Where a figure comes from, by which flow, and as of when; what is older than it should be is marked. */
export function Source({
  of,
  upToDate,
}: {
  readonly of: keyof typeof sources;
  readonly upToDate: RevenueOverview['upToDate'];
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const now = useNow(refreshMs);
  const maySeeFlows = useMay('flows.read');
  const { flow, text: id, staleMs } = sources[of];
  const at = upToDate[of];
  const isStale = at !== null && now - Date.parse(at) > staleMs;
  return (
    <>
      <Rich
        id={id}
        components={{
          link: maySeeFlows ? (
            <Link to="/flows/$id" params={{ id: flow }} className="underline hover:text-ink" />
          ) : (
            <span />
          ),
        }}
      />{' '}
      <span className={isStale ? 'font-medium text-warn-text' : ''}>
        {isStale && <Icon of={TriangleAlert} size="xs" className="mr-1 inline" />}
        {at === null
          ? text('revenue.neverUpToDate')
          : text(isStale ? 'revenue.stale' : 'revenue.upToDate', { time: format.moment(at, now) })}
      </span>
    </>
  );
}
