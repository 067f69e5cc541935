import { defaultMastership, type MastershipTable } from '@koppel/model';
import {
  permissions,
  type CheckContextBody,
  type DriftSchedule,
  type FirstStepId,
  type FlowDetail,
  type Permission,
  type Account,
  type SavedView,
  type SecondFactor,
  type Session,
  type UserRole,
} from '@koppel/protocol';
import { makeConnections } from './data-connections.ts';
import { makeContext } from './data-designer.ts';
import { nightly } from './data-drift.ts';
import { makeFailures } from './data-failures.ts';
import { makeFlows } from './data-flows.ts';
import { makeLinks, makeSuggestions, rules } from './data-links.ts';
import { makeRuns } from './data-runs.ts';
import { makeViews } from './data-views.ts';
import { makeRecordings } from './recordings.ts';

/** What the fixtures pretend: `PUT /fixture {"scenario": "empty"}` begins anew with another. */
export const scenarios = ['normal', 'empty', 'slow', 'broken', 'many', 'flood'] as const;
export type Scenario = (typeof scenarios)[number];

const rights: Record<UserRole, readonly Permission[]> = {
  administrator: permissions,
  consultant: permissions.filter((permission) => permission !== 'demo.use'),
  analyst: [
    'flows.read',
    'flows.edit',
    'runs.read',
    'failures.read',
    'payloads.read',
    'connections.read',
    'mastership.read',
    'valueLists.edit',
    'links.read',
  ],
  viewer: [
    'flows.read',
    'runs.read',
    'failures.read',
    'connections.read',
    'mastership.read',
    'revenue.read',
    'revenue.all',
  ],
  sales: ['revenue.read'],
};

/** Everything the fixture server holds; made anew for each scenario. */
export interface Workspace {
  readonly scenario: Scenario;
  session: Session | null;
  /** Of who is signed in. */
  secondFactor: SecondFactor;
  flows: ReturnType<typeof makeFlows>;
  /** Drafts that were saved, by flow. */
  readonly drafts: Map<string, FlowDetail>;
  firstSteps: { readonly skipped?: readonly FirstStepId[] | undefined; readonly isPutAway?: boolean | undefined };
  runs: ReturnType<typeof makeRuns>;
  failures: ReturnType<typeof makeFailures>;
  connections: ReturnType<typeof makeConnections>;
  /** What happened in each run, told when somebody asks. */
  readonly recordings: ReturnType<typeof makeRecordings>;
  mastership: MastershipTable;
  /** Whose pages may frame the narrow view of a customer. */
  embedOrigins: readonly string[];
  valueLists: CheckContextBody['valueLists'];
  links: ReturnType<typeof makeLinks>;
  suggestions: ReturnType<typeof makeSuggestions>;
  matchRules: typeof rules;
  looks: number;
  /** Fields of accounts that are locked in the CRM. */
  readonly lockedFields: Set<string>;
  /** The shipped flow that is new was added or not wanted. */
  isShippedSeen: boolean;
  driftSchedule: DriftSchedule;
  views: readonly SavedView[];
}

const own = { id: 'w1', slug: 'verbeke', name: 'Verbeke', environment: 'production' } as const;

/** A signed-in person with this role. */
export function sessionOf(role: UserRole): Session {
  return {
    user: {
      id: 'u1',
      email: 'karim@verbeke.example',
      name: 'Karim Dupont',
      role,
      hasPassword: true,
      isInstanceAdmin: role === 'administrator',
      hasSeenTour: true,
    },
    workspace: { ...own, timeZone: 'Europe/Brussels', language: 'nl', isTwoPerson: false },
    workspaces: [{ ...own, role }],
    permissions: [...rights[role]],
    csrfToken: 'fixture-token',
    isDemoOn: true,
  };
}

/** The same person, whatever the workspace. */
export function accountOf({ user, workspaces, csrfToken }: Session): Account {
  const { id, email, name, hasPassword, isInstanceAdmin } = user;
  return { user: { id, email, name, hasPassword, isInstanceAdmin }, workspaces, csrfToken };
}

/** The workspace of a scenario, seen by a person with this role; null is nobody. */
export function makeWorkspace(scenario: Scenario, role: UserRole | null, now: number): Workspace {
  const isEmpty = scenario === 'empty';
  const runs = isEmpty ? [] : makeRuns(now, scenario === 'many' ? 5000 : 300);
  return {
    scenario,
    session: role && sessionOf(role),
    secondFactor: { since: null, recoveryCodesLeft: 0 },
    flows: isEmpty ? [] : makeFlows(now),
    drafts: new Map(),
    firstSteps: {},
    runs,
    recordings: makeRecordings(),
    mastership: defaultMastership,
    embedOrigins: [],
    valueLists: makeContext().valueLists,
    failures: isEmpty ? [] : makeFailures(now),
    connections: isEmpty ? [] : makeConnections(now),
    links: isEmpty ? [] : makeLinks(now, scenario === 'many' ? 18_402 : 40),
    suggestions: isEmpty ? [] : makeSuggestions(now),
    matchRules: rules,
    looks: 0,
    isShippedSeen: false,
    lockedFields: new Set(['name', 'companyNumber']),
    driftSchedule: nightly,
    views: isEmpty ? [] : makeViews(role, now),
  };
}
