import type { I18n } from '@lingui/core';
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Toasts } from '../kit/toast.tsx';
import type { Preferences, PreferenceStore } from '../theme/preferences.ts';

/** What exists once per page and is not data of the server: made in `main.tsx`, passed down, never imported. */
export interface Services {
  readonly i18n: I18n;
  readonly preferences: PreferenceStore;
  readonly toasts: Toasts;
}

const ServicesContext = createContext<Services | null>(null);

/** Gives the components inside it the services of the page. */
export const ServicesProvider = ServicesContext.Provider;

/** The services of the page. */
export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('This component needs a ServicesProvider around it.');
  return services;
}

/** How this person wants the screens, and the function that changes it. */
export function usePreferences(): readonly [Preferences, PreferenceStore['change']] {
  const { preferences } = useServices();
  return [useStore(preferences), preferences.change];
}

/** Shows a confirmation at the corner of the page. */
export function useToast(): Toasts['show'] {
  return useServices().toasts.show;
}
