import { canonicalEntities, fieldClassOf, type FieldClass } from '@koppel/model';
import { retentionSchema, type FoundPerson, type PrivacySettings, type StoragePart } from '@koppel/protocol';
import { Download, Eraser, Search } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useCall, useRead } from '../api/use-api.tsx';
import { useEntityNames } from '../app/entities.ts';
import { ProblemNote } from '../app/problem.tsx';
import { QueryView } from '../app/query-view.tsx';
import { saveFile } from '../app/save-file.ts';
import { useToast } from '../app/services.tsx';
import { useFormat, useLocalized, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Card } from '../kit/card.tsx';
import { Checkbox } from '../kit/checkbox.tsx';
import { cx } from '../kit/cx.ts';
import { Dialog } from '../kit/dialog.tsx';
import { EntityChip } from '../kit/entity.tsx';
import { Field } from '../kit/field.tsx';
import { Input } from '../kit/input.tsx';
import { Select } from '../kit/select.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';

/** What of the connected systems tells about people: how long it is kept, who it is about, and which fields it is in. */
export function Privacy(): ReactElement {
  const settings = useRead('getPrivacy', {});
  return (
    <div className="grid gap-3.5">
      <QueryView query={settings} skeleton={<SkeletonRows count={5} height={52} />}>
        {(data) => (
          <>
            <RetentionCard key={JSON.stringify(data.retention)} settings={data} />
            <PersonCard />
            <ClassesCard settings={data} />
          </>
        )}
      </QueryView>
    </div>
  );
}

const kinds = [
  ['runs', 'runsDays'],
  ['logs', 'logsDays'],
  ['payloads', 'payloadsDays'],
] as const;

