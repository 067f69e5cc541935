import type { FlowDocument } from '@koppel/model';
import type { PlannedRecord, PreviewResult } from '@koppel/protocol';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import type { ApiError } from '../../api/api-error.ts';
import { useApi } from '../../api/use-api.tsx';
import { useEntityNames } from '../../app/entities.ts';
import { Loading } from '../../app/query-view.tsx';
import { RecordValues } from '../../app/record-values.tsx';
import { useSentence, useText } from '../../i18n/locale.tsx';
import { useTold } from '../../i18n/told.ts';
import { buttonClass } from '../../kit/button.tsx';
import { SkeletonRows } from '../../kit/skeleton.tsx';
import { Note } from '../../kit/status-pill.tsx';
import { useDesignerServices } from '../designer-context.tsx';
import { useNodeTitle } from '../use-drawing-facts.ts';

/** Why a record of the sample would fail: what is wrong with which field, the way to the node, and the record as it arrives there. */
export function FailedRecord({
  document,
  record: { key, nodeId, reason },
}: {
  /** The draft that was tried. */
  readonly document: FlowDocument;
  readonly record: PlannedRecord;
}): ReactElement {
  const text = useText();
  const sentence = useSentence();
  const told = useTold();
  const names = useEntityNames();
  const title = useNodeTitle();
  // A node inside a sub-flow is not in this document: what is known of it is the reason.
  const isHere = nodeId in document.nodes;
  const there = useRecordAt(document, nodeId, key, isHere);
  const record = there.data?.records[0];
  const errors = Object.entries(record?.errors ?? {}).map(([field, error]) => [field, told(error)] as const);
  return (
    <div className="flex flex-col gap-4">
      <Note status="fail">
        {errors.length === 0 ? (
          <p>{reason && sentence(reason)}</p>
        ) : (
          errors.map(([field, { message, remedy }]) => (
            <p key={field}>
              <span className="font-bold">
                {field !== '' && `${names.field(field)}: `}
                {message}
              </span>{' '}
              {remedy}
            </p>
          ))
        )}
      </Note>
      {isHere && (
        <div>
          <FixLink nodeId={nodeId} nodeTitle={title(nodeId)} field={errors[0]?.[0] || undefined} />
        </div>
      )}
      {there.isLoading && (
        <Loading isOn>
          <SkeletonRows count={6} height={26} />
        </Loading>
      )}
      {record?.input && (
        <section aria-labelledby="sample-record-at" className="max-w-160">
          <h3 id="sample-record-at" className="mb-1.5 font-bold">
            {text('sample.recordAt', { node: title(nodeId) })}
          </h3>
          <RecordValues values={record.input} />
        </section>
      )}
    </div>
  );
}

/** The way to the node that is to be mended, and to the field in it. */
export function FixLink({
  nodeId,
  nodeTitle,
  field,
}: {
  readonly nodeId: string;
  readonly nodeTitle: string;
  readonly field?: string | undefined;
}): ReactElement {
  const text = useText();
  const { flowId, editor, panels } = useDesignerServices();
  // The designer that is open reads its address only once.
  const choose = () => {
    editor.select([nodeId]);
    editor.setState({ focusPath: field === undefined ? null : ['rows', field] });
    panels.change({ isInspectorOpen: true, isDockOpen: true });
  };
  return (
    <Link
      to="/flows/$id"
      params={{ id: flowId }}
      search={{ node: nodeId, field }}
      onClick={choose}
      className={buttonClass()}
    >
      {text('sample.fix', { node: nodeTitle })}
    </Link>
  );
}

/** One record as it arrives at a node of the draft that was tried, and what that node says of it field by field. */
function useRecordAt(document: FlowDocument, nodeId: string, key: string, isEnabled: boolean) {
  const api = useApi();
  const { flowId } = useDesignerServices();
  return useQuery<PreviewResult, ApiError>({
    queryKey: ['previewFlow', flowId, nodeId, document.nodes, document.edges, key],
    queryFn: ({ signal }) =>
      api.previewFlow(
        { params: { id: flowId }, body: { document, nodeId, keys: [key], limit: 1, withTarget: false } },
        { signal },
      ),
    staleTime: Infinity,
    enabled: isEnabled,
  });
}
