import { X } from 'lucide-react';
import { useRef, type KeyboardEvent, type ReactElement } from 'react';
import { useText } from '../../i18n/locale.tsx';
import { IconButton } from '../../kit/button.tsx';
import { StatusIcon } from '../../kit/status-pill.tsx';
import { focusDrawing } from '../canvas/focus-drawing.ts';
import { useCheck, useDesignerServices } from '../designer-context.tsx';
import { MatrixRowLink } from '../../mastership/matrix-row-link.tsx';
import { severityStatus } from '../inspector/node-issues.tsx';
import { useNodeTitle } from '../use-drawing-facts.ts';
import { issueKey } from './problems.ts';
import type { ShowIssue } from './use-problem-walk.ts';

/** What is wrong with the flow, line by line; each leads to where it is. */
export function ProblemsPanel({ onShow }: { readonly onShow: ShowIssue }): ReactElement {
  const text = useText();
  const services = useDesignerServices();
  const { panels } = services;
  const issues = useCheck((state) => state.issues);
  const failure = useCheck((state) => state.failure);
  const title = useNodeTitle();
  const list = useRef<HTMLUListElement>(null);
  const close = () => {
    panels.change({ isProblemsOpen: false });
    focusDrawing(services);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
      return;
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('button') ?? [])];
    rows[Math.max(0, Math.min(rows.length - 1, rows.indexOf(document.activeElement as HTMLElement) + step))]?.focus();
  };
  return (
    <section
      aria-label={text('problems.label')}
      data-pane="problems"
      onKeyDown={onKey}
      className="flex max-h-60 min-h-24 flex-none flex-col border-t border-line-strong bg-surface"
    >
      <header className="flex h-9 flex-none items-center gap-2 border-b border-line pr-3 pl-3.5">
        <h2 className="flex-1 text-30 font-bold">{text('problems.label')}</h2>
        <span className="text-20 text-ink-3">{text('problems.keys')}</span>
        <IconButton icon={X} size="s" label={text('action.close')} onClick={close} />
      </header>
      {failure !== null && (
        <p className="px-3.5 py-2 text-fail-text">{text('problems.failure', { message: failure })}</p>
      )}
      <ul ref={list} className="min-h-0 flex-1 overflow-y-auto">
        {issues.map((issue) => (
          <li key={issueKey(issue)} className="flex items-start hover:bg-hover">
            <button
              type="button"
              onClick={() => onShow(issue)}
              className="flex min-w-0 flex-1 items-start gap-2.25 px-3.5 py-1.5 text-left focus-visible:bg-selected"
            >
              <span className="pt-0.5">
                <StatusIcon status={severityStatus[issue.severity]} />
              </span>
              <span className="min-w-0 flex-1">
                <span className="sr-only">{text(`problems.severity.${issue.severity}`)} </span>
                {issue.message} <span className="text-ink-3">{issue.remedy}</span>
              </span>
              {issue.nodeId !== null && <span className="flex-none text-20 text-ink-3">{title(issue.nodeId)}</span>}
            </button>
            <MatrixRowLink issue={issue} className="flex-none px-3.5 py-1.5 text-20" />
          </li>
        ))}
        {issues.length === 0 && <li className="px-3.5 py-3 text-ink-3">{text('problems.none')}</li>}
      </ul>
    </section>
  );
}