function RetentionCard({ settings }: { readonly settings: PrivacySettings }): ReactElement {
  const text = useText();
  const toast = useToast();
  const save = useCall('savePrivacy', { stale: ['getPrivacy', 'getStorage'] });
  const [typed, setTyped] = useState<Readonly<Record<(typeof kinds)[number][1], string>>>({
    runsDays: String(settings.retention.runsDays),
    logsDays: String(settings.retention.logsDays),
    payloadsDays: String(settings.retention.payloadsDays),
  });
  const parsed = retentionSchema.safeParse(typed);
  const storage = useRead('getStorage', { query: parsed.data ?? {} }, { keepsFormer: true });
  const isChanged = JSON.stringify(parsed.data) !== JSON.stringify(settings.retention);
  return (
    <Card title={text('privacy.retention')}>
      <form
        className="grid gap-3.5 px-3.5 py-3.5"
        onSubmit={(event) => {
          event.preventDefault();
          if (!parsed.success || !isChanged || save.isPending) return;
          save.mutate(
            { body: { ...settings, retention: parsed.data } },
            { onSuccess: () => toast({ text: text('privacy.saved') }) },
          );
        }}
      >
        <ProblemNote error={save.error} />
        {kinds.map(([kind, name]) => (
          <Field key={kind} label={text(`privacy.days.${kind}`)} help={<Kept part={storage.data?.[kind]} />}>
            {(ids) => (
              <Input
                {...ids}
                inputMode="numeric"
                className="w-24"
                value={typed[name]}
                onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
        {!parsed.success && (
          <p role="alert" className="text-20 text-fail-text">
            {text('privacy.wrongDays')}
          </p>
        )}
        <div>
          <Button
            type="submit"
            look="primary"
            isBusy={save.isPending}
            reason={parsed.success && isChanged ? null : text('privacy.nothingChanged')}
          >
            {text('action.save')}
          </Button>
        </div>
      </form>
    </Card>
  );
}

/** What is kept of one kind, and what the days typed would remove. */
function Kept({ part }: { readonly part: StoragePart | undefined }): ReactElement {
  const text = useText();
  const format = useFormat();
  if (!part) return <>{text('privacy.measuring')}</>;
  const size = (bytes: number) => format.number(Math.round(bytes / 100_000) / 10);
  const oldest = part.oldestAt === null ? '' : ` ${text('privacy.oldest', { day: format.dateTime(part.oldestAt) })}`;
  const goes =
    part.goRows === 0
      ? text('privacy.nothingGoes')
      : text('privacy.goes', { n: part.goRows, size: size(part.goBytes) });
  return (
    <>
      {text('privacy.kept', { n: part.rows, size: size(part.bytes) })}
      {oldest} {goes}
    </>
  );
}

type Found = FoundPerson['records'][number];
const identityOf = ({ entity, connectionId, key }: Found) => `${entity}/${connectionId}/${key}`;

function PersonCard(): ReactElement {
  const text = useText();
  const toast = useToast();
  const names = useEntityNames();
  const find = useCall('findPerson');
  const hand = useCall('exportPerson');
  const erase = useCall('erasePerson', {
    stale: [
      'listLinks',
      'getLink',
      'listFailures',
      'getFailure',
      'getRunEvents',
      'getRunPlan',
      'listDrift',
      'getStorage',
    ],
  });
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isInTexts, setInTexts] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const found = find.data;
  const asked = find.variables?.body.text ?? '';
  const records = (found?.records ?? []).filter((record) => chosen.has(identityOf(record)));
  const body = {
    records: records.map(({ entity, connectionId, key }) => ({ entity, connectionId, key })),
    texts: isInTexts ? [asked] : [],
  };
  const nothing = body.records.length + body.texts.length === 0 ? text('privacy.choose') : null;
  const rows = Object.values(found?.places ?? {}).reduce((sum, count) => sum + count, 0);
  const look = () =>
    find.mutate(
      { body: { text: typed.trim() } },
      {
        onSuccess: (now) => {
          setChosen(new Set(now.records.map(identityOf)));
          setInTexts(false);
        },
      },
    );
  const toggle = (id: string, isOn: boolean) => {
    const next = new Set(chosen);
    if (isOn) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  return (
    <Card title={text('privacy.person')}>
      <form
        role="search"
        className="flex flex-wrap items-end gap-3 px-3.5 py-3.5"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim().length >= 3 && !find.isPending) look();
        }}
      >
        <div className="min-w-60 flex-1">
          <Field label={text('privacy.search')} help={text('privacy.searchHelp')}>
            {(ids) => <Input {...ids} value={typed} onChange={(event) => setTyped(event.target.value)} />}
          </Field>
        </div>
        <Button
          type="submit"
          icon={Search}
          isBusy={find.isPending}
          reason={typed.trim().length >= 3 ? null : text('privacy.tooShort')}
        >
          {text('privacy.find')}
        </Button>
      </form>
      <ProblemNote error={find.error ?? hand.error ?? erase.error} />
      {found && (
        <div className="grid gap-3 border-t border-line px-3.5 py-3" role="status">
          {found.records.length === 0 && rows === 0 && <p>{text('privacy.nobody', { text: asked })}</p>}
          <ul className="grid gap-1.5">
            {found.records.map((record) => {
              const id = identityOf(record);
              return (
                <li key={id} className="flex items-center gap-2.5">
                  <Checkbox
                    label={`${record.name ?? record.key}, ${record.connectionName}`}
                    value={chosen.has(id)}
                    onChange={(isOn) => toggle(id, isOn)}
                  />
                  <span className="min-w-0 flex-1 truncate">{record.name ?? record.key}</span>
                  <span className="text-20 text-ink-2">{record.connectionName}</span>
                  <EntityChip entity={record.entity}>{names.entity(record.entity)}</EntityChip>
                </li>
              );
            })}
          </ul>
          {rows > 0 && (
            <label className="flex items-center gap-2.5">
              <Checkbox
                value={isInTexts}
                onChange={setInTexts}
                label={text('privacy.alsoText', { text: asked, n: rows })}
              />
              <span aria-hidden="true">{text('privacy.alsoText', { text: asked, n: rows })}</span>
            </label>
          )}
          <div className={cx('flex flex-wrap gap-2', rows === 0 && found.records.length === 0 && 'hidden')}>
            <Button
              icon={Download}
              isBusy={hand.isPending}
              reason={nothing}
              onClick={() =>
                hand.mutate(
                  { body },
                  {
                    onSuccess: (all) =>
                      saveFile('person.json', `${JSON.stringify(all, null, 2)}\n`, 'application/json'),
                  },
                )
              }
            >
              {text('privacy.export')}
            </Button>
            <Button look="danger" icon={Eraser} reason={nothing} onClick={() => setAsking(true)}>
              {text('privacy.erase')}
            </Button>
          </div>
        </div>
      )}
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={text('privacy.eraseTitle')}
        description={text('privacy.eraseText')}
        closeLabel={text('action.close')}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{text('action.cancel')}</Button>
            <Button
              look="danger"
              icon={Eraser}
              isBusy={erase.isPending}
              onClick={() =>
                erase.mutate(
                  { body },
                  {
                    onSuccess: ({ places }) => {
                      const n = Object.values(places).reduce((sum, count) => sum + count, 0);
                      toast({ text: text('privacy.erased', { n }) });
                      find.reset();
                    },
                    onSettled: () => setAsking(false),
                  },
                )
              }
            >
              {text('privacy.erase')}
            </Button>
          </>
        }
      >
        {null}
      </Dialog>
    </Card>
  );
}

function ClassesCard({ settings }: { readonly settings: PrivacySettings }): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const save = useCall('savePrivacy', { stale: ['getPrivacy'] });
  const [entityId, setEntity] = useState(canonicalEntities[0]!.entity);
  const entity = canonicalEntities.find(({ entity: id }) => id === entityId)!;
  const options = (['business', 'personal'] as const).map((value) => ({
    value,
    label: text(`privacy.class.${value}`),
  }));
  const choose = (field: string, chosen: FieldClass) => {
    const { [field]: _, ...others } = settings.fieldClasses;
    const fieldClasses = chosen === fieldClassOf(field) ? others : { ...others, [field]: chosen };
    save.mutate({ body: { ...settings, fieldClasses } });
  };
  return (
    <Card title={text('privacy.classes')}>
      <p className="px-3.5 pt-3 text-ink-2">{text('privacy.classesHelp')}</p>
      <ProblemNote error={save.error} />
      <div className="px-3.5 py-3">
        <Field label={text('privacy.entity')}>
          {(ids) => (
            <Select
              ids={ids}
              value={entityId}
              options={canonicalEntities.map(({ entity: value, plural }) => ({ value, label: localized(plural) }))}
              onChange={setEntity}
              className="w-60"
            />
          )}
        </Field>
      </div>
      <ul>
        {entity.fields.map(({ field, title }) => {
          const name = `${entityId}.${field}`;
          return (
            <li key={name} className="flex items-center gap-3 border-t border-line px-3.5 py-1.5">
              <span className="min-w-0 flex-1 truncate">{localized(title)}</span>
              <Select
                label={localized(title)}
                value={fieldClassOf(name, settings.fieldClasses)}
                options={options}
                onChange={(chosen) => choose(name, chosen)}
                className="w-40"
              />
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
