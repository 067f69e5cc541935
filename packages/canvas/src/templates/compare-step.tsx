import type { MergeChange } from '@koppel/model';
import type { TemplateInstallation } from '@koppel/protocol';
import { Link, useNavigate } from '@tanstack/react-router';
import { Check, Minus, Pencil, Plus, TriangleAlert } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { cx } from '../kit/cx.ts';
import { Icon } from '../kit/icon.tsx';
import { EmptyState } from '../kit/states.tsx';
import { ConflictPane } from './conflict-pane.tsx';
import type { ChangeInstallation } from './install-screen.tsx';
import { NodeStrip } from './node-strip.tsx';
import { usePartWords, type PartWords } from './part-words.ts';

/** What was installed, what this client made of it, and what the new version brings: questions, and what fits by itself. */
export function CompareStep({
  work,
  conflictId,
  onChange,
}: {
  readonly work: TemplateInstallation;
  readonly conflictId: string | undefined;
  readonly onChange: ChangeInstallation;
}): ReactElement {
  const text = useText();
  const { conflicts, open } = work.compare;
  const automatic = work.compare.automatic.filter(({ isLayoutOnly }) => !isLayoutOnly);
  const kept = work.compare.kept.filter(({ isLayoutOnly }) => !isLayoutOnly);
  const chosen =
    conflicts.find(({ id }) => id === conflictId) ?? conflicts.find(({ choice }) => choice === null) ?? conflicts[0];
  const total = automatic.length + conflicts.length;
  const navigate = useNavigate();
  const words = usePartWords(work);
  const show = (id: string | undefined) =>
    void navigate({ to: '/templates/install/$id', params: { id: work.id }, search: { step: 'compare', conflict: id } });
  const at = conflicts.findIndex((conflict) => conflict === chosen);
  /** Open questions in the order of the list, from the one that is shown on. */
  const next =
    [...conflicts.slice(at + 1), ...conflicts.slice(0, Math.max(0, at))].find(({ choice }) => choice === null) ?? null;
  const document = work.flows.find(({ flowId }) => flowId === chosen?.flowId)?.result;
  return (
    <div className="flex h-full max-narrow:h-auto max-narrow:flex-col">
      <aside
        aria-label={text('templates.comparison')}
        className="w-76 flex-none overflow-y-auto border-r border-line bg-surface py-4 max-narrow:w-auto"
      >
        <div className="px-4 pb-4">
          <h2 className="text-50 font-bold">{text('templates.choicesLeft', { n: open })}</h2>
          <p className="text-ink-2">{text('templates.cameIn', { n: total, version: work.upgrades ?? 'none' })}</p>
          <div aria-hidden="true" className="mt-2.5 flex h-2 gap-0.5 overflow-hidden rounded-round">
            <span className="bg-ok" style={{ flexGrow: automatic.length }} />
            <span className="bg-ok-soft" style={{ flexGrow: conflicts.length - open }} />
            <span className="bg-warn" style={{ flexGrow: open }} />
          </div>
          <p className="mt-1.5 flex justify-between text-20 text-ink-2">
            <span>{text('templates.automatic', { n: automatic.length })}</span>
            <span>{text('templates.solved', { n: conflicts.length - open })}</span>
            <span className="text-warn-text">{text('templates.open', { n: open })}</span>
          </p>
        </div>
        {conflicts.length > 0 && (
          <>
            <h3 className="border-t border-line px-4 pt-3 pb-1 font-bold">{text('templates.bothSides')}</h3>
            <ul>
              {conflicts.map((conflict) => (
                <li key={conflict.id}>
                  <Link
                    to="/templates/install/$id"
                    params={{ id: work.id }}
                    search={{ step: 'compare', conflict: conflict.id }}
                    aria-current={conflict.id === chosen?.id ? 'true' : undefined}
                    className="flex items-start gap-2.5 border-b border-l-2 border-line border-l-transparent px-4 py-2 hover:bg-hover aria-[current]:border-l-accent aria-[current]:bg-selected"
                  >
                    <Icon
                      of={conflict.choice ? Check : TriangleAlert}
                      size="s"
                      className={cx('mt-0.5', conflict.choice ? 'text-ok' : 'text-warn')}
                    />
                    <span className="min-w-0 flex-1">
                      <span className="block font-medium wrap-anywhere">{words.name(conflict)}</span>
                      <span className="block text-20 wrap-anywhere text-ink-2">{words.place(conflict)}</span>
                    </span>
                    <span className="text-20 text-ink-2">
                      {text(conflict.choice ? 'templates.isSolved' : 'templates.isOpen')}
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          </>
        )}
        <Changes title={text('templates.merged')} changes={automatic} words={words} />
        <Changes title={text('templates.keptHere')} changes={kept} words={words} />
      </aside>
      <div className="min-w-0 flex-1 overflow-y-auto px-6 py-4 max-narrow:px-3">
        {chosen ? (
          <div className="grid grid-cols-1 gap-4">
            {document && <NodeStrip document={document} work={work} words={words} current={chosen.nodeId} />}
            <ConflictPane
              key={chosen.id}
              work={work}
              conflict={chosen}
              words={words}
              next={next}
              onAccept={(choice) => onChange({ choices: { [chosen.id]: choice } }, () => show((next ?? chosen).id))}
            />
          </div>
        ) : (
          <EmptyState title={text('templates.noConflicts')}>{text('templates.noConflictsText')}</EmptyState>
        )}
      </div>
    </div>
  );
}

const fewChanges = 5;

/** What fits by itself: the first few, and all of it when asked. */
function Changes({
  title,
  changes,
  words,
}: {
  readonly title: string;
  readonly changes: readonly MergeChange[];
  readonly words: PartWords;
}): ReactElement | null {
  const text = useText();
  const [isWhole, setIsWhole] = useState(false);
  if (changes.length === 0) return null;
  return (
    <>
      <h3 className="px-4 pt-4 pb-1 font-bold">{title}</h3>
      <ul>
        {(isWhole ? changes : changes.slice(0, fewChanges)).map((change) => (
          <li key={change.id} className="flex items-start gap-2.5 border-b border-line px-4 py-1.5">
            <Icon of={changeIcons[change.change]} size="s" className="mt-0.5 flex-none text-ink-2" />
            <span className="min-w-0">
              <span className="block wrap-anywhere">
                {text(`templates.change.${change.change}`, { name: words.name(change) })}
              </span>
              <span className="block text-20 wrap-anywhere text-ink-2">{words.place(change)}</span>
            </span>
          </li>
        ))}
      </ul>
      {!isWhole && changes.length > fewChanges && (
        <div className="px-4 py-1.5">
          <Button look="link" onClick={() => setIsWhole(true)}>
            {text('templates.showAll', { n: changes.length })}
          </Button>
        </div>
      )}
    </>
  );
}

const changeIcons = { added: Plus, removed: Minus, changed: Pencil } as const;
