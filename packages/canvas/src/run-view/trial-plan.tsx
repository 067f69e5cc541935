import { isFinal } from '@koppel/model';
import { useEffect, type ReactElement } from 'react';
import { useRead } from '../api/use-api.tsx';
import { QueryView } from '../app/query-view.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { PlanView } from '../plan-view/plan-view.tsx';
import { useFigures, useRunView } from './run-context.tsx';

/** What this trial would write; grows while the trial goes on. */
export function TrialPlan(): ReactElement {
  const { detail, nodes, search, change } = useRunView();
  const { state } = useFigures();
  const isOver = isFinal(state);
  const plan = useRead('getRunPlan', { params: { id: detail.run.id } }, isOver ? {} : { everyMs: 2_000 });
  const { refetch } = plan;
  useEffect(() => {
    // What was planned between the last look and the end.
    if (isOver) void refetch();
  }, [isOver, refetch]);
  return (
    <QueryView query={plan} skeleton={<SkeletonRows count={8} height={42} />}>
      {({ records, total }) => (
        <PlanView
          records={records}
          total={total}
          nodes={nodes}
          chosen={search.record}
          onChoose={(record) => change({ record })}
          isGoing={!isOver}
        />
      )}
    </QueryView>
  );
}
