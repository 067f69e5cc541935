import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import type { Api } from '../api/api.ts';
import { ApiError } from '../api/api-error.ts';
import { ApiProvider } from '../api/use-api.tsx';
import { LocaleProvider, useText } from '../i18n/locale.tsx';
import { ToastArea } from '../kit/toast.tsx';
import { TooltipProvider } from '../kit/tooltip.tsx';
import type { Live } from '../live/live.ts';
import { LiveProvider } from '../live/use-live.tsx';
import { preferredRegion } from '../theme/preferences.ts';
import { PaletteProvider, type PaletteStore } from './palette/palette-context.tsx';
import type { makeRouter } from './router.tsx';
import { ServicesProvider, usePreferences, useServices, type Services } from './services.tsx';

export interface AppProps {
  readonly services: Services;
  readonly api: Api;
  readonly live: Live;
  readonly palette: PaletteStore;
  readonly queryClient: QueryClient;
  readonly router: ReturnType<typeof makeRouter>;
  /** Instead of the router's screens, where the address names no workspace. */
  readonly screens: ReactElement | null;
}

/** The whole of Koppel's screens, around the one instance of everything they share. */
export function App({ services, api, live, palette, queryClient, router, screens }: AppProps): ReactElement {
  return (
    <ServicesProvider value={services}>
      <ApiProvider value={api}>
        <LiveProvider value={live}>
          <PaletteProvider value={palette}>
            <QueryClientProvider client={queryClient}>
              <Localized>
                <Notices>{screens ?? <RouterProvider router={router} />}</Notices>
              </Localized>
            </QueryClientProvider>
          </PaletteProvider>
        </LiveProvider>
      </ApiProvider>
    </ServicesProvider>
  );
}

function Localized({ children }: { readonly children: ReactElement }): ReactElement {
  const { i18n } = useServices();
  const [preferences] = usePreferences();
  return (
    <LocaleProvider i18n={i18n} region={preferredRegion(preferences, i18n.locale)}>
      {children}
    </LocaleProvider>
  );
}

function Notices({ children }: { readonly children: ReactElement }): ReactElement {
  const text = useText();
  const { toasts } = useServices();
  return (
    <ToastArea toasts={toasts} label={text('toast.area', { hotkey: '{hotkey}' })}>
      <TooltipProvider>{children}</TooltipProvider>
    </ToastArea>
  );
}

/** The cache of what was read. Only a call that found no server is tried again by itself. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        networkMode: 'always',
        retry: (count, error) => error instanceof ApiError && error.kind === 'unreachable' && count < 2,
        retryDelay: (attempt) => 500 * 2 ** attempt,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
