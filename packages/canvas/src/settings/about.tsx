import { ExternalLink } from 'lucide-react';
import type { ReactElement } from 'react';
import { useMay, useSession } from '../app/session.tsx';
import { useText } from '../i18n/locale.tsx';
import { Card } from '../kit/card.tsx';
import { Icon } from '../kit/icon.tsx';
import { SettingRow } from './setting-row.tsx';

/** This Koppel: its version, the workspace, its API, and the demo systems where they are on. */
export function About(): ReactElement {
  const text = useText();
  const { workspace, isDemoOn } = useSession();
  const mayUseDemo = useMay('demo.use');
  return (
    <div className="grid gap-4">
      <Card title={text('settings.about')}>
        <SettingRow title={text('settings.version')}>
          <span className="font-mono">{__KOPPEL_VERSION__}</span>
        </SettingRow>
        <SettingRow title={text('settings.workspace')} help={workspace.timeZone}>
          <span>{workspace.name}</span>
        </SettingRow>
        <SettingRow title={text('settings.api')} help={text('settings.apiHelp')}>
          <PageLink href="/api/docs">{text('settings.apiOpen')}</PageLink>
        </SettingRow>
      </Card>
      {isDemoOn && mayUseDemo && (
        <Card title={text('settings.demo')}>
          <SettingRow title={text('settings.demoErp')} help={text('settings.demoErpHelp')}>
            <PageLink href="/demo/erp/">{text('action.open')}</PageLink>
          </SettingRow>
          <SettingRow title={text('settings.demoCrm')} help={text('settings.demoCrmHelp')}>
            <PageLink href="/demo/crm/">{text('action.open')}</PageLink>
          </SettingRow>
        </Card>
      )}
    </div>
  );
}

/** A page of the server that is not one of these screens. */
function PageLink({ href, children }: { readonly href: string; readonly children: string }): ReactElement {
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className="inline-flex items-center gap-1.5 font-medium text-accent-text hover:underline"
    >
      {children}
      <Icon of={ExternalLink} size="xs" />
    </a>
  );
}
