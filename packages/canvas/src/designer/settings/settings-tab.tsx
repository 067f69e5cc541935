import { languages, type FieldValue, type FlowDocument, type FlowParameter } from '@koppel/model';
import type { FlowDetail } from '@koppel/protocol';
import { useState, type ReactElement } from 'react';
import { useCall, useRead } from '../../api/use-api.tsx';
import { PageBody } from '../../app/page.tsx';
import { ProblemNote } from '../../app/problem.tsx';
import { useReason } from '../../app/session.tsx';
import { useFormat, useLocalized, useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { Card } from '../../kit/card.tsx';
import { Field } from '../../kit/field.tsx';
import { Input } from '../../kit/input.tsx';
import { Select } from '../../kit/select.tsx';
import { Switch } from '../../kit/switch.tsx';
import { SystemBadge } from '../../kit/system-badge.tsx';
import { useActions, useDesignerServices, useFlow } from '../designer-context.tsx';
import { setFlowTitle } from '../document/flow-commands.ts';
import { OwnerCard } from './owner-card.tsx';
import { NoticesCard } from './notices-card.tsx';
import { UsersCard } from './users-card.tsx';
import { WebhooksCard } from './webhooks-card.tsx';
import { readParameter, showParameter } from './parameter-values.ts';

/** What a flow needs besides its drawing: name, connections, parameters, and whether it runs by itself. */
export function SettingsTab({ detail }: { readonly detail: FlowDetail }): ReactElement {
  return (
    <PageBody>
      <div className="grid max-w-240 grid-cols-2 gap-3.5 max-wide:grid-cols-1">
        <Names />
        {detail.summary.isSubFlow ? <UsersCard flow={detail.summary} /> : <Running detail={detail} />}
        <OwnerCard flow={detail.summary} />
        <Slots detail={detail} />
        <Parameters detail={detail} />
        <NoticesCard flow={detail.summary} />
        <WebhooksCard flowId={detail.summary.id} />
      </div>
    </PageBody>
  );
}

function Names(): ReactElement {
  const text = useText();
  const { execute } = useActions();
  const { readOnlyReason } = useDesignerServices();
  const title = useFlow((flow) => flow.title);
  return (
    <Card title={text('flowSettings.names')}>
      <div className="flex flex-col gap-3 p-3.5">
        {languages.map((language) => (
          <Field
            key={language}
            label={text(`flowSettings.title.${language}`)}
            remark={language !== 'en' && text('state.notRequired')}
          >
            {(ids) => (
              <Input
                {...ids}
                lang={language}
                maxLength={120}
                readOnly={readOnlyReason !== null}
                value={title[language] ?? ''}
                onChange={(event) => execute(setFlowTitle(language, event.target.value))}
              />
            )}
          </Field>
        ))}
      </div>
    </Card>
  );
}

function Running({ detail: { summary } }: { readonly detail: FlowDetail }): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const reason = useReason('flows.publish');
  const change = useCall('switchFlow', { stale: ['getFlow', 'listFlows', 'listNotices'] });
  return (
    <Card title={text('flowSettings.running')}>
      <div className="flex flex-col gap-2.5 p-3.5">
        <div className="flex items-center gap-3">
          <Switch
            label={text('flowSettings.isOn')}
            value={summary.isOn}
            reason={reason ?? (summary.publishedVersion === null ? text('sample.notPublished') : null)}
            onChange={(isOn) => change.mutate({ params: { id: summary.id }, body: { isOn } })}
          />
          <span>{text(summary.isOn ? 'flowSettings.on' : 'flowSettings.off')}</span>
        </div>
        {summary.starts.length > 0 ? (
          <ul className="text-ink-2">
            {summary.starts.map((words) => (
              <li key={words.en}>{localized(words)}</li>
            ))}
          </ul>
        ) : (
          <p className="text-ink-3">{text('flowSettings.byHand')}</p>
        )}
        <ProblemNote error={change.error} />
      </div>
    </Card>
  );
}

