import { canonicalField, splitFieldName, type FieldValue, type FlowDocument, type NodeDifference } from '@koppel/model';
import type { FlowTestResult } from '@koppel/protocol';
import { useState, type ReactElement } from 'react';
import { useCall } from '../../api/use-api.tsx';
import { ProblemNote } from '../../app/problem.tsx';
import { useToast } from '../../app/services.tsx';
import { useReason } from '../../app/session.tsx';
import { useLocalized, useSentence, useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { Note } from '../../kit/status-pill.tsx';
import { useDesignerServices } from '../designer-context.tsx';
import { useNodeTitle } from '../use-drawing-facts.ts';

/** How the flow stood a test: the first node that does otherwise, and what follows from it on demand. */
export function TestResult({
  result,
  document,
  onAccepted,
}: {
  readonly result: FlowTestResult;
  /** What was tested. */
  readonly document: FlowDocument;
  readonly onAccepted: () => void;
}): ReactElement {
  const text = useText();
  const sentence = useSentence();
  const toast = useToast();
  const { flowId } = useDesignerServices();
  const reason = useReason('flows.edit');
  const accept = useCall('acceptFlowTest', { stale: ['listFlowTests'] });
  const [isWhole, setIsWhole] = useState(false);
  const { id, title, outcome, error, differences, seen } = result;
  const [first, ...others] = differences;
  return (
    <>
      <h3 className="mb-2 text-40 font-bold">{title}</h3>
      {outcome === 'passed' && <Note status="ok">{text('tests.passedText', { n: result.records })}</Note>}
      {error && (
        <Note status={outcome === 'notRecorded' ? 'warn' : 'fail'}>
          {sentence(error.message)} {sentence(error.remedy)}
        </Note>
      )}
      {/* Where it did not come to its end, everything behind that is missing: only how it began tells something. */}
      {!error && first && (
        <>
          <p className="mb-3 text-ink-2">{text('tests.beganAt')}</p>
          {(isWhole ? differences : [first]).map((difference) => (
            <Difference key={difference.nodeId ?? ''} difference={difference} document={document} />
          ))}
          {others.length > 0 && !isWhole && (
            <Button look="link" onClick={() => setIsWhole(true)}>
              {text('tests.others', { n: others.length })}
            </Button>
          )}
        </>
      )}
      {seen !== null && outcome === 'failed' && (
        <div className="mt-4 flex items-center gap-3 border-t border-line pt-3">
          <p className="min-w-0 flex-1 text-20 text-ink-3">{text('tests.acceptText')}</p>
          <Button
            reason={reason}
            isBusy={accept.isPending}
            onClick={() =>
              accept.mutate(
                { params: { id: flowId, test: id }, body: { document, seen } },
                {
                  onSuccess: () => {
                    toast({ text: text('tests.accepted') });
                    onAccepted();
                  },
                },
              )
            }
          >
            {text('tests.accept')}
          </Button>
        </div>
      )}
      <ProblemNote error={accept.error} />
    </>
  );
}

function Difference({
  difference: { nodeId, records },
  document,
}: {
  readonly difference: NodeDifference;
  readonly document: FlowDocument;
}): ReactElement {
  const text = useText();
  const titleOf = useNodeTitle();
  return (
    <section className="mb-4">
      <h4 className="mb-1.5 font-bold">{nodeId === null ? text('tests.sent') : titleOf(nodeId)}</h4>
      {records.map(({ key, name, expected, now, message, fields }) => (
        <div key={key} className="mb-2.5">
          <p className="font-medium">{name}</p>
          {expected !== now && (
            <p className="text-20 text-ink-2">
              {text('tests.fate', { expected: expected ?? text('tests.nothing'), now: now ?? text('tests.nothing') })}
            </p>
          )}
          {message !== null && <p className="text-20 text-fail-text">{message}</p>}
          {fields.length > 0 && (
            <table className="mt-1 w-full table-fixed border-collapse text-20">
              <thead>
                <tr className="text-left text-ink-3">
                  <th scope="col" className="w-1/3 px-2 py-1 font-medium">
                    {text('tests.field')}
                  </th>
                  <th scope="col" className="px-2 py-1 font-medium">
                    {text('tests.expected')}
                  </th>
                  <th scope="col" className="px-2 py-1 font-medium">
                    {text('tests.now')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {fields.map((field) => (
                  <tr key={field.field} className="border-t border-line align-top">
                    <th scope="row" className="px-2 py-1 text-left font-medium break-words">
                      <FieldName field={field.field} entity={nodeId === null ? null : document.nodes[nodeId]?.entity} />
                    </th>
                    <td className="bg-diff-del px-2 py-1 break-words text-diff-del-ink">
                      <Value value={field.expected} />
                    </td>
                    <td className="bg-diff-add px-2 py-1 break-words text-diff-add-ink">
                      <Value value={field.now} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </div>
      ))}
    </section>
  );
}

/** What people call a field. `entity`: of one that comes without it. */
function FieldName({
  field,
  entity,
}: {
  readonly field: string;
  readonly entity: string | null | undefined;
}): ReactElement {
  const localized = useLocalized();
  const named = splitFieldName(field);
  const known =
    (named && canonicalField(named.entity, named.field)) ?? (entity ? canonicalField(entity, field) : undefined);
  return <>{known ? localized(known.title) : field}</>;
}

function Value({ value }: { readonly value: FieldValue | undefined }): ReactElement {
  const text = useText();
  if (value === undefined) return <span className="italic">{text('tests.nothing')}</span>;
  return <>{value === null || value === '' ? <span className="italic">{text('tests.empty')}</span> : String(value)}</>;
}
