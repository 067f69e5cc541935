import type { ExportFinding, ExportProposal, ExportRequest, FindingDecision } from '@koppel/protocol';
import { Check, CircleAlert } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useSession } from '../app/session.tsx';
import { useFormat, useLocalized, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Card } from '../kit/card.tsx';
import { cx } from '../kit/cx.ts';
import { Field } from '../kit/field.tsx';
import { Icon } from '../kit/icon.tsx';
import { Input } from '../kit/input.tsx';
import { StepBody } from './step-body.tsx';
import type { ChangeExport } from './use-export.ts';

/** What may be a secret or a customer's: each place is removed, made a parameter, or explained. */
export function CheckStep({
  request,
  proposal,
  onChange,
}: {
  readonly request: ExportRequest;
  readonly proposal: ExportProposal;
  readonly onChange: ChangeExport;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const { workspace } = useSession();
  const { findings, unhandled, leftBehind } = proposal;
  const decide = (id: string, decision: FindingDecision | null) => {
    const { [id]: _, ...others } = request.decisions ?? {};
    onChange({ decisions: decision ? { ...others, [id]: decision } : others });
  };
  const left = ['secrets', 'recordLinks', 'runs', 'failures'] as const;
  return (
    <StepBody
      title={text('templates.checkTitle', { n: unhandled, workspace: workspace.name })}
      help={text('templates.checkHelp')}
    >
      <ul className="grid grid-cols-4 rounded-3 bg-surface shadow-1 max-narrow:grid-cols-2">
        {left.map((name) => (
          <li key={name} className="border-l border-line px-4 py-3 first:border-l-0">
            <b className="block text-50 font-bold tabular-nums">{format.number(leftBehind[name])}</b>
            <span className="text-20 text-ink-2">{text(`templates.left.${name}`)}</span>
          </li>
        ))}
      </ul>
      {findings.length > 0 && (
        <Card title={text('templates.found')}>
          <ul>
            {findings.map((finding) => (
              <Finding key={finding.id} finding={finding} onDecide={(decision) => decide(finding.id, decision)} />
            ))}
          </ul>
        </Card>
      )}
    </StepBody>
  );
}

function Finding({
  finding,
  onDecide,
}: {
  readonly finding: ExportFinding;
  readonly onDecide: (decision: FindingDecision | null) => void;
}): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const [asks, setAsks] = useState<'parameter' | 'explain' | null>(null);
  const [typed, setTyped] = useState('');
  const { kind, place, decision, canBeParameter, proposedName, start, end } = finding;
  const kindText = text(`templates.kind.${kind}`);
  const where = [
    place.flowTitle && localized(place.flowTitle),
    place.nodeTitle,
    text(`templates.place.${place.kind}`),
    place.name,
  ];
  const ask = (what: 'parameter' | 'explain') => {
    setTyped(what === 'parameter' ? proposedName : '');
    setAsks(what);
  };
  const isReady = asks === 'parameter' ? /^[a-z][a-zA-Z0-9]{0,39}$/.test(typed) : typed.trim().length >= 3;
  const apply = () => {
    if (!isReady) return;
    onDecide(asks === 'parameter' ? { do: 'parameter', name: typed } : { do: 'explain', reason: typed.trim() });
    setAsks(null);
  };
  return (
    <li
      aria-label={`${kindText} ${finding.text.slice(start, end)}`}
      className="flex items-start gap-3 border-t border-line px-4 py-2.5 first:border-t-0"
    >
      <Icon of={decision ? Check : CircleAlert} className={cx('mt-0.5', decision ? 'text-ok' : 'text-fail')} />
      <div className="min-w-0 flex-1">
        <p>
          <b className="font-medium">{kindText}</b>{' '}
          <span className="text-20 text-ink-2">{where.filter(Boolean).join(' › ')}</span>
        </p>
        <code className="mt-1 block rounded-1 border border-line bg-surface-2 px-2 py-0.5 text-20 break-words whitespace-pre-wrap">
          {finding.text.slice(0, start)}
          <mark className={decision ? 'bg-ok-soft text-ok-text' : 'bg-fail-soft text-fail-text'}>
            {finding.text.slice(start, end)}
          </mark>
          {finding.text.slice(end)}
        </code>
        {asks && (
          <form
            className="mt-2 flex flex-wrap items-end gap-2"
            onSubmit={(event) => {
              event.preventDefault();
              apply();
            }}
          >
            <div className="w-90 max-w-full">
              <Field label={text(asks === 'parameter' ? 'templates.name' : 'templates.why')}>
                {(ids) => <Input {...ids} value={typed} onChange={({ target }) => setTyped(target.value)} />}
              </Field>
            </div>
            <Button type="submit" look="primary" reason={isReady ? null : text('templates.notHandled')}>
              {text('templates.accept')}
            </Button>
            <Button look="quiet" onClick={() => setAsks(null)}>
              {text('action.cancel')}
            </Button>
          </form>
        )}
      </div>
      {decision ? (
        <div className="flex items-center gap-2 text-20 text-ink-2">
          {decision.do === 'remove' && text('templates.decided.remove')}
          {decision.do === 'parameter' && text('templates.decided.parameter', { name: decision.name })}
          {decision.do === 'explain' && text('templates.decided.explain', { reason: decision.reason })}
          <Button size="s" look="quiet" onClick={() => onDecide(null)}>
            {text('action.undo')}
          </Button>
        </div>
      ) : (
        !asks && (
          <div className="flex flex-wrap gap-2">
            <Button size="s" onClick={() => onDecide({ do: 'remove' })}>
              {text('templates.remove')}
            </Button>
            {canBeParameter && (
              <Button size="s" onClick={() => ask('parameter')}>
                {text('templates.makeParameter')}
              </Button>
            )}
            <Button size="s" look="quiet" onClick={() => ask('explain')}>
              {text('templates.explain')}
            </Button>
          </div>
        )
      )}
    </li>
  );
}
