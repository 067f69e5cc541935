import type { Catalogue } from '../texts.ts';
import { app } from './app.ts';
import { common } from './common.ts';
import { connections } from './connections.ts';
import { designer } from './designer.ts';
import { embed } from './embed.ts';
import { drift } from './drift.ts';
import { failures } from './failures.ts';
import { flows } from './flows.ts';
import { form } from './form.ts';
import { links } from './links.ts';
import { mapping } from './mapping.ts';
import { mastership } from './mastership.ts';
import { resources } from './resources.ts';
import { revenue } from './revenue.ts';
import { runView } from './run-view.ts';
import { runs } from './runs.ts';
import { settings } from './settings.ts';
import { signIn } from './sign-in.ts';
import { templates } from './templates.ts';

/** Every text of the interface in Dutch. One that lacks does not compile. */
export const nl: Catalogue = {
  ...app,
  ...common,
  ...connections,
  ...designer,
  ...embed,
  ...drift,
  ...failures,
  ...flows,
  ...form,
  ...links,
  ...mapping,
  ...mastership,
  ...resources,
  ...revenue,
  ...runView,
  ...runs,
  ...settings,
  ...signIn,
  ...templates,
};
