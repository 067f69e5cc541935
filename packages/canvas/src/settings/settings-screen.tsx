import type { Permission } from '@koppel/protocol';
import { Link, useParams } from '@tanstack/react-router';
import {
  Building2,
  Info,
  KeyRound,
  PanelsTopLeft,
  ScrollText,
  ShieldCheck,
  SunMoon,
  UserRound,
  UsersRound,
  type LucideIcon,
} from 'lucide-react';
import type { ReactElement } from 'react';
import { Page } from '../app/page.tsx';
import { Guard } from '../app/query-view.tsx';
import { useSession } from '../app/session.tsx';
import { AuditLog } from '../audit/audit-log.tsx';
import { useText } from '../i18n/locale.tsx';
import type { MessageId } from '../i18n/texts.ts';
import { Icon } from '../kit/icon.tsx';
import { About } from './about.tsx';
import { Account } from './account.tsx';
import { ApiTokens } from './api-tokens.tsx';
import { Appearance } from './appearance.tsx';
import { Embed } from './embed.tsx';
import { People } from './people.tsx';
import { Privacy } from './privacy.tsx';
import { WorkspaceSettings } from './workspace.tsx';

interface Part {
  readonly title: MessageId;
  readonly icon: LucideIcon;
  readonly content: ReactElement;
  /** Without it the part is left out; whoever knows its address is told so. */
  readonly permission?: Permission;
  /** It fills the screen and scrolls by itself. */
  readonly isWide?: boolean;
}

const parts = {
  appearance: { title: 'settings.appearance', icon: SunMoon, content: <Appearance /> },
  account: { title: 'settings.account', icon: UserRound, content: <Account /> },
  workspace: { title: 'workspace.title', icon: Building2, content: <WorkspaceSettings /> },
  people: { title: 'people.title', icon: UsersRound, content: <People />, permission: 'people.edit' },
  privacy: { title: 'privacy.title', icon: ShieldCheck, content: <Privacy />, permission: 'privacy.edit' },
  audit: { title: 'audit.title', icon: ScrollText, content: <AuditLog />, permission: 'audit.read', isWide: true },
  tokens: { title: 'token.title', icon: KeyRound, content: <ApiTokens /> },
  embed: { title: 'embed.title', icon: PanelsTopLeft, content: <Embed />, permission: 'connections.read' },
  about: { title: 'settings.about', icon: Info, content: <About /> },
} as const satisfies Record<string, Part>;

const isPart = (part: string | undefined): part is keyof typeof parts => part !== undefined && part in parts;

/** Settings: of the person, of the workspace, and about this Koppel. */
export function SettingsScreen(): ReactElement {
  const text = useText();
  const { part } = useParams({ strict: false });
  const { permissions } = useSession();
  const current = isPart(part) ? part : 'appearance';
  const { content, permission, isWide = false }: Part = parts[current];
  const guarded = permission ? <Guard permission={permission}>{content}</Guard> : content;
  return (
    <Page title={text('settings.title')}>
      <div className="flex min-h-0 flex-1 max-narrow:flex-col">
        <nav
          aria-label={text('settings.parts')}
          className="w-53 flex-none border-r border-line bg-surface-2 px-3 py-4 max-narrow:w-auto max-narrow:border-r-0 max-narrow:border-b"
        >
          {Object.entries<Part>(parts)
            .filter(([, { permission: needed }]) => needed === undefined || permissions.includes(needed))
            .map(([id, { title, icon }]) => (
              <Link
                key={id}
                to="/settings/$part"
                params={{ part: id }}
                aria-current={id === current ? 'page' : undefined}
                className="flex h-7.5 items-center gap-2.25 rounded-2 px-2 text-ink-2 hover:bg-hover aria-[current]:bg-selected aria-[current]:font-medium aria-[current]:text-ink"
              >
                <Icon of={icon} size="s" />
                {text(title)}
              </Link>
            ))}
        </nav>
        {isWide ? (
          <main className="flex min-h-0 min-w-0 flex-1 flex-col max-narrow:overflow-y-auto">{guarded}</main>
        ) : (
          <main className="min-w-0 flex-1 overflow-y-auto px-6 py-5 max-narrow:px-3">
            <div className="max-w-160">{guarded}</div>
          </main>
        )}
      </div>
    </Page>
  );
}
