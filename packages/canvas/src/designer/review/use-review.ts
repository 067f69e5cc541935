import type { FlowReviews, Review } from '@koppel/protocol';
import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { ApiError } from '../../api/api-error.ts';
import { useRead } from '../../api/use-api.tsx';
import type { MessageId } from '../../i18n/texts.ts';
import type { Status } from '../../kit/status-pill.tsx';
import { useDesignerServices } from '../designer-context.tsx';

/** What was asked about the drafts of this flow; read again when the draft was saved, which may void an approval. */
export function useFlowReviews(): UseQueryResult<FlowReviews, ApiError> {
  const { flowId, autosave } = useDesignerServices();
  const reviews = useRead('getReviews', { params: { id: flowId } }, { everyMs: 60_000 });
  const isSaved = useStore(autosave, ({ status }) => status === 'saved');
  const { refetch } = reviews;
  useEffect(() => {
    if (isSaved) void refetch();
  }, [isSaved, refetch]);
  return reviews;
}

/** Whether somebody approved the draft as it is. */
export function isApproved(review: Review | null): boolean {
  return review?.status === 'approved' && !review.isOutdated;
}

/** How a review stands, in one word. */
export function standOf({ status, isOutdated }: Review): { readonly status: Status; readonly text: MessageId } {
  if (isOutdated && status === 'approved') return { status: 'warn', text: 'review.state.void' };
  if (isOutdated && status === 'open') return { status: 'warn', text: 'review.state.old' };
  const looks: Record<Review['status'], Status> = {
    open: 'wait',
    approved: 'ok',
    returned: 'warn',
    withdrawn: 'idle',
    published: 'ok',
    superseded: 'idle',
  };
  return { status: looks[status], text: `review.state.${status}` };
}
