import { en } from '../en/index.ts';
import type { Catalogue } from '../texts.ts';
import { app } from './app.ts';
import { common } from './common.ts';
import { connections } from './connections.ts';
import { failures } from './failures.ts';
import { flows } from './flows.ts';
import { form } from './form.ts';
import { mastership } from './mastership.ts';
import { runView } from './run-view.ts';
import { runs } from './runs.ts';
import { settings } from './settings.ts';
import { signIn } from './sign-in.ts';

/** Every text of the interface in French. What has no French part yet, such as the designer, speaks English. */
export const fr: Catalogue = {
  ...en,
  ...app,
  ...common,
  ...connections,
  ...failures,
  ...flows,
  ...form,
  ...mastership,
  ...runView,
  ...runs,
  ...settings,
  ...signIn,
};