function Slots({ detail }: { readonly detail: FlowDetail }): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const reason = useReason('flows.publish');
  const slots = useFlow((flow) => flow.slots);
  const connections = useRead('listConnections', {});
  const bind = useCall('bindFlow', { stale: ['getFlow', 'getCheckContext', 'listConnections', 'listNotices'] });
  const none = 'none';
  return (
    <Card title={text('flowSettings.slots')}>
      <div className="flex flex-col gap-3 p-3.5">
        <p className="text-20 text-ink-3">{text('flowSettings.slotsHelp')}</p>
        {inRailOrder(slots).map(([slot, { role, title }]) => (
          <Field
            key={slot}
            label={
              <span className="flex items-center gap-2">
                <SystemBadge role={role} />
                {title ? localized(title) : slot}
              </span>
            }
            help={reason}
          >
            {(ids) => (
              <Select
                ids={ids}
                value={detail.slots[slot] ?? none}
                isDisabled={reason !== null || bind.isPending}
                onChange={(next) =>
                  bind.mutate({
                    params: { id: detail.summary.id },
                    body: { slots: { [slot]: next === none ? null : next } },
                  })
                }
                options={[
                  { value: none, label: text('flowSettings.noConnection') },
                  ...(connections.data ?? [])
                    .filter((connection) => connection.role === role || connection.id === detail.slots[slot])
                    .map(({ id, name }) => ({ value: id, label: name })),
                ]}
                className="w-full"
              />
            )}
          </Field>
        ))}
        <ProblemNote error={bind.error} />
      </div>
    </Card>
  );
}

/** ERP first, as everywhere. */
function inRailOrder(slots: FlowDocument['slots']): [string, FlowDocument['slots'][string]][] {
  const rank = (role: string) => (role === 'erp' ? 0 : role === 'crm' ? 1 : 2);
  return Object.entries(slots).toSorted(([, a], [, b]) => rank(a.role) - rank(b.role));
}

function Parameters({ detail }: { readonly detail: FlowDetail }): ReactElement | null {
  const text = useText();
  const parameters = useFlow((flow) => flow.parameters);
  const reason = useReason('flows.publish');
  const bind = useCall('bindFlow', { stale: ['getFlow', 'getCheckContext'] });
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const { groupMark } = useFormat();
  const names = Object.keys(parameters);
  const known = (name: string) => showParameter(detail.parameterValues[name] ?? parameters[name]?.default ?? null);
  const read = Object.fromEntries(
    names.map((name) => [
      name,
      // What is known is in the plain form, in which a point is before the decimals.
      readParameter(parameters[name]!.type, typed[name] ?? known(name), typed[name] === undefined ? ',' : groupMark),
    ]),
  );
  const isChanged = names.some((name) => typed[name] !== undefined && typed[name] !== known(name));
  const isWrong = Object.values(read).some((value) => value === undefined);
  const save = () =>
    bind.mutate(
      {
        params: { id: detail.summary.id },
        body: {
          parameterValues: Object.fromEntries(
            Object.entries(read).filter(
              (entry): entry is [string, FieldValue] => entry[1] !== undefined && entry[1] !== null,
            ),
          ),
        },
      },
      { onSuccess: () => setTyped({}) },
    );
  return (
    <Card title={text('flowSettings.parameters')}>
      <div className="flex flex-col gap-3 p-3.5">
        {names.length === 0 && <p className="text-ink-3">{text('flowSettings.noParameters')}</p>}
        {names.map((name) => (
          <ParameterField
            key={name}
            name={name}
            parameter={parameters[name]!}
            value={typed[name] ?? known(name)}
            read={read[name]}
            isDisabled={reason !== null}
            onChange={(value) => setTyped((before) => ({ ...before, [name]: value }))}
          />
        ))}
        {names.length > 0 && (
          <div>
            <Button
              isBusy={bind.isPending}
              reason={
                reason ??
                (isWrong ? text('flowSettings.correctFirst') : isChanged ? null : text('flowSettings.unchanged'))
              }
              onClick={save}
            >
              {text('action.save')}
            </Button>
          </div>
        )}
        <ProblemNote error={bind.error} />
      </div>
    </Card>
  );
}

function ParameterField({
  name,
  parameter,
  value,
  read,
  isDisabled,
  onChange,
}: {
  readonly name: string;
  readonly parameter: FlowParameter;
  readonly value: string;
  /** As which value it is read; undefined: as none that fits. */
  readonly read: FieldValue | undefined;
  readonly isDisabled: boolean;
  readonly onChange: (value: string) => void;
}): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const format = useFormat();
  const isNumber = parameter.type === 'integer' || parameter.type === 'decimal';
  const isRewritten = isNumber && read !== undefined && read !== null && String(read) !== value;
  return (
    <Field
      help={isRewritten ? text('mapping.readAs', { value: format.exact(String(read), 0) }) : undefined}
      label={parameter.title ? localized(parameter.title) : name}
      error={read === undefined ? text(`flowSettings.needs.${parameter.type}`) : null}
    >
      {(ids) =>
        parameter.type === 'boolean' ? (
          <div>
            <Switch id={ids.id} value={value === 'true'} onChange={(isOn) => onChange(String(isOn))} />
          </div>
        ) : (
          <Input
            {...ids}
            type={parameter.type === 'date' ? 'date' : 'text'}
            inputMode={isNumber ? 'decimal' : 'text'}
            readOnly={isDisabled}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }
    </Field>
  );
}
