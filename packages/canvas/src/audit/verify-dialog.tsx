import type { AuditVerification } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import { useEffect, type ReactElement } from 'react';
import { useCall } from '../api/use-api.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Button, Spinner, buttonClass } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { Note } from '../kit/status-pill.tsx';

type Finding = AuditVerification['findings'][number];

/** Findings that are told here; of more the first ones are enough to know where to look. */
const mostShown = 20;

/** Has the whole log looked through, and says what was found. */
export function VerifyDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const text = useText();
  const { mutate, data, error } = useCall('verifyAudit');
  useEffect(() => mutate({ body: {} }), [mutate]);
  const [first] = inOrder(data?.findings ?? []);
  const shown = first ? nearestTo(first) : 0;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text('audit.verifyTitle')}
      description={text('audit.verifying')}
      closeLabel={text('action.close')}
      actions={
        <>
          {shown > 0 && (
            <Link
              to="/settings/$part"
              params={{ part: 'audit' }}
              search={{ scope: 'all', event: shown }}
              onClick={onClose}
              className={buttonClass()}
            >
              {text('audit.showFirst', { n: String(shown) })}
            </Link>
          )}
          <Button look="primary" onClick={onClose}>
            {text('action.close')}
          </Button>
        </>
      }
    >
      <div role="status" className="grid gap-2.5">
        {data ? <Result found={data} /> : !error && <Spinner />}
      </div>
      <ProblemNote error={error} />
    </Dialog>
  );
}

function Result({ found }: { readonly found: AuditVerification }): ReactElement {
  const text = useText();
  const format = useFormat();
  const { checked, anchors, lastAnchorAt } = found;
  const findings = inOrder(found.findings);
  const [first] = findings;
  return (
    <>
      {first ? (
        <Note status="fail">{text('audit.broken', { n: String(first.from) })}</Note>
      ) : (
        <Note status="ok">{text('audit.sound')}</Note>
      )}
      {first && (
        <ul className="grid list-disc gap-1 pl-5">
          {findings.slice(0, mostShown).map((finding) => (
            <li key={`${finding.kind} ${finding.from} ${finding.anchoredAt}`}>
              <FindingText finding={finding} />
            </li>
          ))}
        </ul>
      )}
      {findings.length > mostShown && (
        <p className="text-ink-2">{text('audit.moreFindings', { n: findings.length - mostShown })}</p>
      )}
      <p className="text-ink-2">
        {text('audit.checked', { n: checked, anchors })}{' '}
        {lastAnchorAt === null
          ? text('audit.noAnchors')
          : text('audit.lastAnchor', { time: format.dateTime(lastAnchorAt) })}
      </p>
    </>
  );
}

function FindingText({ finding: { kind, from, to, anchoredAt } }: { readonly finding: Finding }): ReactElement {
  const text = useText();
  const format = useFormat();
  const n = from === to ? String(from) : text('audit.span', { from: String(from), to: String(to) });
  const time = anchoredAt === null ? '' : format.dateTime(anchoredAt);
  return <>{text(`audit.finding.${kind}`, { n, time, count: to - from + 1 })}</>;
}

/** The number of an event that can still be looked at; 0 where there is none. Of what is gone, the one before it. */
function nearestTo({ kind, from }: Finding): number {
  return kind === 'removed' || kind === 'cut' ? from - 1 : from;
}

/** What is furthest back comes first: there somebody began. */
function inOrder(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) => a.from - b.from);
}
