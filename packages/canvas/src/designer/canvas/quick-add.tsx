import { useMemo, type ReactElement, type ReactNode } from 'react';
import { useEntityNames } from '../../app/entities.ts';
import { fold } from '../../format/fold.ts';
import { useLocalized, useText } from '../../i18n/locale.tsx';
import { EntityChip } from '../../kit/entity.tsx';
import { Kbd } from '../../kit/marks.tsx';
import { PickList, type PickItem } from '../../kit/pick-list.tsx';
import { roleLabel } from '../../kit/system-badge.tsx';
import { carriesSignal, entityAt, fitsAt } from '../connecting/operations.ts';
import { useDesignerServices } from '../designer-context.tsx';
import type { AddTarget } from '../editor-store.ts';
import { findEntries, paletteSections, type PaletteEntry } from '../palette/entries.ts';
import { EntryMark } from '../palette/entry-mark.tsx';
import { recentEntries } from '../palette/recents.ts';
import { useNodeTypes, usePortEntities } from '../use-drawing-facts.ts';

interface AddItem extends PickItem {
  readonly entry: PaletteEntry;
}

/** The list of nodes that fit at a spot: type, pick, and it stands there, joined. */
export function QuickAdd({
  target,
  onAdd,
  onClose,
}: {
  readonly target: AddTarget;
  readonly onAdd: (entry: PaletteEntry, target: AddTarget, isOpening: boolean) => void;
  readonly onClose: () => void;
}): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const names = useEntityNames();
  const { catalog, context, document } = useDesignerServices();
  const types = useNodeTypes();
  const entities = usePortEntities();
  const flow = document.getState().document;
  const isJoined = target.after !== null || target.before !== null || target.edgeId !== null;
  const entity = entityAt(flow, entities, target);
  const isSignal = carriesSignal(flow, types, target);
  const entries = useMemo(
    () =>
      paletteSections(catalog, flow, context.subFlows)
        .flatMap((section) => section.entries)
        .filter(
          (entry) =>
            fitsAt(flow, types, entry.descriptor, target) &&
            (!isJoined || entry.entity === null || entry.entity === entity),
        ),
    [catalog, flow, context.subFlows, types, target, isJoined, entity],
  );
  const find = (typed: string): AddItem[] =>
    findEntries(entries, typed, recentEntries(localStorage)).map((entry) => ({
      id: entry.id,
      entry,
      mark: <EntryMark entry={entry} />,
      title: marked(localized(entry.title), typed),
      aside: entry.role ? roleLabel(entry.role) : null,
    }));
  return (
    <PickList<AddItem>
      label={text('quickAdd.label')}
      placeholder={text('quickAdd.search')}
      find={find}
      at={target.screen}
      onClose={onClose}
      onPick={({ entry }, isOpening) => onAdd(entry, target, isOpening)}
      emptyText={text('nodePalette.nothing')}
      chip={isJoined && !isSignal ? <EntityChip entity={entity}>{names.entity(entity)}</EntityChip> : null}
      foot={
        <>
          <span>
            {isSignal
              ? text('quickAdd.started')
              : isJoined
                ? text('quickAdd.only', { entity: names.entity(entity) })
                : text('quickAdd.all')}
          </span>
          <span className="ml-auto flex items-center gap-1.5">
            <Kbd>Enter</Kbd> {text('quickAdd.adds')} <Kbd>Esc</Kbd> {text('quickAdd.closes')}
          </span>
        </>
      }
    />
  );
}

/** The title with the typed part marked. */
function marked(title: string, typed: string): ReactNode {
  const sought = fold(typed.trim());
  // Folding keeps the length of these texts, so a place in one is a place in the other.
  const at = sought === '' || fold(title).length !== title.length ? -1 : fold(title).indexOf(sought);
  if (at < 0) return title;
  return (
    <>
      {title.slice(0, at)}
      <b className="font-bold text-accent-text">{title.slice(at, at + sought.length)}</b>
      {title.slice(at + sought.length)}
    </>
  );
}
