import type { LinkPairView } from '@koppel/protocol';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Download, FileUp, Link2, MoreHorizontal, ScanSearch, SlidersHorizontal } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { useApi, useCall, useRead } from '../api/use-api.tsx';
import { csvOf } from '../app/csv.ts';
import { Page } from '../app/page.tsx';
import { Guard, QueryView } from '../app/query-view.tsx';
import { saveFile } from '../app/save-file.ts';
import { useReason } from '../app/session.tsx';
import { useSayWhy } from '../app/use-say-why.ts';
import { useText } from '../i18n/locale.tsx';
import { Button, buttonClass, IconButton } from '../kit/button.tsx';
import { Menu } from '../kit/menu.tsx';
import { cx } from '../kit/cx.ts';
import { Bone, SkeletonRows } from '../kit/skeleton.tsx';
import { listClass } from './list-class.ts';
import { EmptyState } from '../kit/states.tsx';
import { HandDialog } from './hand-dialog.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { JobBar } from './job-bar.tsx';
import { LinksBody } from './links-body.tsx';
import { pairKeys } from './pair.ts';
import { RulesDialog } from './rules-dialog.tsx';

type Open = 'csv' | 'rules' | 'hand' | null;
const linksAtATime = 2_000;

/** Which record of one system is which of the other: the list, what needs a look, and the chosen link. */
export function LinksScreen(): ReactElement {
  const text = useText();
  const search = useSearch({ from: '/shell/links' });
  const { id } = useParams({ strict: false });
  const pairs = useRead('listLinkPairs', {});
  const [open, setOpen] = useState<Open>(null);
  const [jobId, setJobId] = useState<string | null>(null);
  const pair =
    pairs.data?.find(
      ({ entity, left, right }) =>
        entity === search.entity && left.connectionId === search.left && right.connectionId === search.right,
    ) ?? pairs.data?.[0];
  return (
    <Page title={text('links.title')} actions={pair && <Actions pair={pair} onOpen={setOpen} onJob={setJobId} />}>
      <main className="flex min-h-0 flex-1 flex-col">
        <Guard permission="links.read">
          <QueryView query={pairs} skeleton={<LinksSkeleton />}>
            {(all) =>
              pair ? (
                <>
                  {jobId && <JobBar key={jobId} id={jobId} onClose={() => setJobId(null)} />}
                  <LinksBody
                    key={`${pair.entity} ${pair.left.connectionId} ${pair.right.connectionId}`}
                    pairs={all}
                    pair={pair}
                    search={search}
                    id={id === undefined ? undefined : Number(id)}
                  />
                </>
              ) : (
                <EmptyState
                  title={text('links.noPairs')}
                  actions={
                    <Link to="/connections" className={buttonClass('primary')}>
                      {text('connections.title')}
                    </Link>
                  }
                >
                  {text('links.noPairsText')}
                </EmptyState>
              )
            }
          </QueryView>
        </Guard>
      </main>
      {pair && open === 'csv' && <ImportDialog pair={pair} onClose={() => setOpen(null)} />}
      {pair && open === 'hand' && <HandDialog pair={pair} onClose={() => setOpen(null)} />}
      {pair && open === 'rules' && <RulesDialog pair={pair} onClose={() => setOpen(null)} onJob={setJobId} />}
    </Page>
  );
}

function Actions({
  pair,
  onOpen,
  onJob,
}: {
  readonly pair: LinkPairView;
  readonly onOpen: (dialog: Open) => void;
  readonly onJob: (id: string) => void;
}): ReactElement {
  const text = useText();
  const sayWhy = useSayWhy();
  const api = useApi();
  const navigate = useNavigate();
  const mayNot = useReason('links.edit');
  const start = useCall('startLinkJob');
  const begin = (kind: 'check' | 'match') =>
    start.mutate(
      { body: { ...pairKeys(pair), kind } },
      {
        onSuccess: (job) => {
          onJob(job.id);
          if (kind === 'match') void navigate({ to: '/links', search: { ...pairKeys(pair), view: 'suggestions' } });
        },
        onError: sayWhy,
      },
    );
  const readAll = async (): Promise<string[][]> => {
    const rows = [['left key', 'left name', 'right key', 'right name', 'made by', 'made at']];
    for (let before: number | undefined; ;) {
      const page = await api.listLinks({
        query: { ...pairKeys(pair), limit: linksAtATime, ...(before === undefined ? {} : { before }) },
      });
      for (const link of page.items) {
        const { leftKey, leftName, rightKey, rightName, madeBy, madeAt } = link;
        rows.push([leftKey, leftName ?? '', rightKey, rightName ?? '', madeBy, madeAt]);
      }
      before = page.items.at(-1)?.id;
      if (!page.hasMore || before === undefined) return rows;
    }
  };
  const exporting = useMutation<string[][], ApiError>({
    mutationFn: readAll,
    onSuccess: (rows) => saveFile(`${pair.entity}-links.csv`, csvOf(rows), 'text/csv'),
    onError: sayWhy,
  });
  return (
    <>
      <Button icon={FileUp} reason={mayNot} onClick={() => onOpen('csv')}>
        {text('links.csv')}
      </Button>
      <Button icon={SlidersHorizontal} onClick={() => onOpen('rules')}>
        {text('links.rules')}
      </Button>
      <Menu
        label={text('links.actions')}
        trigger={
          <IconButton icon={MoreHorizontal} look="plain" label={text('links.actions')} isBusy={exporting.isPending} />
        }
        entries={[
          {
            id: 'match',
            label: text('links.match'),
            icon: ScanSearch,
            reason: mayNot,
            onChoose: () => begin('match'),
          },
          { id: 'check', label: text('links.check'), icon: ScanSearch, reason: mayNot, onChoose: () => begin('check') },
          { id: 'hand', label: text('links.byHand'), icon: Link2, reason: mayNot, onChoose: () => onOpen('hand') },
          {
            id: 'export',
            label: text('links.exportCsv'),
            icon: Download,
            startsGroup: true,
            onChoose: () => exporting.mutate(),
          },
        ]}
      />
    </>
  );
}

/** The list of links and the place beside it, before anything is known. */
function LinksSkeleton(): ReactElement {
  return (
    <div aria-hidden="true" className="flex min-h-0 flex-1">
      <div className={cx('border-r border-line bg-surface', listClass)}>
        <div className="grid gap-3 px-4 pt-5 pb-4">
          <Bone width="45%" />
          <Bone width="25%" />
          <Bone width="80%" />
        </div>
        <div className="h-8 bg-surface-3" />
        <SkeletonRows count={12} height={50} />
      </div>
      <div className="flex-1 bg-surface max-narrow:hidden" />
    </div>
  );
}
