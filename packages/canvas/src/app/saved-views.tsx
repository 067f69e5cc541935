import type { ColumnState, SavedView, ViewScreen } from '@koppel/protocol';
import { Bookmark } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { useCall, useRead } from '../api/use-api.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { cx } from '../kit/cx.ts';
import { Dialog } from '../kit/dialog.tsx';
import { Menu, type MenuEntry } from '../kit/menu.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { ProblemNote } from './problem.tsx';
import { isAsKept, keptOf, type ViewSearch } from './saved-view-search.ts';
import { useToast } from './services.tsx';
import { useMay } from './session.tsx';
import { ViewDialog } from './view-dialog.tsx';

const stale = { stale: ['listViews'] } as const;

export interface SavedViewsProps {
  readonly screen: ViewScreen;
  /** The address's, with the id of the applied view as `saved`. */
  readonly search: ViewSearch;
  /** Goes to these filters. `isReplaced`: in the place of the present ones, so that Back passes over them. */
  readonly onApply: (search: Readonly<Record<string, string>>, isReplaced: boolean) => void;
  /** Of a list whose columns can be changed. */
  readonly columns?: { readonly state: ColumnState; readonly set: (state: ColumnState) => void } | undefined;
  readonly size?: 'm' | 's';
  /** The class that says how wide a name may make the button. */
  readonly widthLimit?: string;
}

/** A menu of the views that are kept of a list: to come back to one, to keep one, and to change the one that is applied. */
export function SavedViews({
  screen,
  search,
  onApply,
  columns,
  size = 'm',
  widthLimit = 'max-w-60',
}: SavedViewsProps): ReactElement {
  const text = useText();
  const views = useRead('listViews', { query: { screen } });
  const applied = views.data?.find(({ id }) => id === search['saved']);
  const differs = applied !== undefined && !isAsKept(applied, search, columns?.state);
  const acts = useActs({ search, columns });
  const entryOf = (view: SavedView): MenuEntry => ({
    id: view.id,
    label: view.isOwn || view.owner === null ? view.title : <Titled view={view} by={view.owner} />,
    isChosen: view === applied,
    onChoose() {
      columns?.set(view.columns);
      onApply({ ...view.search, saved: view.id }, false);
    },
  });
  const own = (views.data ?? []).filter(({ isShared }) => !isShared).map(entryOf);
  const shared = (views.data ?? []).filter(({ isShared }) => isShared).map(entryOf);
  return (
    <>
      <Menu
        label={text('views.views')}
        align="start"
        trigger={
          <Button icon={Bookmark} size={size} className={cx('min-w-0', widthLimit)}>
            {applied && <span className="sr-only">{text('views.views')}: </span>}
            <span className="truncate">{applied?.title ?? text('views.views')}</span>
            {differs && (
              <>
                <span aria-hidden="true" className="size-1.75 flex-none rounded-round bg-accent" />
                <span className="sr-only">({text('views.differs')})</span>
              </>
            )}
          </Button>
        }
        entries={[
          ...headed(own, text('views.own')),
          ...headed(shared, text('views.shared')),
          {
            id: 'save-as',
            label: text('views.saveAs'),
            ...(own.length + shared.length > 0
              ? { startsGroup: true }
              : { heading: text(views.error ? 'views.unreadable' : 'views.none') }),
            onChoose: () => acts.open({ kind: 'save' }),
          },
          ...(applied ? acts.entriesOf(applied, differs) : []),
        ]}
      />
      {acts.dialog?.kind === 'save' && (
        <ViewDialog
          screen={screen}
          search={keptOf(search)}
          columns={columns?.state}
          onClose={acts.close}
          onSaved={(view) => onApply({ ...view.search, saved: view.id }, true)}
        />
      )}
      {acts.dialog?.kind === 'rename' && <ViewDialog view={acts.dialog.view} screen={screen} onClose={acts.close} />}
      {acts.dialog?.kind === 'delete' && (
        <DeleteDialog view={acts.dialog.view} onClose={acts.close} onDeleted={() => onApply(keptOf(search), true)} />
      )}
      <Dialog
        isOpen={acts.problem !== null}
        onClose={acts.dropProblem}
        title={text('views.notDone')}
        closeLabel={text('action.close')}
      >
        <ProblemNote error={acts.problem} />
      </Dialog>
    </>
  );
}

