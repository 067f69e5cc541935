import type { TemplateInstallation } from '@koppel/protocol';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { useApi } from '../api/use-api.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { Card } from '../kit/card.tsx';
import { Field } from '../kit/field.tsx';
import { Select } from '../kit/select.tsx';
import { StatusPill } from '../kit/status-pill.tsx';
import type { ConnectionTest } from '@koppel/protocol';
import { useConnectorTitle } from './connector-titles.ts';
import type { ChangeInstallation } from './install-screen.tsx';
import { StepBody } from './step-body.tsx';

/** Which connection each slot of the template is here; each is tested as soon as it is chosen. */
export function ConnectionsStep({
  work,
  onChange,
}: {
  readonly work: TemplateInstallation;
  readonly onChange: ChangeInstallation;
}): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const connectorTitle = useConnectorTitle();
  return (
    <StepBody title={text('templates.connectionsTitle')} help={text('templates.connectionsHelp')}>
      {work.slots.map(({ slot, title, connectors, connectionId, options }) => (
        <Card key={slot}>
          <div className="grid gap-3 px-3.5 py-3.5">
            <Field
              label={title ? localized(title) : slot.toUpperCase()}
              help={text('templates.madeOn', { connectors: connectors.map(connectorTitle).join(', ') })}
            >
              {(ids) => (
                <Select
                  ids={ids}
                  value={connectionId ?? ''}
                  placeholder={text('templates.chooseConnection')}
                  options={options.map(({ id, name, connectorId }) => ({
                    value: id,
                    label: name === connectorTitle(connectorId) ? name : `${name} (${connectorTitle(connectorId)})`,
                  }))}
                  onChange={(id) => onChange({ slots: { [slot]: id } })}
                  className="w-90 max-w-full"
                />
              )}
            </Field>
            {connectionId && <TestOf key={connectionId} id={connectionId} />}
          </div>
        </Card>
      ))}
    </StepBody>
  );
}

function TestOf({ id }: { readonly id: string }): ReactElement {
  const text = useText();
  const api = useApi();
  const test = useQuery<ConnectionTest, ApiError>({
    queryKey: ['testConnection', id],
    queryFn: ({ signal }) => api.testConnection({ params: { id } }, { signal }),
    staleTime: 60_000,
  });
  if (test.error) return <ProblemNote error={test.error} />;
  return (
    <div role="status">
      {test.data ? (
        <StatusPill status={test.data.isOk ? 'ok' : 'fail'}>
          {text(test.data.isOk ? 'templates.tested' : 'templates.testFailed')}
        </StatusPill>
      ) : (
        <StatusPill status="run">{text('templates.testing')}</StatusPill>
      )}
    </div>
  );
}
