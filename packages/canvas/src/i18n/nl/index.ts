import type { Catalogue } from '../texts.ts';
import { audit } from './audit.ts';
import { clients } from './clients.ts';
import { code } from './code.ts';
import { designer } from './designer.ts';
import { embed } from './embed.ts';
import { drawing } from './drawing.ts';
import { drift } from './drift.ts';
import { failures } from './failures.ts';
import { links } from './links.ts';
import { mapping } from './mapping.ts';
import { mastership } from './mastership.ts';
import { resources } from './resources.ts';
import { flowTests } from './flow-tests.ts';
import { revenue } from './revenue.ts';
import { runView } from './run-view.ts';
import { settings } from './settings.ts';
import { templates } from './templates.ts';
import { views } from './views.ts';
import { first } from './first.ts';

/** Every text of the interface in Dutch. One that lacks does not compile. */
export const nl: Catalogue = {
  ...first,
  ...audit,
  ...clients,
  ...code,
  ...designer,
  ...embed,
  ...drawing,
  ...drift,
  ...failures,
  ...links,
  ...mapping,
  ...mastership,
  ...resources,
  ...revenue,
  ...flowTests,
  ...runView,
  ...settings,
  ...templates,
  ...views,
};
