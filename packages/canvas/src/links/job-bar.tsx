import { X } from 'lucide-react';
import type { LinkJobView } from '@koppel/protocol';
import type { ReactElement } from 'react';
import { useCall } from '../api/use-api.tsx';
import { useFormat, useSentence, useText } from '../i18n/locale.tsx';
import { Button, IconButton, Spinner } from '../kit/button.tsx';
import { Note } from '../kit/status-pill.tsx';
import { useJob } from './use-job.ts';

/** How far work on links is, and what came of it. */
export function JobBar({ id, onClose }: { readonly id: string; readonly onClose: () => void }): ReactElement | null {
  const text = useText();
  const job = useJob(id);
  if (!job) return null;
  return (
    <div className="flex-none border-b border-line bg-surface-2 px-4 py-2">
      <div className="flex items-center gap-2">
        <div className="min-w-0 flex-1">
          <JobState job={job} />
        </div>
        {job.status !== 'running' && <IconButton icon={X} size="s" label={text('action.close')} onClick={onClose} />}
      </div>
    </div>
  );
}

/** Work on links in one line: a bar while it goes on, then its result. */
export function JobState({ job }: { readonly job: LinkJobView }): ReactElement {
  const text = useText();
  const sentence = useSentence();
  const format = useFormat();
  const cancel = useCall('cancelLinkJob', { stale: ['getLinkJob'] });
  if (job.status === 'running') {
    const { done, expected } = job;
    return (
      <div className="flex items-center gap-2.5 text-20" role="status">
        <Spinner />
        <progress
          className="h-1.5 w-40 accent-accent"
          aria-label={text('links.match')}
          {...(expected === null ? {} : { value: Math.min(done, expected), max: Math.max(1, expected) })}
        />
        <span className="text-ink-2 tabular-nums">
          {expected === null
            ? text('links.progressOpen', { n: format.number(done) })
            : text('links.progress', { n: format.number(done), total: format.number(expected) })}
        </span>
        <Button
          size="s"
          isBusy={cancel.isPending}
          onClick={() => cancel.mutate({ params: { id: job.id } })}
          className="ml-auto"
        >
          {text('links.stop')}
        </Button>
      </div>
    );
  }
  if (job.status === 'cancelled' || job.status === 'interrupted')
    return <Note status="warn">{text(`links.job.${job.status}`)}</Note>;
  if (job.status === 'failed') {
    return <Note status="fail">{job.error && `${sentence(job.error.message)} ${sentence(job.error.remedy)}`}</Note>;
  }
  const { linked, suggested, gone, moved = 0 } = job.result ?? {};
  if (gone)
    return (
      <Note status={gone.left + gone.right > 0 ? 'warn' : 'ok'}>
        {text('links.checked', { n: gone.left + gone.right })}
        {moved > 0 && ` · ${text('links.moved', { n: moved })}`}
      </Note>
    );
  if (suggested !== undefined)
    return <Note status="ok">{text('links.matched', { linked: linked ?? 0, suggested })}</Note>;
  return <Note status="ok">{text('links.applied', { n: linked ?? 0 })}</Note>;
}
