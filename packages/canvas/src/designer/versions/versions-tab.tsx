import type { FlowSummary } from '@koppel/protocol';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useRead } from '../../api/use-api.tsx';
import { QueryView } from '../../app/query-view.tsx';
import { useText } from '../../i18n/locale.tsx';
import { SkeletonRows } from '../../kit/skeleton.tsx';
import { EmptyState } from '../../kit/states.tsx';
import { ToDrawing } from '../to-drawing.tsx';
import { timeline, type Entry } from './entries.ts';
import { Timeline } from './timeline.tsx';
import { VersionComparison } from './version-comparison.tsx';
import { VersionView } from './version-view.tsx';

/** Published versions and drafts that were kept: look at one, compare two, or go back to one. */
export function VersionsTab({ summary }: { readonly summary: FlowSummary }): ReactElement {
  const params = { id: summary.id };
  const versions = useRead('listVersions', { params });
  const points = useRead('listRestorePoints', { params });
  const skeleton = <SkeletonRows count={6} height={58} />;
  return (
    <main className="flex min-h-0 flex-1">
      <QueryView query={versions} skeleton={skeleton}>
        {(published) => (
          <QueryView query={points} skeleton={skeleton}>
            {(kept) => <Opened summary={summary} entries={timeline(published, kept)} />}
          </QueryView>
        )}
      </QueryView>
    </main>
  );
}

function Opened({
  summary,
  entries,
}: {
  readonly summary: FlowSummary;
  readonly entries: readonly Entry[];
}): ReactElement {
  const text = useText();
  const navigate = useNavigate({ from: '/flows/$id' });
  const { version, against } = useSearch({ from: '/shell/flows/$id' });
  const live = summary.publishedVersion;
  if (version !== undefined && against !== undefined) {
    return <VersionComparison entries={entries} one={version} other={against} />;
  }
  const chosen =
    entries.find(({ id }) => id === version) ?? entries.find(({ kind }) => kind === 'version') ?? entries[0];
  /** The older of the two comes first. */
  const compare = (entry: Entry, other: string) => {
    const isOlder = (entries.find(({ id }) => id === other)?.at ?? '9') < entry.at;
    const [from, to] = isOlder ? [other, entry.id] : [entry.id, other];
    void navigate({ search: (before) => ({ ...before, version: from, against: to }) });
  };
  return (
    <>
      <Timeline
        entries={entries}
        chosen={chosen?.id ?? null}
        live={live}
        onChoose={(id) => void navigate({ search: (before) => ({ ...before, version: id }), replace: true })}
      />
      {chosen ? (
        <VersionView
          key={chosen.id}
          entry={chosen}
          others={entries.filter((entry) => entry !== chosen)}
          live={live}
          onCompare={(other) => compare(chosen, other)}
        />
      ) : (
        <EmptyState title={text('versions.none')} actions={<ToDrawing flowId={summary.id} />}>
          {text('versions.noneText')}
        </EmptyState>
      )}
    </>
  );
}
