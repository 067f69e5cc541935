import type { FieldValue } from '@koppel/model';
import type { PlannedRecord } from '@koppel/protocol';
import { FileDown } from 'lucide-react';
import type { ReactElement } from 'react';
import { qualified, useEntityNames } from '../../app/entities.ts';
import { useFieldText } from '../../app/field-value.tsx';
import { saveFile } from '../../app/save-file.ts';
import { useToast } from '../../app/services.tsx';
import { useFormat, useLanguage, useLocalized, useSentence, useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { roleLabel } from '../../kit/system-badge.tsx';
import { labelsOf } from '../../plan-view/choices.ts';
import { reasonText } from '../../plan-view/plan-detail.tsx';
import { byInterest } from '../../plan-view/planned.ts';
import { keptGroups } from '../../plan-view/kept-rows.tsx';
import type { PlanNode, SampleWrite } from '../../plan-view/plan-view.tsx';
import { reportHtml, type ReportRecord } from '../../plan-view/report.ts';
import { isTwoWay, whereTo } from '../../plan-view/where-to.ts';
import { useFlow } from '../designer-context.tsx';

/** Saves what a sample gave as a page that can be printed and signed. */
export function SampleReport({
  records,
  writeOf,
  nodes,
  readAt,
  totals,
}: {
  readonly records: readonly PlannedRecord[];
  /** What stays of a record, and where its fields go. */
  readonly writeOf: (record: PlannedRecord) => SampleWrite | null;
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
  const writeField = useFieldText();
  const title = useFlow((flow) => flow.title);
  const recordOf = (record: PlannedRecord): ReportRecord => {
    const node = nodes.find(({ id }) => id === record.nodeId) ?? null;
    const qualify = (field: string) => qualified(field, node?.entity ?? undefined);
    const nameOf = (field: string) => names.field(qualify(field));
    const written = (field: string, value: FieldValue) =>
      labelsOf(node, field)?.[String(value)] ?? writeField(qualify(field), value);
    const write = writeOf(record);
    return {
      heading: text(`plan.headline.${record.action}`, { name: record.name, n: record.changes.length }),
      why: record.reason === null ? null : reasonText(record, node, text, sentence),
      fields: record.changes.map(({ field, before, after }) => {
        const system = isTwoWay(node) ? whereTo(write, field) : null;
        return {
          name: system === null ? nameOf(field) : `${nameOf(field)} (${roleLabel(system)})`,
          before: written(field, before),
          after: written(field, after),
        };
      }),
      kept: keptGroups(write?.kept ?? [], text).map(({ heading, fields }) => ({
        heading,
        fields: fields.map(({ field, value }) => {
          const stays = written(field, value);
          return { name: nameOf(field), before: stays, after: stays };
        }),
      })),
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
