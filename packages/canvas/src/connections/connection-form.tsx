import type { Connection, ConnectorDescriptor } from '@koppel/protocol';
import { useState, type ReactElement, type ReactNode } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { ProblemNote, useFieldErrors } from '../app/problem.tsx';
import { useFormat, useLocalized, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Field } from '../kit/field.tsx';
import { Input } from '../kit/input.tsx';
import { readFormFields } from '../schema-form/form-fields.ts';
import { isShown, readForm, stateOf, type FieldProblem } from '../schema-form/form-values.ts';
import { SchemaForm } from '../schema-form/schema-form.tsx';
import { SecretField } from './secret-field.tsx';

/** What a form of a connection gives. */
export interface ConnectionInput {
  readonly name: string;
  readonly connectorId: string;
  readonly role: string;
  readonly settings: Record<string, unknown>;
  /** Only the credentials that change. */
  readonly secrets: Record<string, string>;
  /** The last day of credentials, only of those where it changes. */
  readonly expiries: Record<string, string | null>;
}

const rolePattern = /^[a-z][a-z0-9-]{0,31}$/;

/** Name, role, settings and credentials of a connection. The settings are those of the connector's schema. */
export function ConnectionForm({
  connector,
  connection,
  submitLabel,
  isBusy,
  error,
  reason,
  replaces,
  onSubmit,
  children,
}: {
  readonly connector: ConnectorDescriptor;
  /** Null for a new one. */
  readonly connection: Connection | null;
  readonly submitLabel: string;
  readonly isBusy: boolean;
  readonly error: ApiError | null;
  readonly reason: string | null;
  /** The credential that somebody came to replace. */
  readonly replaces?: string | undefined;
  readonly onSubmit: (input: ConnectionInput) => void;
  /** Beside the submit button. */
  readonly children?: ReactNode;
}): ReactElement {
  const text = useText();
  const fieldErrors = useFieldErrors();
  const localized = useLocalized();
  const fields = readFormFields(connector.settingsSchema, connector.secrets);
  const [name, setName] = useState(connection?.name ?? connector.title);
  const [role, setRole] = useState(connection?.role ?? connector.roles[0] ?? '');
  const { groupMark } = useFormat();
  const [state, setState] = useState(() => stateOf(fields, connection?.settings ?? {}));
  const [secrets, setSecrets] = useState<Record<string, string>>({});
  const [expiries, setExpiries] = useState<Record<string, string | null>>({});
  const [problems, setProblems] = useState<Record<string, FieldProblem>>({});
  const refusals = fieldErrors(error);
  const credentials = credentialFields(connector).filter((field) => isShown(field, state));

  const submit = () => {
    const read = readForm(fields, state, groupMark);
    const found = { ...read.problems };
    if (name.trim() === '') found['name'] = { id: 'form.required' };
    if (!rolePattern.test(role)) found['role'] = { id: 'connections.roleProblem' };
    for (const { name: secret, isRequired } of credentials) {
      if (isRequired && !connection?.secrets[secret] && !secrets[secret]) found[secret] = { id: 'form.required' };
    }
    setProblems(found);
    if (Object.keys(found).length > 0) return;
    // What has a screen of its own stays as it is.
    const kept = Object.fromEntries(
      fields
        .filter(({ hasOwnEditor }) => hasOwnEditor)
        .flatMap(({ name }) => {
          const value = connection?.settings[name];
          return value === undefined ? [] : [[name, value]];
        }),
    );
    onSubmit({
      name: name.trim(),
      connectorId: connector.id,
      role,
      settings: { ...kept, ...read.values },
      secrets,
      expiries,
    });
  };
  const problemOf = (field: string) => {
    const problem = problems[field];
    return refusals[field] ?? (problem && text(problem.id, problem.values));
  };

  return (
    <form
      className="grid max-w-120 gap-3.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (!reason && !isBusy) submit();
      }}
    >
      <ProblemNote error={error} />
      <Field label={text('connections.name')} error={problemOf('name')}>
        {(ids) => <Input {...ids} maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <Field label={text('connections.role')} help={text('connections.roleHelp')} error={problemOf('role')}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={32}
            spellCheck={false}
            value={role}
            onChange={(event) => setRole(event.target.value)}
          />
        )}
      </Field>
      <SchemaForm
        fields={fields}
        state={state}
        onChange={(field, value) => setState((before) => ({ ...before, [field]: value }))}
        problems={problems}
        refusals={withoutPrefix(refusals)}
      />
      {credentials.map((field) => (
        <SecretField
          key={field.name}
          label={typeof field.label === 'string' ? field.label : localized(field.label)}
          help={field.help === null ? null : typeof field.help === 'string' ? field.help : localized(field.help)}
          setAt={connection?.secrets[field.name]?.setAt ?? null}
          setBy={connection?.secrets[field.name]?.setBy ?? null}
          value={secrets[field.name] ?? null}
          onChange={(value) =>
            setSecrets(({ [field.name]: _former, ...others }) =>
              value === null ? others : { ...others, [field.name]: value },
            )
          }
          expiresOn={
            expiries[field.name] !== undefined
              ? expiries[field.name]!
              : secrets[field.name] === undefined
                ? (connection?.secrets[field.name]?.expiresOn ?? null)
                : null
          }
          isAsked={replaces === field.name}
          onExpiry={(day) => setExpiries((before) => ({ ...before, [field.name]: day }))}
          error={problemOf(field.name) ?? refusals[`secrets.${field.name}`]}
          reason={reason}
        />
      ))}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" isBusy={isBusy} reason={reason}>
          {submitLabel}
        </Button>
        {children}
      </div>
    </form>
  );
}

/** The credentials of a connector: from its schema, and those it only names. */
function credentialFields(connector: ConnectorDescriptor) {
  const inSchema = readFormFields(connector.settingsSchema, connector.secrets).filter(
    ({ input }) => input.kind === 'secret',
  );
  const named = connector.secrets.filter((secret) => !inSchema.some(({ name }) => name === secret));
  const properties = Object.fromEntries(named.map((secret) => [secret, { type: 'string' }]));
  return [...inSchema, ...readFormFields({ properties, required: named }, named)];
}

/** The server names a setting by its path in the body: `settings.address`. */
function withoutPrefix(refusals: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(refusals).map(([path, message]) => [path.replace(/^settings\./, ''), message]),
  );
}
