import { isFinal } from '@koppel/model';
import type { PlannedRecord } from '@koppel/protocol';
import { Download } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { useApi } from '../api/use-api.tsx';
import { csvOf } from '../app/csv.ts';
import { qualified, useEntityNames } from '../app/entities.ts';
import { useFieldText } from '../app/field-value.tsx';
import { saveFile } from '../app/save-file.ts';
import { useToast } from '../app/services.tsx';
import { useSayWhy } from '../app/use-say-why.ts';
import { useFormat, useLocalized, useSentence, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { labelsOf } from '../plan-view/choices.ts';
import { reasonText } from '../plan-view/plan-detail.tsx';
import { usePlanNodes } from './plan-nodes.ts';
import { timesOf, useFigures, useRunView } from './run-context.tsx';

const perPage = 1000;

/** Saves the whole plan as a spreadsheet to sign: which run of which flow it is, then a line per field that would change. */
export function ExportPlan(): ReactElement {
  const text = useText();
  const toast = useToast();
  const sayWhy = useSayWhy();
  const { state } = useFigures();
  const linesOf = usePlanLines();
  const [isBusy, setIsBusy] = useState(false);
  const { number } = useRunView().detail.run;
  const save = async () => {
    setIsBusy(true);
    try {
      const lines = await linesOf();
      saveFile(`plan-${number}.csv`, csvOf(lines), 'text/csv');
      toast({ text: text('plan.exported') });
    } catch (error) {
      sayWhy(error as ApiError);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <Button
      look="quiet"
      icon={Download}
      isBusy={isBusy}
      reason={isFinal(state) ? null : text('plan.exportLater')}
      onClick={() => void save()}
    >
      {text('plan.export')}
    </Button>
  );
}

/** Reads the plan to its end and gives the lines of the file. */
function usePlanLines(): () => Promise<string[][]> {
  const text = useText();
  const sentence = useSentence();
  const api = useApi();
  const names = useEntityNames();
  const localized = useLocalized();
  const format = useFormat();
  const write = useFieldText();
  const { detail } = useRunView();
  const nodes = usePlanNodes();
  const { run, flowTitle } = detail;

  const rowsOf = (record: PlannedRecord): string[][] => {
    const node = nodes.find(({ id }) => id === record.nodeId) ?? null;
    const start = [text(`plan.action.${record.action}`), record.key, record.name, node?.title ?? record.nodeId];
    const why = record.reason === null ? '' : reasonText(record, node, text, sentence);
    if (record.changes.length === 0) return [[...start, '', '', '', why]];
    return record.changes.map(({ field, before, after }) => {
      const name = qualified(field, node?.entity ?? undefined);
      const labels = labelsOf(node, field);
      const written = (value: typeof before) => labels?.[String(value)] ?? write(name, value);
      return [...start, names.field(name), written(before), written(after), why];
    });
  };

  return async () => {
    const rows: string[][] = [];
    for (let after: number | null = 0; after !== null;) {
      const page: { records: PlannedRecord[]; next: number | null } = await api.getRunPlan({
        params: { id: run.id },
        query: { after, limit: perPage },
      });
      rows.push(...page.records.flatMap(rowsOf));
      after = page.next;
    }
    const { endMs } = timesOf(run.state);
    return [
      [localized(flowTitle), text('runView.title', { number: String(run.number) }), `v${run.flowVersion}`],
      [text('plan.promise'), endMs === null ? '' : format.dateTime(endMs)],
      [],
      [
        text('plan.column.action'),
        text('plan.column.key'),
        text('plan.column.name'),
        text('plan.column.node'),
        text('plan.field'),
        text('plan.column.before'),
        text('plan.column.after'),
        text('plan.column.reason'),
      ],
      ...rows,
    ];
  };
}
