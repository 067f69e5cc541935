import type { Issue } from '@koppel/model';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useRef } from 'react';
import type { Editing } from '../canvas/use-editing.ts';
import { useDesignerServices } from '../designer-context.tsx';
import { issueKey, neighbourIssue } from './problems.ts';

/** Leads to where an issue is: its node, its field, or the settings of the flow. */
export type ShowIssue = (issue: Issue) => void;

/** Leads to issues: one by name, or the next and the previous of those there are. */
export function useProblemWalk(editing: Editing): { readonly show: ShowIssue; readonly walk: (step: 1 | -1) => void } {
  const { editor, checker, panels, flowId } = useDesignerServices();
  const navigate = useNavigate();
  const last = useRef<string | null>(null);
  return useMemo(() => {
    const show: ShowIssue = (issue) => {
      last.current = issueKey(issue);
      editor.say(`${issue.message} ${issue.remedy}`);
      if (issue.nodeId === null) {
        if (issue.path[0] === 'slots' || issue.path[0] === 'parameters') {
          void navigate({ to: '/flows/$id', params: { id: flowId }, search: { tab: 'settings' } });
        }
        return;
      }
      editing.show(issue.nodeId);
      panels.change({ isInspectorOpen: true, isDockOpen: true });
      editor.setState({ tab: 'settings', focusPath: issue.path.slice(1) });
      const name = `${issue.nodeId} ${issue.path.slice(1).join('.')}`;
      // After the inspector of that node is drawn.
      requestAnimationFrame(() => requestAnimationFrame(() => markSetting(name)));
    };
    return {
      show,
      walk(step) {
        const next = neighbourIssue(checker.store.getState().issues, last.current, step);
        if (next) show(next);
      },
    };
  }, [editor, checker, panels, flowId, navigate, editing]);
}

function markSetting(name: string): void {
  const settings = [...document.querySelectorAll<HTMLElement>('[data-setting]')];
  // The setting itself, or the one that it is part of.
  const found = settings.find((element) => {
    const own = element.dataset['setting'] ?? '';
    return name === own || name.startsWith(`${own}.`);
  });
  if (!found) return;
  found.scrollIntoView({ block: 'nearest' });
  found.querySelector<HTMLElement>('input, textarea, button, [role="combobox"]')?.focus();
  found.classList.remove('animate-pulse-once');
  void found.offsetWidth;
  found.classList.add('animate-pulse-once');
}
