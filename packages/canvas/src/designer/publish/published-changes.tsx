import type { FlowDocument } from '@koppel/model';
import type { FlowSummary } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useRead } from '../../api/use-api.tsx';
import { useText } from '../../i18n/locale.tsx';
import { changeWords } from '../versions/change-words.ts';

/** What differs from the version that is published, in words, and the way to see it. */
export function PublishedChanges({
  summary,
  document,
  onLeave,
}: {
  readonly summary: FlowSummary;
  readonly document: FlowDocument;
  readonly onLeave: () => void;
}): ReactElement {
  const text = useText();
  const version = summary.publishedVersion!;
  const published = useRead('getVersion', { params: { id: summary.id, version } });
  return (
    <p className="flex items-center gap-2">
      <span className="min-w-0 flex-1">
        {published.data
          ? changeWords(published.data, document, text)
          : text('changes.since', { version: String(version) })}
      </span>
      <Link
        to="/flows/$id"
        params={{ id: summary.id }}
        search={{ tab: 'versions', version: String(version), against: 'draft' }}
        onClick={onLeave}
        className="font-medium text-accent-text hover:underline"
      >
        {text('changes.see')}
      </Link>
    </p>
  );
}
