import { useMemo, type ReactElement } from 'react';
import { useLocalized, useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { Kbd } from '../../kit/marks.tsx';
import { iconNamed } from '../../kit/named-icon.tsx';
import { useDesignerServices, useFlow } from '../designer-context.tsx';
import { paletteSections } from '../palette/entries.ts';
import type { Editing } from './use-editing.ts';

const most = 3;

/** An empty flow asks how it starts. */
export function EmptyCanvas({ editing }: { readonly editing: Editing }): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const { catalog, readOnlyReason } = useDesignerServices();
  const slots = useFlow((flow) => flow.slots);
  const starts = useMemo(() => {
    const entries = paletteSections(catalog, { slots }).flatMap((section) => section.entries);
    const triggers = entries.filter(({ descriptor }) => descriptor.role === 'trigger');
    const sources = entries.filter(({ descriptor, isPreset }) => descriptor.role === 'source' && isPreset);
    return [...triggers, ...sources].slice(0, most);
  }, [catalog, slots]);
  return (
    <div className="pointer-events-none absolute inset-0 z-dock grid place-items-center">
      <div className="pointer-events-auto flex flex-col items-center gap-3 rounded-4 bg-surface px-7 py-6 shadow-2">
        <h2 className="text-50 font-bold">{text('empty.title')}</h2>
        <div className="flex flex-wrap justify-center gap-2">
          {starts.map((entry) => (
            <Button
              key={entry.id}
              icon={iconNamed(entry.icon)}
              reason={readOnlyReason}
              onClick={() => editing.addSomewhere(entry)}
            >
              {localized(entry.title)}
            </Button>
          ))}
        </div>
        <p className="flex items-center gap-1.5 text-20 text-ink-3">
          {text('empty.press')} <Kbd>N</Kbd> {text('empty.forAll')}
        </p>
      </div>
    </div>
  );
}
