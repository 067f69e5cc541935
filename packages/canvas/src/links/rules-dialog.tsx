import type { LinkPairView, MatchRule, RuleResult } from '@koppel/protocol';
import { ArrowUp } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useCall, useRead } from '../api/use-api.tsx';
import { useEntityNames } from '../app/entities.ts';
import { ProblemNote } from '../app/problem.tsx';
import { QueryView } from '../app/query-view.tsx';
import { useToast } from '../app/services.tsx';
import { useReason } from '../app/session.tsx';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Button, IconButton } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { Select } from '../kit/select.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { Cell, HeadCell, Table } from '../kit/table.tsx';
import { JobState } from './job-bar.tsx';
import { pairKeys, systemName } from './pair.ts';
import { useJob } from './use-job.ts';

const modes = ['link', 'suggest', 'off'] as const;
const verdicts = ['unique', 'none', 'several', 'taken', 'empty'] as const;

/** By what records are recognised, and what that would find: tried over all records before anything is linked. */
export function RulesDialog({
  pair,
  onClose,
  onJob,
}: {
  readonly pair: LinkPairView;
  readonly onClose: () => void;
  readonly onJob: (id: string) => void;
}): ReactElement {
  const text = useText();
  const names = useEntityNames();
  const saved = useRead('getMatchRules', { params: { id: pair.entity } });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="l"
      title={text('links.rulesTitle', { entity: names.plural(pair.entity) })}
      description={text('links.rulesText')}
      closeLabel={text('action.close')}
    >
      <QueryView query={saved} skeleton={<SkeletonRows count={4} />}>
        {({ rules }) => <Rules saved={rules} pair={pair} onClose={onClose} onJob={onJob} />}
      </QueryView>
    </Dialog>
  );
}

function Rules({
  saved,
  pair,
  onClose,
  onJob,
}: {
  readonly saved: readonly MatchRule[];
  readonly pair: LinkPairView;
  readonly onClose: () => void;
  readonly onJob: (id: string) => void;
}): ReactElement {
  const text = useText();
  const toast = useToast();
  const format = useFormat();
  const names = useEntityNames();
  const mayNot = useReason('links.edit');
  const [rules, setRules] = useState(saved);
  const [jobId, setJobId] = useState<string | null>(null);
  const save = useCall('saveMatchRules', { stale: ['getMatchRules'] });
  const start = useCall('startLinkJob');
  const job = useJob(jobId);
  const isChanged = JSON.stringify(rules) !== JSON.stringify(saved);
  const nameOf = ({ fields }: MatchRule) =>
    text('links.ruleSame', { fields: fields.map((field) => names.field(field, pair.entity)).join(' + ') });
  const results = job?.status === 'done' ? job.result?.rules : undefined;
  const records = job?.status === 'done' ? job.result?.records : undefined;
  const resultOf = (rule: MatchRule) => results?.find((result) => result.rule.fields.join() === rule.fields.join());
  const moveUp = (index: number) =>
    setRules(rules.map((rule, at) => (at === index - 1 ? rules[index]! : at === index ? rules[index - 1]! : rule)));
  const begin = (kind: 'trial' | 'match') =>
    start.mutate(
      { body: { ...pairKeys(pair), kind, ...(kind === 'trial' ? { rules: [...rules] } : {}) } },
      {
        onSuccess: ({ id }) => {
          if (kind === 'trial') setJobId(id);
          else {
            onJob(id);
            onClose();
          }
        },
      },
    );
  return (
    <>
      <ProblemNote error={save.error ?? start.error} />
      <Table aria-label={text('links.rules')}>
        <colgroup>
          <col />
          <col className="w-40" />
          <col className="w-18" />
        </colgroup>
        <thead>
          <tr className="h-8">
            <HeadCell>{text('links.rule')}</HeadCell>
            <HeadCell>{text('links.mode')}</HeadCell>
            <td />
          </tr>
        </thead>
        <tbody>
          {rules.map((rule, index) => (
            <tr key={rule.fields.join()} className="h-10">
              <Cell className="font-medium">{nameOf(rule)}</Cell>
              <Cell>
                <Select
                  size="s"
                  label={`${text('links.mode')}: ${nameOf(rule)}`}
                  value={rule.mode}
                  isDisabled={mayNot !== null}
                  onChange={(mode) => setRules(rules.map((one, at) => (at === index ? { ...one, mode } : one)))}
                  options={modes.map((mode) => ({ value: mode, label: text(`links.mode.${mode}`) }))}
                  className="w-full"
                />
              </Cell>
              <Cell>
                {index > 0 && (
                  <IconButton
                    icon={ArrowUp}
                    size="s"
                    reason={mayNot}
                    label={text('links.moveUp', { rule: nameOf(rule) })}
                    onClick={() => moveUp(index)}
                  />
                )}
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
      {job && job.status !== 'done' && <JobState job={job} />}
      {records && (
        <p className="font-medium">
          {text('links.trialResult', {
            unlinked: format.number(records.unlinked),
            left: format.number(records.left),
            system: systemName(pair, 'left'),
          })}
        </p>
      )}
      {results && (
        <Table aria-label={text('links.trial')}>
          <thead>
            <tr className="h-8">
              <HeadCell className="w-[32%]">{text('links.rule')}</HeadCell>
              {verdicts.map((verdict) => (
                <HeadCell key={verdict} isNumber className="whitespace-normal!">
                  {text(`links.count.${verdict}`)}
                </HeadCell>
              ))}
            </tr>
          </thead>
          <tbody>
            {rules.map((rule) => (
              <ResultRow key={rule.fields.join()} name={nameOf(rule)} result={resultOf(rule)} />
            ))}
          </tbody>
        </Table>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        {isChanged && (
          <Button
            isBusy={save.isPending}
            reason={mayNot}
            onClick={() =>
              save.mutate(
                { params: { id: pair.entity }, body: { rules: [...rules] } },
                { onSuccess: () => toast({ text: text('links.rulesSaved') }) },
              )
            }
          >
            {text('links.saveRules')}
          </Button>
        )}
        <Button isBusy={start.isPending || job?.status === 'running'} reason={mayNot} onClick={() => begin('trial')}>
          {text('links.trial')}
        </Button>
        <Button
          look="primary"
          isBusy={start.isPending}
          reason={mayNot ?? (isChanged ? text('links.saveRules') : null)}
          onClick={() => begin('match')}
        >
          {text('links.match')}
        </Button>
      </div>
    </>
  );
}

function ResultRow({ name, result }: { readonly name: string; readonly result: RuleResult | undefined }): ReactElement {
  const text = useText();
  const format = useFormat();
  return (
    <tr className="h-9">
      <Cell className="font-medium" title={name}>
        {name}
      </Cell>
      {result?.isUsable ? (
        verdicts.map((verdict) => {
          const examples = result.examples[verdict].map((example) => example.name);
          const title = examples.length > 0 ? `${text('links.examples')}: ${examples.join(', ')}` : undefined;
          return (
            <Cell key={verdict} isNumber title={title}>
              {format.number(result.counts[verdict])}
            </Cell>
          );
        })
      ) : (
        <Cell colSpan={verdicts.length} className="text-ink-3">
          {result && text('links.notUsable')}
        </Cell>
      )}
    </tr>
  );
}
