import type { ExportProposal, ExportRequest } from '@koppel/protocol';
import { useId, type ReactElement } from 'react';
import { useRead } from '../api/use-api.tsx';
import { QueryView } from '../app/query-view.tsx';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { Card } from '../kit/card.tsx';
import { Checkbox } from '../kit/checkbox.tsx';
import { Field } from '../kit/field.tsx';
import { Input } from '../kit/input.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { StepBody } from './step-body.tsx';
import type { ChangeExport } from './use-export.ts';

/** What the template is called, which flows are in it, and what comes along with them. */
export function FlowsStep({
  request,
  proposal,
  onChange,
}: {
  readonly request: ExportRequest;
  readonly proposal: ExportProposal | undefined;
  readonly onChange: ChangeExport;
}): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const flows = useRead('listFlows', {});
  const { flows: chosen, title, id } = request;
  const rename = (en: string) =>
    onChange({ title: { ...title, en }, ...(id === idOf(title.en) ? { id: idOf(en) } : {}) });
  const along =
    proposal &&
    ([
      [
        text('templates.alongFlows'),
        proposal.flows
          .filter(({ isChosen }) => !isChosen)
          .map((flow) => localized(flow.title))
          .join(', '),
      ],
      [
        text('templates.alongLists'),
        proposal.valueLists.map((list) => `${localized(list.title)} (${list.rows})`).join(', '),
      ],
      [text('templates.alongRows'), proposal.mastershipRows.join(', ')],
      [
        text('templates.alongTests'),
        // A reason is a sentence, so each test has a line.
        proposal.tests
          .map(({ title: called, problem }) =>
            problem === null ? called : text('templates.testStays', { title: called, reason: problem }),
          )
          .join('\n'),
      ],
    ] as const);
  return (
    <StepBody title={text('templates.flowsTitle')} help={text('templates.flowsHelp')}>
      <div className="grid max-w-160 grid-cols-2 gap-3.5 max-narrow:grid-cols-1">
        <Field label={text('templates.name')}>
          {(ids) => <Input {...ids} value={title.en} maxLength={100} onChange={({ target }) => rename(target.value)} />}
        </Field>
        <Field label={text('templates.id')} help={text('templates.idHelp')}>
          {(ids) => (
            <Input {...ids} value={id} maxLength={64} onChange={({ target }) => onChange({ id: target.value })} />
          )}
        </Field>
      </div>
      <Card title={text('templates.exportStep.flows')}>
        <QueryView query={flows} skeleton={<SkeletonRows count={6} height={36} />}>
          {(all) => (
            <ul>
              {all.map((flow) => (
                <Choice
                  key={flow.id}
                  title={localized(flow.title)}
                  isChosen={chosen.includes(flow.id)}
                  onChange={(isChosen) =>
                    onChange({ flows: isChosen ? [...chosen, flow.id] : chosen.filter((one) => one !== flow.id) })
                  }
                />
              ))}
            </ul>
          )}
        </QueryView>
      </Card>
      {along && chosen.length > 0 && (
        <Card title={text('templates.comesAlong')}>
          <ul>
            <Choice
              title={text('templates.withTests')}
              isChosen={request.withTests ?? true}
              onChange={(withTests) => onChange({ withTests })}
            />
          </ul>
          <dl>
            {along.map(([name, names]) => (
              <div key={name} className="flex gap-3 border-t border-line px-3.5 py-2">
                <dt className="w-60 flex-none text-ink-2">{name}</dt>
                <dd className="min-w-0 whitespace-pre-line">{names === '' ? text('templates.none') : names}</dd>
              </div>
            ))}
          </dl>
        </Card>
      )}
    </StepBody>
  );
}

function Choice({
  title,
  isChosen,
  onChange,
}: {
  readonly title: string;
  readonly isChosen: boolean;
  readonly onChange: (isChosen: boolean) => void;
}): ReactElement {
  const id = useId();
  return (
    <li className="flex min-h-9 items-center gap-2.5 border-t border-line px-3.5 first:border-t-0">
      <Checkbox
        ids={{ id, 'aria-describedby': undefined, 'aria-invalid': undefined }}
        value={isChosen}
        onChange={onChange}
      />
      <label htmlFor={id}>{title}</label>
    </li>
  );
}

/** An id from a name: "Customer 360 base" is customer-360-base. */
function idOf(title: string): string {
  return title
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 64);
}
