import type { PlannedRecord } from '@koppel/protocol';
import { FileDown } from 'lucide-react';
import type { ReactElement } from 'react';
import { qualified, useEntityNames } from '../../app/entities.ts';
import { useFieldText } from '../../app/field-value.tsx';
import { saveFile } from '../../app/save-file.ts';
import { useToast } from '../../app/services.tsx';
import { useFormat, useLanguage, useLocalized, useSentence, useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { labelsOf } from '../../plan-view/choices.ts';
import { reasonText } from '../../plan-view/plan-detail.tsx';
import { byInterest } from '../../plan-view/planned.ts';
import type { PlanNode } from '../../plan-view/plan-view.tsx';
import { reportHtml, type ReportRecord } from '../../plan-view/report.ts';
import { useFlow } from '../designer-context.tsx';

/** Saves what a sample gave as a page that can be printed and signed. */
export function SampleReport({
  records,
  nodes,
  readAt,
  totals,
}: {
  readonly records: readonly PlannedRecord[];
  readonly nodes: readonly PlanNode[];
  readonly readAt: string;
  /** What would be done, in a sentence. */
  readonly totals: string;
}): ReactElement {
  const text = useText();
  const sentence = useSentence();
  const toast = useToast();
  const format = useFormat();
  const language = useLanguage();
  const localized = useLocalized();
  const names = useEntityNames();
  const write = useFieldText();
  const title = useFlow((flow) => flow.title);
  const recordOf = (record: PlannedRecord): ReportRecord => {
    const node = nodes.find(({ id }) => id === record.nodeId) ?? null;
    return {
      heading: text(`plan.headline.${record.action}`, { name: record.name, n: record.changes.length }),
      why: record.reason === null ? null : reasonText(record, node, text, sentence),
      fields: record.changes.map(({ field, before, after }) => {
        const name = qualified(field, node?.entity ?? undefined);
        const labels = labelsOf(node, field);
        const written = (value: typeof before) => labels?.[String(value)] ?? write(name, value);
        return { name: names.field(name), before: written(before), after: written(after) };
      }),
    };
  };
  const save = () => {
    const page = reportHtml({
      language,
      title: localized(title),
      about: [`${text('sample.title')}: ${format.dateTime(readAt)}`, `${totals} ${text('plan.promise')}`],
      head: { field: text('plan.field'), before: text('plan.column.before'), after: text('plan.column.after') },
      records: byInterest(records).map(recordOf),
      sign: [text('sample.sign.name'), text('sample.sign.date'), text('sample.sign.signature')],
    });
    saveFile('sample.html', page, 'text/html');
    toast({ text: text('sample.reported') });
  };
  return (
    <Button
      look="quiet"
      icon={FileDown}
      reason={records.length === 0 ? text('tests.keep.noRecords') : null}
      onClick={save}
    >
      {text('sample.report')}
    </Button>
  );
}
