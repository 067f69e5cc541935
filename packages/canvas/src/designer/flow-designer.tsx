import type { CatalogBody, CheckContextBody, FlowDetail } from '@koppel/protocol';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ReactFlowProvider } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { usePaletteItems } from '../app/palette/palette-context.tsx';
import type { PaletteItem } from '../app/palette/search.ts';
import { Page } from '../app/page.tsx';
import { useReason, useSession } from '../app/session.tsx';
import { useCheckOf, useChecker } from '../check-worker/use-checker.ts';
import { useTogether } from './problems/use-together.ts';
import { createMoment } from '../flow-canvas/canvas-context.ts';
import { nodeTypesOf } from '../flow-canvas/ports.ts';
import type { Spot } from '../flow-canvas/geometry.ts';
import { selectedNodes } from '../flow-canvas/drawing.ts';
import { HoldNote } from '../flows/hold-note.tsx';
import { type Text, useLocalized, useSentence, useText } from '../i18n/locale.tsx';
import type { Editing } from './canvas/use-editing.ts';
import { ChangedFieldsNote } from './changed-fields-note.tsx';
import { DesignTab } from './design-tab.tsx';
import { alignments, distributions } from './document/arrange.ts';
import {
  DesignerProvider,
  useDesignerServices,
  useEditor,
  useFlow,
  type DesignerServices,
} from './designer-context.tsx';
import { createDerived } from './derived.ts';
import { MakeSubFlowDialog } from './sub-flows/make-sub-flow-dialog.tsx';
import { createDocumentStore } from './document/document-store.ts';
import { keptHistory } from './document/kept-history.ts';
import { createEditorStore } from './editor-store.ts';
import { createPanels } from './panels-store.ts';
import { useProblemWalk } from './problems/use-problem-walk.ts';
import { PublishDialog } from './publish/publish-dialog.tsx';
import { ReviewTab } from './review/review-tab.tsx';
import { RunsTab } from './runs/runs-tab.tsx';
import { createSampleStore } from './sample/sample-store.ts';
import { TryingBar } from './sample/trying-bar.tsx';
import { SampleTab } from './sample/sample-tab.tsx';
import { ConflictDialog, HomecomingDialog } from './saving/conflict-dialog.tsx';
import { dropCopy, homecoming, keptCopy, placeOf } from './saving/local-copy.ts';
import { isSameFlow, useAutosave, useSaving } from './saving/use-autosave.ts';
import { SeatBar } from './seat/seat-bar.tsx';
import { isWatching, useFollowing, useSeat, type Seat } from './seat/use-seat.ts';
import { useSelections } from './seat/use-selections.ts';
import { SettingsTab } from './settings/settings-tab.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { createTestedStore } from './tests/tested-store.ts';
import { TestsTab } from './tests/tests-tab.tsx';
import { TopActions, TopHead, TopTools } from './top-bar.tsx';
import { useDesignerKeys } from './use-designer-keys.ts';
import { useEditing } from './canvas/use-editing.ts';
import { useNodeTitle } from './use-drawing-facts.ts';
import { DamageBar } from './versions/damage-bar.tsx';
import { useDiffering } from './versions/use-differing.ts';
import { VersionsTab } from './versions/versions-tab.tsx';
import { replaceDocument } from './document/flow-commands.ts';

export interface FlowDesignerProps {
  /** As read when the flow was opened; of what is read later only what is not drawn here counts. */
  readonly detail: FlowDetail;
  readonly catalog: CatalogBody;
  readonly context: CheckContextBody;
}

