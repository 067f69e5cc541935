import { access } from './access.ts';
import { app } from './app.ts';
import { common } from './common.ts';
import { connections } from './connections.ts';
import { flows } from './flows.ts';
import { form } from './form.ts';
import { review } from './review.ts';
import { runs } from './runs.ts';
import { seat } from './seat.ts';
import { signIn } from './sign-in.ts';
import { start } from './start.ts';

/** What the shell, the sign-in and the list of flows say in English: it comes with the first page. */
export const first = {
  ...access,
  ...app,
  ...common,
  ...connections,
  ...flows,
  ...form,
  ...review,
  ...runs,
  ...seat,
  ...signIn,
  ...start,
} as const;
