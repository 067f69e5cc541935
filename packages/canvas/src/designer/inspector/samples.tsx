import type { FieldValue } from '@koppel/model';
import type { PreviewResult } from '@koppel/protocol';
import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import type { ApiError } from '../../api/api-error.ts';
import { useApi } from '../../api/use-api.tsx';
import { useEntityNames } from '../../app/entities.ts';
import { ProblemPanel } from '../../app/problem.tsx';
import { RecordValues } from '../../app/record-values.tsx';
import { useReason } from '../../app/session.tsx';
import { useLocalized, useText } from '../../i18n/locale.tsx';
import { useTold } from '../../i18n/told.ts';
import { IconButton, Spinner } from '../../kit/button.tsx';
import { EntityChip } from '../../kit/entity.tsx';
import { Chip } from '../../kit/marks.tsx';
import type { NodeDescriptor } from '@koppel/protocol';
import { useCheck, useDesignerServices, useFlow } from '../designer-context.tsx';

const pauseMs = 400;
const sampleCount = 20;

/** The document once it has stayed the same for a moment: what previews are asked for. */
function useSettledFlow() {
  const document = useFlow((flow) => flow);
  const [settled, setSettled] = useState(document);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(document), pauseMs);
    return () => clearTimeout(timer);
  }, [document]);
  return settled;
}

/** What the draft makes of recent records at a node. */
function useSamples(nodeId: string) {
  const api = useApi();
  const { flowId } = useDesignerServices();
  const document = useSettledFlow();
  return useQuery<PreviewResult, ApiError>({
    queryKey: ['previewFlow', flowId, nodeId, document.nodes, document.edges],
    queryFn: ({ signal }) =>
      api.previewFlow({ params: { id: flowId }, body: { document, nodeId, limit: sampleCount } }, { signal }),
    staleTime: 60_000,
    placeholderData: (before) => before,
  });
}

/** The ports on one side of a node with what they carry, and the values of a sample there. */
export function PortValues({
  nodeId,
  descriptor,
  side,
}: {
  readonly nodeId: string;
  readonly descriptor: NodeDescriptor;
  readonly side: 'input' | 'output';
}): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const names = useEntityNames();
  const hidden = useReason('payloads.read');
  const facts = useCheck(({ nodes }) => nodes[nodeId]);
  const ports = side === 'input' ? descriptor.ports.in : descriptor.ports.out;
  const types = side === 'input' ? facts?.inputs : facts?.outputs;
  if (ports.length === 0) {
    return <p className="text-ink-3">{text(side === 'input' ? 'ports.noInput' : 'ports.noOutput')}</p>;
  }
  const carriesRecords = ports.some(({ kind }) => kind === 'records');
  return (
    <div className="flex flex-col gap-3">
      <ul className="flex flex-col gap-1.5">
        {ports.map((port) => {
          const type = types?.[port.id];
          return (
            <li key={port.id} className="flex items-center gap-2">
              <span className="min-w-0 flex-1 truncate">{localized(port.title)}</span>
              {type?.kind === 'records' ? (
                <>
                  <span className="text-20 text-ink-3">{text('ports.fields', { n: type.shape.fields.length })}</span>
                  <EntityChip entity={type.shape.entity}>{names.entity(type.shape.entity)}</EntityChip>
                </>
              ) : (
                <Chip>{text(port.kind === 'records' ? 'ports.unknown' : `refused.side.${port.kind}`)}</Chip>
              )}
            </li>
          );
        })}
      </ul>
      {carriesRecords &&
        (hidden ? <p className="text-20 text-ink-3">{hidden}</p> : <SampleValues nodeId={nodeId} side={side} />)}
    </div>
  );
}

function SampleValues({ nodeId, side }: { readonly nodeId: string; readonly side: 'input' | 'output' }): ReactElement {
  const text = useText();
  const told = useTold();
  const names = useEntityNames();
  const samples = useSamples(nodeId);
  const [at, setAt] = useState(0);
  if (samples.error && !samples.data)
    return <ProblemPanel error={samples.error} onRetry={() => void samples.refetch()} />;
  if (!samples.data) {
    return (
      <p role="status" className="flex items-center gap-2 text-20 text-ink-3">
        <Spinner /> {text('ports.reading')}
      </p>
    );
  }
  const { records, error } = samples.data;
  if (error) {
    return (
      <div role="alert" className="rounded-2 bg-fail-soft px-3 py-2.25 leading-ui text-fail-text">
        <p className="font-medium">{told(error).message}</p>
        <p>{told(error).remedy}</p>
      </div>
    );
  }
  const record = records[Math.min(at, records.length - 1)];
  if (!record) return <p className="text-20 text-ink-3">{text('ports.noSamples')}</p>;
  const values: Readonly<Record<string, FieldValue>> | null = side === 'input' ? record.input : record.output;
  const step = (by: number) => setAt((Math.min(at, records.length - 1) + by + records.length) % records.length);
  return (
    <section aria-label={text('ports.sample')} className="flex flex-col gap-1.5">
      <div className="flex items-center gap-1">
        <span className="min-w-0 flex-1 truncate text-20 font-medium" title={record.name}>
          {record.name}
        </span>
        {samples.isFetching && <Spinner size="xs" />}
        <IconButton icon={ChevronLeft} size="s" label={text('ports.previous')} onClick={() => step(-1)} />
        <span className="text-20 text-ink-3 tabular-nums">
          {text('ports.sampleOf', { n: records.indexOf(record) + 1, total: records.length })}
        </span>
        <IconButton icon={ChevronRight} size="s" label={text('ports.next')} onClick={() => step(1)} />
      </div>
      {values === null ? (
        <p className="text-20 text-ink-3">{text(side === 'input' ? 'ports.notReached' : 'ports.notGiven')}</p>
      ) : (
        <RecordValues values={values} />
      )}
      {Object.entries(record.errors).map(([field, problem]) => (
        <p key={field} className="text-20 text-fail-text">
          {field === '' ? '' : `${names.field(field)}: `}
          {told(problem).message}
        </p>
      ))}
    </section>
  );
}
