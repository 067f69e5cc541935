import { languages, type Language } from '@koppel/model';
import type { ReactElement } from 'react';
import { usePreferences } from '../app/services.tsx';
import { useFormat, useLanguage, useText } from '../i18n/locale.tsx';
import { Card } from '../kit/card.tsx';
import { Segmented } from '../kit/segmented.tsx';
import { Select } from '../kit/select.tsx';
import { Switch } from '../kit/switch.tsx';
import { preferredRegion, regions, type Region } from '../theme/preferences.ts';
import { SettingRow } from './setting-row.tsx';

/** Each language by its own name: whoever chose a wrong one must find the way back. */
const languageNames: Record<Language, string> = { en: 'English', nl: 'Nederlands', fr: 'Français' };

/** How the screens look and speak, for this person in this browser. */
export function Appearance(): ReactElement {
  const text = useText();
  const format = useFormat();
  const language = useLanguage();
  const [preferences, change] = usePreferences();
  const region = preferredRegion(preferences, language);
  const regionNames = new Intl.DisplayNames([language], { type: 'language', languageDisplay: 'standard' });
  return (
    <div className="grid gap-4">
      <Card title={text('settings.appearance')}>
        <SettingRow title={text('settings.theme')} help={text('settings.themeHelp')}>
          <Segmented
            label={text('settings.theme')}
            value={preferences.theme}
            onChange={(theme) => change({ theme })}
            options={[
              { value: 'system', label: text('settings.themeSystem') },
              { value: 'light', label: text('settings.themeLight') },
              { value: 'dark', label: text('settings.themeDark') },
            ]}
          />
        </SettingRow>
        <SettingRow title={text('settings.density')} help={text('settings.densityHelp')}>
          <Segmented
            label={text('settings.density')}
            value={preferences.density}
            onChange={(density) => change({ density })}
            options={[
              { value: 'normal', label: text('settings.densityNormal') },
              { value: 'compact', label: text('settings.densityCompact') },
            ]}
          />
        </SettingRow>
        <SettingRow id="reduce-motion" title={text('settings.motion')} help={text('settings.motionHelp')}>
          <Switch
            id="reduce-motion"
            value={preferences.reduceMotion}
            onChange={(reduceMotion) => change({ reduceMotion })}
          />
        </SettingRow>
      </Card>
      <Card title={text('settings.languageAndRegion')}>
        <SettingRow title={text('settings.language')} help={text('settings.languageHelp')}>
          <Select<Language>
            label={text('settings.language')}
            value={language}
            onChange={(chosen) => change({ language: chosen })}
            options={languages.map((value) => ({ value, label: languageNames[value] }))}
            className="w-60"
          />
        </SettingRow>
        <SettingRow
          title={text('settings.region')}
          help={text('settings.regionHelp', {
            number: format.number(1_284_000),
            share: format.decimal(12.5),
            date: format.dateTime(Date.UTC(2026, 10, 23, 13, 2)),
          })}
        >
          <Select<Region>
            label={text('settings.region')}
            value={region}
            onChange={(chosen) => change({ region: chosen })}
            options={regions.map((value) => ({ value, label: regionNames.of(value) ?? value }))}
            className="w-60"
          />
        </SettingRow>
      </Card>
      <Card title={text('settings.keyboard')}>
        <SettingRow id="single-keys" title={text('settings.singleKeys')} help={text('settings.singleKeysHelp')}>
          <Switch id="single-keys" value={preferences.singleKeys} onChange={(singleKeys) => change({ singleKeys })} />
        </SettingRow>
      </Card>
    </div>
  );
}
