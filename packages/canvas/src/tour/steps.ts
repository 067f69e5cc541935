import type { Permission } from '@koppel/protocol';
import type { MessageId } from '../i18n/texts.ts';

/** One stop of the tour: a screen, what to look at on it, and what to know about it. */
export interface TourStep {
  readonly title: MessageId;
  readonly text: MessageId;
  readonly permission: Permission;
  /** Below the workspace's own address; `{flow}` is the flow that is shown. */
  readonly path: string;
  readonly search?: Readonly<Record<string, string>>;
  /** What is framed; without it the whole screen is meant. */
  readonly target?: string;
}

const all: readonly TourStep[] = [
  {
    title: 'tour.flows',
    text: 'tour.flowsText',
    permission: 'flows.read',
    path: '/flows',
    target: '[data-tour="flows"]',
  },
  {
    title: 'tour.canvas',
    text: 'tour.canvasText',
    permission: 'flows.read',
    path: '/flows/{flow}',
    target: '[data-canvas]',
  },
  {
    title: 'tour.mapping',
    text: 'tour.mappingText',
    permission: 'flows.read',
    path: '/flows/{flow}',
    search: { node: 'map' },
    target: '[data-tour="dock"]',
  },
  {
    title: 'tour.sample',
    text: 'tour.sampleText',
    permission: 'payloads.read',
    path: '/flows/{flow}',
    target: '[data-tour="sample"]',
  },
  {
    title: 'tour.publish',
    text: 'tour.publishText',
    permission: 'flows.read',
    path: '/flows/{flow}',
    target: '[data-tour="publish"]',
  },
  { title: 'tour.runs', text: 'tour.runsText', permission: 'runs.read', path: '/runs' },
  { title: 'tour.failures', text: 'tour.failuresText', permission: 'failures.read', path: '/failures' },
  { title: 'tour.mastership', text: 'tour.mastershipText', permission: 'mastership.read', path: '/mastership' },
  { title: 'tour.demo', text: 'tour.demoText', permission: 'demo.use', path: '/settings/about' },
];

/** The stops for somebody with these rights; `flow`: the one that is shown, null where there is none. */
export function stepsFor(permissions: readonly Permission[], flow: string | null): TourStep[] {
  return all
    .filter(({ permission, path }) => permissions.includes(permission) && (flow !== null || !path.includes('{flow}')))
    .map((step) => ({ ...step, path: step.path.replace('{flow}', flow ?? '') }));
}
