import { environments, saveWorkspaceSchema, type Workspace } from '@koppel/protocol';
import { languages } from '@koppel/model';
import { useId, useState, type ReactElement } from 'react';
import { useCall, useRead } from '../api/use-api.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { QueryView } from '../app/query-view.tsx';
import { useToast } from '../app/services.tsx';
import { useReason } from '../app/session.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Card } from '../kit/card.tsx';
import { Field } from '../kit/field.tsx';
import { Input } from '../kit/input.tsx';
import { Select } from '../kit/select.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { Switch } from '../kit/switch.tsx';

const languageNames = { en: 'English', nl: 'Nederlands', fr: 'Français' } as const;

/** What the workspace is called and where it is. */
export function WorkspaceSettings(): ReactElement {
  const workspace = useRead('getWorkspace', {});
  return (
    <QueryView query={workspace} skeleton={<SkeletonRows count={4} height={44} />}>
      {(data) => <Form key={data.id} workspace={data} />}
    </QueryView>
  );
}

function Form({ workspace }: { readonly workspace: Workspace }): ReactElement {
  const text = useText();
  const toast = useToast();
  const mayEdit = useReason('workspace.edit');
  const save = useCall('saveWorkspace', { stale: ['getWorkspace', 'getSession'] });
  const { id: _id, slug, ...saved } = workspace;
  const [body, setBody] = useState(saved);
  const isReady = saveWorkspaceSchema.safeParse(body).success;
  const change = (part: Partial<typeof body>) => setBody({ ...body, ...part });
  return (
    <Card title={text('workspace.title')}>
      <form
        className="grid max-w-100 gap-3.5 px-3.5 py-3.5"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !mayEdit && !save.isPending)
            save.mutate({ body }, { onSuccess: () => toast({ text: text('workspace.saved') }) });
        }}
      >
        <ProblemNote error={save.error} />
        <Field label={text('workspace.name')} help={text('workspace.slugIs', { slug })}>
          {(ids) => <Input {...ids} value={body.name} onChange={(event) => change({ name: event.target.value })} />}
        </Field>
        <Field label={text('workspace.environment')}>
          {(ids) => (
            <Select
              ids={ids}
              value={body.environment}
              options={environments.map((value) => ({ value, label: text(`environment.${value}`) }))}
              onChange={(environment) => change({ environment })}
            />
          )}
        </Field>
        <Field label={text('workspace.timeZone')}>
          {(ids) => (
            <Input {...ids} value={body.timeZone} onChange={(event) => change({ timeZone: event.target.value })} />
          )}
        </Field>
        <Field label={text('workspace.language')}>
          {(ids) => (
            <Select
              ids={ids}
              value={body.language}
              options={languages.map((value) => ({ value, label: languageNames[value] }))}
              onChange={(language) => change({ language })}
            />
          )}
        </Field>
        <Choice
          title={text('workspace.isTwoPerson')}
          help={text('workspace.isTwoPersonHelp')}
          value={body.isTwoPerson}
          reason={mayEdit}
          onChange={(isTwoPerson) => change({ isTwoPerson })}
        />
        <Choice
          title={text('factor.needed')}
          help={text('factor.neededHelp')}
          value={body.needsSecondFactor}
          reason={mayEdit}
          onChange={(needsSecondFactor) => change({ needsSecondFactor })}
        />
        <Choice
          title={text('workspace.isOnBoard')}
          help={text('workspace.isOnBoardHelp')}
          value={body.isOnBoard}
          reason={mayEdit}
          onChange={(isOnBoard) => change({ isOnBoard })}
        />
        <div>
          <Button
            type="submit"
            look="primary"
            isBusy={save.isPending}
            reason={mayEdit ?? (isReady ? null : text('workspace.notReady'))}
          >
            {text('action.save')}
          </Button>
        </div>
      </form>
    </Card>
  );
}

/** Something that the workspace does or does not; saved with the rest. */
function Choice({
  title,
  help,
  value,
  reason,
  onChange,
}: {
  readonly title: string;
  readonly help: string;
  readonly value: boolean;
  readonly reason: string | null;
  readonly onChange: (value: boolean) => void;
}): ReactElement {
  const id = useId();
  return (
    <div className="flex items-start gap-3">
      <span className="min-w-0 flex-1">
        <label htmlFor={id} className="font-medium">
          {title}
        </label>
        <span className="block text-20 text-ink-2">{help}</span>
      </span>
      <Switch id={id} value={value} reason={reason} onChange={onChange} />
    </div>
  );
}
