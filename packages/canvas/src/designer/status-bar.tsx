import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { Icon } from '../kit/icon.tsx';
import { Kbd } from '../kit/marks.tsx';
import { StatusIcon } from '../kit/status-pill.tsx';
import { useCheck, useDesignerServices, useFlow } from './designer-context.tsx';
import { countIssues } from './problems/problems.ts';

/** The bottom line: problems, what one is doing, how many nodes. */
export function StatusBar(): ReactElement {
  const text = useText();
  const { panels, editor, moment } = useDesignerServices();
  const issues = useCheck((state) => state.issues);
  const isPending = useCheck((state) => state.isPending && state.of === null);
  const nodes = useFlow((flow) => Object.keys(flow.nodes).length);
  const fits = useStore(moment, ({ connecting }) => connecting?.fits.size ?? null);
  const counts = countIssues(issues);
  const [worst] = issues;
  const toggle = () => panels.change({ isProblemsOpen: !panels.getState().isProblemsOpen });
  const item = 'flex h-6 items-center gap-1.5 rounded-1 px-1 whitespace-nowrap hover:bg-hover';
  return (
    <footer
      data-pane="status"
      className="flex h-7 flex-none items-center gap-3 overflow-hidden border-t border-line bg-surface px-3 text-20 text-ink-2"
    >
      {isPending ? (
        <span className="text-ink-3">{text('status.checking')}</span>
      ) : counts.error > 0 ? (
        <button type="button" onClick={toggle} className={cx(item, 'font-medium text-fail-text')}>
          <Icon of={CircleAlert} size="s" />
          {text('status.errors', { n: counts.error })}
        </button>
      ) : (
        <button type="button" onClick={toggle} className={item}>
          <StatusIcon status="ok" />
          {text('status.noErrors')}
        </button>
      )}
      {counts.warning > 0 && (
        <button type="button" onClick={toggle} className={item}>
          <Icon of={TriangleAlert} size="s" className="text-warn" />
          {text('status.warnings', { n: counts.warning })}
        </button>
      )}
      {counts.hint > 0 && (
        <button type="button" onClick={toggle} className={item}>
          <Icon of={Info} size="s" />
          {text('status.hints', { n: counts.hint })}
        </button>
      )}
      <span className="min-w-0 flex-1 truncate text-ink-3">
        {fits !== null ? text('status.fits', { n: fits }) : counts.error > 0 ? worst?.message : null}
      </span>
      <span className="whitespace-nowrap">{text('status.nodes', { n: nodes })}</span>
      <button type="button" onClick={() => editor.open({ kind: 'shortcuts' })} className={cx(item, 'text-ink-3')}>
        <Kbd>?</Kbd> {text('status.shortcuts')}
      </button>
    </footer>
  );
}