/** One flow, open for drawing. */
export function FlowDesigner({ detail, catalog, context }: FlowDesignerProps): ReactElement {
  const flowId = detail.summary.id;
  const { node, field } = useSearch({ from: '/shell/flows/$id' });
  const text = useText();
  const sentence = useSentence();
  const place = placeOf(useSession(), flowId);
  const editReason = useReason('flows.edit') ?? (detail.summary.damage && sentence(detail.summary.damage.message));
  const [arrival] = useState(() => {
    const kept = editReason === null ? keptCopy(localStorage, place) : null;
    return homecoming(kept, { document: detail.draft, revision: detail.revision }, isSameFlow);
  });
  const [stores] = useState(() => {
    const start = arrival.kind === 'resume' ? arrival.document : detail.draft;
    const editor = createEditorStore(node && start.nodes[node] ? [node] : []);
    if (field !== undefined) editor.setState({ focusPath: ['rows', field] });
    return {
      document: createDocumentStore(start, {
        now: () => Date.now(),
        history: keptHistory(localStorage, place, start, Date.now()),
      }),
      editor,
      moment: createMoment(),
      pointer: createStore<{ at: Spot | null }>(() => ({ at: null })),
      panels: createPanels(localStorage),
      sample: createSampleStore(),
      tested: createTestedStore(),
    };
  });
  const checker = useChecker(context);
  const autosave = useAutosave(detail, stores.document, { place, isDirty: arrival.kind === 'resume' });
  const seat = useSeat(flowId, editReason === null, autosave);
  const isNewest = useFollowing(seat, { detail, document: stores.document, autosave });
  useSelections(seat, stores);
  const lockedReason = editReason ?? seatReason(seat, isNewest, text);
  useSaving(autosave, stores.document, { place, canSave: lockedReason === null });
  const isTried = useStore(stores.sample, ({ trying }) => trying !== null);
  const readOnlyReason = lockedReason ?? (isTried ? text('sample.locked') : null);
  const document = useStore(stores.document, (drawing) => drawing.document);
  useCheckOf(checker, document);
  useTogether(
    checker,
    autosave,
    useCallback(() => stores.document.getState().document, [stores]),
  );
  const { slots } = detail;
  const derived = useMemo(() => createDerived(nodeTypesOf(catalog, context.subFlows)), [catalog, context.subFlows]);
  const services = useMemo(
    (): DesignerServices => ({
      flowId,
      ...stores,
      checker,
      autosave,
      catalog,
      derived,
      context,
      slots,
      readOnlyReason,
    }),
    [flowId, stores, checker, autosave, catalog, derived, context, slots, readOnlyReason],
  );
  const [isChoosing, setIsChoosing] = useState(arrival.kind === 'choose');
  return (
    <DesignerProvider value={services}>
      <ReactFlowProvider>
        <Opened detail={detail} seat={seat} />
        <ConflictDialog />
        {arrival.kind === 'choose' && isChoosing && readOnlyReason === null && (
          <HomecomingDialog
            at={arrival.at}
            savedBy={detail.savedBy}
            savedAt={detail.savedAt}
            onChoose={(choice) => {
              setIsChoosing(false);
              if (choice === 'ours') {
                stores.document.execute(replaceDocument(arrival.document, { id: 'designer.intent.takeOurs' }));
              } else {
                dropCopy(localStorage, place);
              }
            }}
          />
        )}
      </ReactFlowProvider>
    </DesignerProvider>
  );
}

/** Why the draft cannot be changed here although one may edit flows; null when it can. */
function seatReason({ stand }: Seat, isNewest: boolean, text: Text): string | null {
  if (!isWatching(stand)) return isNewest ? null : text('seat.catchingUp');
  if (!stand?.editor) return text('seat.nobody');
  return stand.editor.isYou ? text('seat.otherTab') : text('seat.isEditing', { who: stand.editor.name });
}

function Opened({ detail, seat }: { readonly detail: FlowDetail; readonly seat: Seat }): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const navigate = useNavigate({ from: '/flows/$id' });
  const { tab } = useSearch({ from: '/shell/flows/$id' });
  const { summary } = detail;
  const { editor, autosave } = useDesignerServices();
  const title = useFlow((flow) => flow.title);
  const overlay = useEditor((state) => state.overlay?.kind ?? null);
  const isUnsaved = useStore(autosave, ({ status }) => status !== 'saved');
  const editing = useEditing();
  const problems = useProblemWalk(editing);
  const publishReason = useReason('flows.publish');
  // Who may not publish may still ask that somebody does.
  const mayAsk = useReason('flows.edit') === null;

  const onSample = useCallback(() => void navigate({ search: { tab: 'sample' } }), [navigate]);
  const onPublish = useCallback(() => {
    if (publishReason === null || mayAsk) editor.open({ kind: 'publish' });
    else editor.say(publishReason);
  }, [publishReason, mayAsk, editor]);
  useDesignerKeys({ editing, onSample, onPublish, onWalkProblems: problems.walk });
  useSelectionInAddress();
  useDiffering(summary.publishedVersion);
  usePaletteOfFlow(editing, { onSample, onPublish });

  return (
    <Page
      title={localized(title)}
      trail={[
        <Link key="flows" to="/flows" className="hover:text-ink">
          {text('flows.title')}
        </Link>,
      ]}
      head={
        <TopHead stand={seat.stand} summary={summary} tab={tab} hasChanges={summary.hasUnpublishedDraft || isUnsaved} />
      }
      tools={<TopTools editing={editing} />}
      actions={<TopActions summary={summary} onSample={onSample} onPublish={onPublish} />}
    >
      <DamageBar detail={detail} />
      <SeatBar seat={seat} />
      <TryingBar />
      <ChangedFieldsNote stand={seat.stand} />
      {summary.hold && <HoldNote hold={summary.hold} />}
      {tab === 'runs' && <RunsTab summary={summary} />}
      {tab === 'versions' && <VersionsTab summary={summary} />}
      {tab === 'review' && <ReviewTab summary={summary} onPublish={onPublish} />}
      {tab === 'settings' && <SettingsTab detail={detail} />}
      {tab === 'tests' && <TestsTab onSample={onSample} />}
      {tab === 'sample' && <SampleTab summary={summary} onPublish={onPublish} />}
      {tab === undefined && <DesignTab editing={editing} onShowIssue={problems.show} />}
      <Spoken />
      {overlay === 'makeSubFlow' && <MakeSubFlowDialog onClose={editor.close} />}
      {overlay === 'publish' && <PublishDialog summary={summary} onClose={editor.close} />}
      {overlay === 'shortcuts' && <ShortcutsDialog onClose={editor.close} />}
    </Page>
  );
}

