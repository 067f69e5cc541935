import './no-eval.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Account, Session } from '@koppel/protocol';
import { createApi } from './api/api.ts';
import { keyOf } from './api/use-api.tsx';
import { App, makeQueryClient } from './app/app.tsx';
import { Entrance } from './app/entrance.tsx';
import { createPalette } from './app/palette/palette-context.tsx';
import { isFirstPage, makeRouter } from './app/router.tsx';
import { rememberWorkspace, workspaceBase, workspaceIn } from './app/workspace-address.ts';
import { activateLanguage, createTexts, preferredLanguage, type Extent } from './i18n/texts.ts';
import { createToasts } from './kit/toast.tsx';
import { createLive, livePath } from './live/live.ts';
import { machineClock } from './live/socket.ts';
import { applyLook } from './theme/look.ts';
import { createPreferences } from './theme/preferences.ts';
import './styles/index.css';

const preferences = createPreferences(localStorage, window);
applyLook(preferences, window);

const i18n = createTexts();
const chosenLanguage = () => preferences.getState().language ?? preferredLanguage(navigator.languages);
let extent: Extent = isFirstPage(location.pathname) ? 'first' : 'all';
let spoken = '';
async function speak() {
  const language = chosenLanguage();
  const wanted = `${language} ${extent}`;
  if (wanted === spoken) return;
  spoken = wanted;
  await activateLanguage(i18n, language, extent);
  document.documentElement.lang = language;
}
preferences.subscribe(() => void speak());
/** Before a screen that says more than the first page. */
function sayAll(): Promise<void> | undefined {
  if (extent === 'all') return;
  extent = 'all';
  return speak();
}

// Another workspace is another page: nothing that was read in one is there in the other.
const workspace = workspaceIn(location.pathname);
if (workspace !== null) rememberWorkspace(workspace, localStorage);

const queryClient = makeQueryClient();
/** Another one is another session. */
const csrfToken = () =>
  queryClient.getQueryData<Session>(keyOf('getSession', {}))?.csrfToken ??
  queryClient.getQueryData<Account>(keyOf('getAccount', {}))?.csrfToken ??
  null;
const api = createApi({
  fetch: (input, init) => fetch(input, init),
  workspace,
  csrfToken,
  language: () => i18n.locale,
  isChecked: import.meta.env.DEV,
  // The shell sees the refused session and leads to the sign-in.
  onSignedOut: () => void queryClient.invalidateQueries({ queryKey: keyOf('getSession') }),
});
let tokenOfSocket: string | null = null;
const live = createLive({
  open: () => {
    tokenOfSocket = csrfToken();
    return new WebSocket(`${location.origin.replace(/^http/, 'ws')}${livePath(workspace!)}`);
  },
  fetchEvents: (runId, after, signal) => api.getRunEvents({ params: { id: runId }, query: { after } }, { signal }),
  clock: machineClock,
  // Not randomUUID: pages that are not served by TLS have none.
  tab: Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-'),
});
addEventListener('online', () => live.tryNow());
async function askForSession(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: keyOf('getSession') });
  // Signed in all the same, in another session: whoever sets up a second factor gets one.
  if (csrfToken() !== tokenOfSocket) live.tryNow();
}
live.connection.subscribe((connection) => {
  if (connection.status === 'refused' && connection.reason === 'signedOut') {
    void askForSession();
  }
});

await speak();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App
      services={{ i18n, preferences, toasts: createToasts() }}
      api={api}
      live={live}
      palette={createPalette()}
      queryClient={queryClient}
      router={makeRouter(workspace === null ? '/' : workspaceBase(workspace), sayAll)}
      screens={workspace !== null || location.pathname === '/sign-in' ? null : <Entrance />}
    />
  </StrictMode>,
);
