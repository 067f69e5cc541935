import { ChevronsUpDown } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { useText } from '../i18n/locale.tsx';
import type { MessageId } from '../i18n/texts.ts';
import { cx } from '../kit/cx.ts';
import { Icon } from '../kit/icon.tsx';
import { Menu } from '../kit/menu.tsx';
import { useSession } from './session.tsx';
import { workspaceBase } from './workspace-address.ts';

const environments = {
  production: 'environment.production',
  test: 'environment.test',
  demo: 'environment.demo',
} as const satisfies Record<string, MessageId>;

/** The mark, the workspace and its environment. One that is not production has a permanent amber label. */
export function Brand({ isSlim }: { readonly isSlim: boolean }): ReactElement {
  const text = useText();
  const { workspace } = useSession();
  const environment = text(environments[workspace.environment]);
  const isProduction = workspace.environment === 'production';
  return (
    <div className={cx('mb-2 flex min-h-(--h-topbar) flex-none items-center gap-2.5', isSlim ? 'px-1' : 'px-2')}>
      <BrandMark />
      <div className={cx('min-w-0 leading-tight', isSlim ? 'sr-only' : 'max-narrow:sr-only')}>
        <b className="block font-bold text-rail-strong">Koppel</b>
        <Switcher>
          {workspace.name}
          {isProduction && `, ${environment}`}
        </Switcher>
      </div>
      {!isProduction && !isSlim && (
        <span className="ml-auto rounded-1 bg-warn-soft px-1.25 text-10 leading-[17px] font-medium text-warn-text max-narrow:sr-only">
          {environment}
        </span>
      )}
    </div>
  );
}

/** The name of the workspace; for who works in several, the way to the others. */
function Switcher({ children }: { readonly children: ReactNode }): ReactElement {
  const text = useText();
  const { workspace, workspaces } = useSession();
  const others = workspaces.filter(({ slug }) => slug !== workspace.slug);
  if (others.length === 0) return <span className="block truncate text-10 text-rail-muted">{children}</span>;
  return (
    <Menu
      label={text('workspace.switch')}
      align="start"
      trigger={
        <button
          type="button"
          className="flex max-w-full items-center gap-1 rounded-1 text-10 text-rail-muted hover:text-rail-strong focus-visible:outline-rail-mark"
        >
          <span className="truncate">{children}</span>
          <Icon of={ChevronsUpDown} size="s" />
          <span className="sr-only">{text('workspace.switch')}</span>
        </button>
      }
      entries={others.map(({ slug, name, environment }) => ({
        id: slug,
        label: (
          <>
            {name} <span className="text-ink-3">{text(environments[environment])}</span>
          </>
        ),
        // Another page, so that nothing of one workspace is left in the other.
        onChoose: () => location.assign(workspaceBase(slug)),
      }))}
    />
  );
}

/** Two banks and what links them: square and round. */
export function BrandMark(): ReactElement {
  return (
    <svg viewBox="0 0 28 16" width="28" height="16" aria-hidden="true" className="flex-none">
      <rect y="2" width="12" height="12" rx="1.5" className="fill-brand-erp" />
      <circle cx="22" cy="8" r="6" className="fill-brand-crm" />
      <path d="M8 8h12" strokeWidth="5" className="stroke-rail" />
      <path d="M7 8h14" strokeWidth="2.2" strokeLinecap="round" className="stroke-rail-strong" />
    </svg>
  );
}
