import type { LinkPairView } from '@koppel/protocol';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState, type FormEvent, type ReactElement } from 'react';
import { useCall, useRead } from '../api/use-api.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { useToast } from '../app/services.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button, Spinner } from '../kit/button.tsx';
import { Checkbox } from '../kit/checkbox.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { Field } from '../kit/field.tsx';
import { Input, TextArea } from '../kit/input.tsx';
import { pairKeys, systemName } from './pair.ts';
import { staleWithLinks } from './use-job.ts';

interface Chosen {
  readonly key: string;
  readonly name: string;
}

type Side = 'left' | 'right';

/** Links two records by hand: both are looked up in their systems, unless one of them is given. */
export function HandDialog({
  pair,
  fixed,
  onClose,
}: {
  readonly pair: LinkPairView;
  readonly fixed?: Chosen & { readonly side: Side };
  readonly onClose: () => void;
}): ReactElement {
  const text = useText();
  const toast = useToast();
  const navigate = useNavigate();
  const formId = useId();
  const [chosen, setChosen] = useState<Readonly<Partial<Record<Side, Chosen>>>>(fixed ? { [fixed.side]: fixed } : {});
  const [why, setWhy] = useState('');
  const [isInstead, setIsInstead] = useState(fixed !== undefined);
  const make = useCall('makeLink', { stale: staleWithLinks });
  const reason = why.trim();
  const { left, right } = chosen;
  const missing = !left || !right ? text('links.chooseBoth') : reason === '' ? text('links.reasonMissing') : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (missing || !left || !right || make.isPending) return;
    make.mutate(
      { body: { ...pairKeys(pair), leftKey: left.key, rightKey: right.key, reason, isInstead } },
      {
        onSuccess: (link) => {
          toast({ text: text('links.linked', { n: 1 }) });
          void navigate({ to: '/links/$id', params: { id: String(link.id) }, search: pairKeys(pair) });
          onClose();
        },
      },
    );
  };
  const sides = (['left', 'right'] as const).filter((side) => side !== fixed?.side);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="l"
      title={fixed ? text('links.searchTitle', { name: fixed.name }) : text('links.handTitle')}
      description={text('links.handText')}
      closeLabel={text('action.close')}
      actions={
        <>
          <Button onClick={onClose}>{text('action.cancel')}</Button>
          <Button type="submit" form={formId} look="primary" isBusy={make.isPending} reason={missing}>
            {text('links.accept')}
          </Button>
        </>
      }
    >
      <ProblemNote error={make.error} />
      {sides.map((side) => (
        <RecordSearch
          key={side}
          pair={pair}
          side={side}
          chosen={chosen[side] ?? null}
          onChoose={(record) => setChosen({ ...chosen, [side]: record })}
        />
      ))}
      <form id={formId} onSubmit={submit} className="grid gap-3">
        <Field label={text('links.reason')}>
          {(control) => (
            <TextArea
              {...control}
              rows={2}
              maxLength={500}
              value={why}
              onChange={(event) => setWhy(event.target.value)}
            />
          )}
        </Field>
        <label className="flex items-center gap-2">
          <Checkbox value={isInstead} onChange={setIsInstead} label={text('links.isInstead')} />
          <span aria-hidden="true">{text('links.isInstead')}</span>
        </label>
      </form>
    </Dialog>
  );
}

function RecordSearch({
  pair,
  side,
  chosen,
  onChoose,
}: {
  readonly pair: LinkPairView;
  readonly side: Side;
  readonly chosen: Chosen | null;
  readonly onChoose: (record: Chosen | null) => void;
}): ReactElement {
  const text = useText();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  const system = systemName(pair, side);
  const found = useRead(
    'searchRecords',
    { query: { entity: pair.entity, connection: pair[side].connectionId, text: asked } },
    { isEnabled: asked !== '' },
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(typed.trim());
        onChoose(null);
      }}
    >
      <Field label={text('links.recordIn', { system })}>
        {(control) => (
          <div className="flex gap-2">
            <Input {...control} maxLength={200} value={typed} onChange={(event) => setTyped(event.target.value)} />
            <Button type="submit" reason={typed.trim() === '' ? text('links.handText') : null}>
              {text('links.find')}
            </Button>
          </div>
        )}
      </Field>
      <ProblemNote error={found.error} />
      {asked !== '' && found.isPending && <Spinner />}
      {found.data?.length === 0 && <p className="mt-1 text-20 text-ink-3">{text('links.noneFound', { system })}</p>}
      {found.data && found.data.length > 0 && (
        <ul role="radiogroup" aria-label={text('links.recordIn', { system })} className="mt-1 max-h-40 overflow-y-auto">
          {found.data.map(({ key, name }) => (
            <li key={key}>
              <label className="flex items-center gap-2 rounded-2 px-1.5 py-1 hover:bg-hover">
                <input
                  type="radio"
                  name={`record-${side}`}
                  checked={chosen?.key === key}
                  onChange={() => onChoose({ key, name })}
                  className="accent-accent"
                />
                <span className="font-medium">{name}</span>
                <span className="truncate font-mono text-20 text-ink-3">{key}</span>
              </label>
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}