function headed([first, ...rest]: readonly MenuEntry[], heading: string): MenuEntry[] {
  return first ? [{ ...first, heading }, ...rest] : [];
}

function Titled({ view, by }: { readonly view: SavedView; readonly by: string }): ReactElement {
  const text = useText();
  return (
    <>
      {view.title}
      <span className="text-20 text-ink-3"> {text('views.by', { owner: by })}</span>
    </>
  );
}

type Open =
  | { readonly kind: 'save' }
  | { readonly kind: 'rename'; readonly view: SavedView }
  | { readonly kind: 'delete'; readonly view: SavedView };

interface Acts {
  readonly dialog: Open | null;
  readonly open: (dialog: Open) => void;
  readonly close: () => void;
  /** Why a view was not changed. */
  readonly problem: ApiError | null;
  readonly dropProblem: () => void;
  /** What can be done with the view that is applied. */
  readonly entriesOf: (view: SavedView, differs: boolean) => MenuEntry[];
}

function useActs({ search, columns }: Pick<SavedViewsProps, 'search' | 'columns'>): Acts {
  const text = useText();
  const toast = useToast();
  const mayShare = useMay('flows.edit');
  const change = useCall('changeView', stale);
  const [dialog, setDialog] = useState<Open | null>(null);
  const entriesOf = (view: SavedView, differs: boolean): MenuEntry[] => {
    const { id, title, revision, isShared, isOwn, canChange, owner } = view;
    const reason = canChange ? null : text('views.mayNotShare');
    return [
      {
        id: 'save-changes',
        label: text('views.saveChanges'),
        reason,
        onChoose: () =>
          change.mutate(
            {
              params: { id },
              body: { revision, search: keptOf(search), ...(columns ? { columns: columns.state } : {}) },
            },
            { onSuccess: () => toast({ text: text('views.saved', { title }) }) },
          ),
      },
      { id: 'rename', label: text('views.rename'), reason, onChoose: () => setDialog({ kind: 'rename', view }) },
      isShared
        ? {
            id: 'unshare',
            label: isOwn || owner === null ? text('views.unshare') : text('views.unshareOther', { owner }),
            reason: isOwn ? null : reason,
            onChoose: () =>
              change.mutate(
                { params: { id }, body: { revision, isShared: false } },
                { onSuccess: () => toast({ text: text('views.isOwn', { title }) }) },
              ),
          }
        : {
            id: 'share',
            label: text('views.share'),
            reason: mayShare ? null : text('views.mayNotShare'),
            onChoose: () =>
              change.mutate(
                { params: { id }, body: { revision, isShared: true } },
                { onSuccess: () => toast({ text: text('views.isShared', { title }) }) },
              ),
          },
      {
        id: 'delete',
        label: text('views.delete'),
        isDangerous: true,
        reason: isOwn ? null : reason,
        onChoose: () => setDialog({ kind: 'delete', view }),
      },
    ]
      .slice(differs ? 0 : 1)
      .map((entry, place) => (place === 0 ? { ...entry, heading: title } : entry));
  };
  return {
    dialog,
    open: setDialog,
    close: () => setDialog(null),
    problem: change.error,
    dropProblem: change.reset,
    entriesOf,
  };
}

function DeleteDialog({
  view,
  onClose,
  onDeleted,
}: {
  readonly view: SavedView;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}): ReactElement {
  const text = useText();
  const toast = useToast();
  const remove = useCall('deleteView', stale);
  const { id, title, isShared } = view;
  return (
    <ConfirmDialog
      title={text('views.deleteTitle', { title })}
      description={text(isShared ? 'views.deleteSharedText' : 'views.deleteText')}
      act={text('action.delete')}
      call={remove}
      onAct={() =>
        remove.mutate(
          { params: { id } },
          {
            onSuccess() {
              toast({ text: text('views.deleted', { title }) });
              onDeleted();
              onClose();
            },
          },
        )
      }
      onClose={onClose}
    />
  );
}