/** What just happened, for screen readers. */
function Spoken(): ReactElement {
  const { text, count } = useEditor((state) => state.spoken);
  return (
    <p role="status" className="sr-only">
      {/* The same sentence again has to be said again. */}
      {count % 2 === 0 ? text : `${text}\u00a0`}
    </p>
  );
}

const addressPauseMs = 250;

/** Keeps the selected node in the address, so that it can be shared; never a step of its own for "back". */
function useSelectionInAddress(): void {
  const navigate = useNavigate({ from: '/flows/$id' });
  const { tab, node } = useSearch({ from: '/shell/flows/$id' });
  const selected = useEditor(({ selection }) => {
    const nodes = selectedNodes(selection);
    return nodes.length === 1 ? nodes[0] : undefined;
  });
  const { editor, document } = useDesignerServices();
  // What the address said last, and what was put there from here: anything else is a link that leads to a node.
  const seen = useRef(node);
  const written = useRef(node);
  useEffect(() => {
    if (tab !== undefined) return;
    const isLed = node !== seen.current && node !== written.current;
    seen.current = node;
    if (node === selected) return;
    if (isLed && node !== undefined && document.getState().document.nodes[node]) {
      editor.select([node]);
      return;
    }
    const timer = setTimeout(() => {
      written.current = selected;
      void navigate({ search: selected === undefined ? {} : { node: selected }, replace: true });
    }, addressPauseMs);
    return () => clearTimeout(timer);
  }, [navigate, tab, node, selected, editor, document]);
}

/** Nodes of this flow and what can be done with it, in the command palette. */
function usePaletteOfFlow(
  { show, tidy, align, distribute, chosen }: Pick<Editing, 'show' | 'tidy' | 'align' | 'distribute' | 'chosen'>,
  { onSample, onPublish }: { onSample: () => void; onPublish: () => void },
): void {
  const text = useText();
  const nodes = useFlow((flow) => flow.nodes);
  const title = useNodeTitle();
  const { editor, readOnlyReason } = useDesignerServices();
  const areSeveral = useEditor(() => chosen().length > 1);
  const isAny = useEditor(() => chosen().length > 0);
  const items = useMemo(
    (): PaletteItem[] => [
      ...Object.entries(nodes).map(([id, node]): PaletteItem => ({
        id: `node ${id}`,
        kind: 'node',
        title: title(id),
        hint: text('canvas.node'),
        synonyms: [node.type, id],
        run: () => show(id),
      })),
      { id: 'action sample', kind: 'action', title: text('top.sample'), hint: 'Ctrl Enter', run: onSample },
      {
        id: 'action publish',
        kind: 'action',
        title: text('publish.publish'),
        hint: 'Ctrl Shift Enter',
        run: onPublish,
      },
      ...(isAny && readOnlyReason === null
        ? [
            {
              id: 'action sub-flow',
              kind: 'action' as const,
              title: text('subFlow.make'),
              run: () => editor.open({ kind: 'makeSubFlow' }),
            },
          ]
        : []),
      { id: 'action tidy', kind: 'action', title: text('tools.tidy'), hint: 'T', run: tidy },
      ...(areSeveral
        ? [
            ...alignments.map((how) => ({ how, run: () => align(how) })),
            ...distributions.map((how) => ({ how, run: () => distribute(how) })),
          ].map(({ how, run }): PaletteItem => ({
            id: `action ${how}`,
            kind: 'action',
            title: text(`arrange.${how}`),
            run,
          }))
        : []),
    ],
    [nodes, title, text, show, tidy, align, distribute, areSeveral, isAny, readOnlyReason, editor, onSample, onPublish],
  );
  usePaletteItems('designer', items);
}
