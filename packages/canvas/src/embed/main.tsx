import '../no-eval.ts';
import { languages, type Language } from '@koppel/model';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createApi } from '../api/api.ts';
import { LocaleProvider } from '../i18n/locale.tsx';
import { activateLanguage, createTexts, preferredLanguage } from '../i18n/texts.ts';
import { EmbeddedView } from './embedded-view.tsx';
import '../styles/index.css';

// Inside a page of another site the browser may refuse storage: nothing is kept here, and no cookie is needed. What the
// page is to show comes with its address; the signed part behind the number sign is sent to nobody but the API.
const query = new URLSearchParams(location.search);
const token = location.hash.slice(1);
const record = query.get('record') ?? query.get('id') ?? undefined;

const root = document.documentElement;
const theme = query.get('theme');
if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme;

const isLanguage = (text: string | null): text is Language => languages.some((one) => one === text);
const asked = query.get('lang');
const language = isLanguage(asked) ? asked : preferredLanguage(navigator.languages);
const i18n = createTexts();
await activateLanguage(i18n, language);
root.lang = language;

const api = createApi({
  // The page's address is /embed/ and the workspace.
  workspace: location.pathname.split('/')[2] ?? null,
  fetch: (input, init) => fetch(input, { ...init, credentials: 'omit' }),
  csrfToken: () => null,
  language: () => language,
  isChecked: import.meta.env.DEV,
});

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <LocaleProvider i18n={i18n} region={`${language}-BE`}>
      <EmbeddedView
        open={(signal) => api.openEmbed({ body: { token, ...(record === undefined ? {} : { record }) } }, { signal })}
      />
    </LocaleProvider>
  </StrictMode>,
);
