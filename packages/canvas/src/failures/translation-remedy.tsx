import type { Failure } from '@koppel/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { keyOf, useApi, useRead } from '../api/use-api.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { useReason } from '../app/session.tsx';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Chip } from '../kit/marks.tsx';
import { Icon } from '../kit/icon.tsx';
import { Input } from '../kit/input.tsx';
import { Select } from '../kit/select.tsx';
import { missingTranslation, targetChoices, targetSlots } from './translation.ts';
import type { Repair } from './use-repair.ts';

/**
 * Adds the missing translation to its list and tries all records with this cause again: the remedy, where the failure
 * shows it. Shows nothing where the flow does not say which list it is.
 */
export function TranslationRemedy({
  failure,
  sameCause,
  repair,
}: {
  readonly failure: Failure;
  readonly sameCause: readonly string[];
  readonly repair: Repair;
}): ReactElement | null {
  const text = useText();
  const localized = useLocalized();
  const api = useApi();
  const client = useQueryClient();
  const listReason = useReason('valueLists.edit');
  const repairReason = useReason('failures.repair');
  const [chosen, setChosen] = useState('');
  const run = useRead('getRun', { params: { id: failure.runId } });
  const lists = useRead('listValueLists', {});
  const catalog = useRead('getCatalog', {});
  const context = useRead('getCheckContext', { params: { id: failure.flowId } });
  const document = run.data?.document;
  const missing = document ? missingTranslation(document, failure) : null;
  const list = lists.data?.find(({ id }) => id === missing?.listId);

  const add = useMutation<unknown, ApiError, string>({
    mutationFn: (to) =>
      api.changeValueList({
        params: { id: missing!.listId },
        body: { changes: [{ code: missing!.value, from: null, to }] },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keyOf('listValueLists') });
      repair.retry(sameCause.length > 0 ? sameCause : [failure.id]);
    },
  });
  if (!document || !missing || !list || Object.hasOwn(list.entries, missing.value)) return null;

  const isSink = (type: string) => catalog.data?.nodes.find((node) => node.type === type)?.role === 'sink';
  const slots = targetSlots(document, isSink);
  const schemas = Object.entries(context.data?.slots ?? {}).flatMap(([slot, { schemas: of }]) =>
    slots.has(slot) ? of : [],
  );
  const choices = targetChoices(schemas, list, missing.field);
  const count = Math.max(1, sameCause.length);
  return (
    <div className="mt-2.5">
      <div className="flex flex-wrap items-center gap-2">
        <Chip>{missing.value}</Chip>
        <Icon of={ArrowRight} size="s" />
        {choices.length > 0 ? (
          <Select
            label={text('failures.translateTo', { value: missing.value, list: localized(list.title) })}
            value={chosen}
            onChange={setChosen}
            placeholder={text('failures.chooseValue')}
            className="min-w-45"
            options={choices.map(({ value, label, isUsed }) => ({
              value,
              label: isUsed ? text('failures.usedValue', { label }) : label,
            }))}
          />
        ) : (
          <Input
            aria-label={text('failures.translateTo', { value: missing.value, list: localized(list.title) })}
            value={chosen}
            onChange={(event) => setChosen(event.target.value)}
            className="w-45!"
          />
        )}
        <Button
          look="primary"
          isBusy={add.isPending || repair.isRetrying}
          reason={listReason ?? repairReason ?? (chosen.trim() === '' ? text('failures.chooseValue') : null)}
          onClick={() => add.mutate(chosen.trim())}
        >
          {text('failures.addAndRetry', { n: count })}
        </Button>
      </div>
      <ProblemNote error={add.error} />
    </div>
  );
}
