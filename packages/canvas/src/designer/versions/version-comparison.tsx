import { useNavigate } from '@tanstack/react-router';
import { ArrowLeftRight, ArrowRight } from 'lucide-react';
import type { ReactElement } from 'react';
import { useFormat, useText } from '../../i18n/locale.tsx';
import { Button, IconButton } from '../../kit/button.tsx';
import { Icon } from '../../kit/icon.tsx';
import { Select } from '../../kit/select.tsx';
import { Comparison } from './comparison.tsx';
import { entryName, entryNote, type Entry } from './entries.ts';
import { VersionDocument } from './version-document.tsx';

/** Any two versions or restore points, or one and the draft, on top of each other. Which two is in the address. */
export function VersionComparison({
  entries,
  one,
  other,
}: {
  readonly entries: readonly Entry[];
  /** The id of an entry, or `draft`. */
  readonly one: string;
  readonly other: string;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const navigate = useNavigate({ from: '/flows/$id' });
  const go = (version: string, against: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, version, against }), replace: true });
  const name = (which: string) => {
    const entry = entries.find(({ id }) => id === which);
    return entry ? entryName(entry, text, format.dateTime) : text('compare.draft');
  };
  const options = [
    { value: 'draft', label: text('compare.draft') },
    ...entries.map((entry) => ({
      value: entry.id,
      label: text('compare.entryNote', { name: name(entry.id), note: entryNote(entry, text) }),
    })),
  ];
  const head = (
    <>
      <Select
        size="s"
        label={text('compare.from')}
        className="w-64"
        value={one}
        options={options}
        onChange={(next) => go(next, other)}
      />
      <Icon of={ArrowRight} size="s" className="text-ink-3" />
      <Select
        size="s"
        label={text('compare.to')}
        className="w-64"
        value={other}
        options={options}
        onChange={(next) => go(one, next)}
      />
      <IconButton icon={ArrowLeftRight} label={text('compare.swap')} onClick={() => go(other, one)} />
      <Button size="s" onClick={() => go(one === 'draft' ? other : one, undefined)}>
        {text('compare.close')}
      </Button>
    </>
  );
  return (
    <VersionDocument which={one}>
      {(before) => (
        <VersionDocument which={other}>
          {(after) => (
            <Comparison
              key={`${one} ${other}`}
              before={before}
              after={after}
              names={[name(one), name(other)]}
              head={head}
            />
          )}
        </VersionDocument>
      )}
    </VersionDocument>
  );
}
