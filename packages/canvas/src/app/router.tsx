import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { auditSearchSchema } from '../audit/search.ts';
import { clientsSearchSchema } from '../clients/search.ts';
import { connectionSearchSchema } from '../connections/search.ts';
import { designerSearchSchema } from '../designer/search.ts';
import { failuresSearchSchema } from '../failures/search.ts';
import { flowsSearchSchema } from '../flows/search.ts';
import { linksSearchSchema } from '../links/search.ts';
import { mastershipSearchSchema } from '../mastership/search.ts';
import { runSearchSchema } from '../run-view/search.ts';
import { revenueSearchSchema } from '../revenue/search.ts';
import { runsSearchSchema } from '../runs/search.ts';
import { signInSearchSchema } from '../sign-in/search.ts';
import { documentationSearchSchema, wizardSearchSchema } from '../templates/search.ts';
import { NotFound } from './not-found.tsx';
import { ScreenError } from './screen-error.tsx';
import { Shell } from './shell.tsx';

/** What screens need before they are shown. */
interface Surroundings {
  /** Loads every text, where only those of the first page are there yet. */
  readonly sayAll: () => Promise<void> | undefined;
}

const rootRoute = createRootRouteWithContext<Surroundings>()({ component: Outlet, notFoundComponent: NotFound });

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search) => signInSearchSchema.parse(search),
  component: lazyRouteComponent(() => import('../sign-in/sign-in-screen.tsx'), 'SignInScreen'),
});

/** Everything behind the sign-in. */
const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  component: Shell,
  beforeLoad: ({ context, location }) => (isFirstPage(location.pathname) ? undefined : context.sayAll()),
});

const indexRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/flows', replace: true });
  },
});
const flowsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/flows',
  validateSearch: (search) => flowsSearchSchema.parse(search),
  component: lazyRouteComponent(() => import('../flows/flows-screen.tsx'), 'FlowsScreen'),
});
const designerRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/flows/$id',
  validateSearch: (search) => designerSearchSchema.parse(search),
  component: lazyRouteComponent(() => import('../designer/index.tsx'), 'DesignerScreen'),
});
const mastershipRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/mastership',
  validateSearch: (search) => mastershipSearchSchema.parse(search),
  component: lazyRouteComponent(() => import('../mastership/mastership-screen.tsx'), 'MastershipScreen'),
});
const linksRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/links',
  validateSearch: (search) => linksSearchSchema.parse(search),
  component: lazyRouteComponent(() => import('../links/links-screen.tsx'), 'LinksScreen'),
});
const linksIndexRoute = createRoute({ getParentRoute: () => linksRoute, path: '/' });
const linkRoute = createRoute({ getParentRoute: () => linksRoute, path: '$id' });
const runsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/runs',
  validateSearch: (search) => runsSearchSchema.parse(search),
  component: lazyRouteComponent(() => import('../runs/runs-screen.tsx'), 'RunsScreen'),
});
const runRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/runs/$id',
  validateSearch: (search) => runSearchSchema.parse(search),
  component: lazyRouteComponent(() => import('../run-view/index.tsx'), 'RunScreen'),
});
const failuresRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/failures',
  validateSearch: (search) => failuresSearchSchema.parse(search),
  component: lazyRouteComponent(() => import('../failures/failures-screen.tsx'), 'FailuresScreen'),
});
// One screen for the list and for what is chosen in it: the child only names the choice, and choosing keeps the list.
const failuresIndexRoute = createRoute({ getParentRoute: () => failuresRoute, path: '/' });
const failureRoute = createRoute({ getParentRoute: () => failuresRoute, path: '$id' });
const connectionsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/connections',
  validateSearch: (search) => connectionSearchSchema.parse(search),
  component: lazyRouteComponent(() => import('../connections/connections-screen.tsx'), 'ConnectionsScreen'),
});
const connectionsIndexRoute = createRoute({ getParentRoute: () => connectionsRoute, path: '/' });
const connectionRoute = createRoute({ getParentRoute: () => connectionsRoute, path: '$id' });
const newConnectionRoute = createRoute({ getParentRoute: () => connectionsRoute, path: 'new' });
const revenueRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/revenue',
  validateSearch: (search) => revenueSearchSchema.parse(search),
  component: lazyRouteComponent(() => import('../revenue/revenue-screen.tsx'), 'RevenueScreen'),
});
const revenueCustomerRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/revenue/customers/$id',
  component: lazyRouteComponent(() => import('../revenue/customer-screen.tsx'), 'CustomerScreen'),
});
const templateDocumentationRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/templates/docs/$id',
  validateSearch: (search) => documentationSearchSchema.parse(search),
  component: lazyRouteComponent(() => import('../templates/documentation-screen.tsx'), 'DocumentationScreen'),
});
const templatesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/templates',
  component: lazyRouteComponent(() => import('../templates/library-screen.tsx'), 'LibraryScreen'),
});
const exportRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/templates/export',
  validateSearch: (search) => wizardSearchSchema.parse(search),
  component: lazyRouteComponent(() => import('../templates/export-screen.tsx'), 'ExportScreen'),
});
const installRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/templates/install/$id',
  validateSearch: (search) => wizardSearchSchema.parse(search),
  component: lazyRouteComponent(() => import('../templates/install-screen.tsx'), 'InstallScreen'),
});
const clientsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/clients',
  validateSearch: (search) => clientsSearchSchema.parse(search),
  component: lazyRouteComponent(() => import('../clients/clients-screen.tsx'), 'ClientsScreen'),
});
const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('../settings/settings-screen.tsx'), 'SettingsScreen'),
});
const settingsIndexRoute = createRoute({ getParentRoute: () => settingsRoute, path: '/' });
const settingsPartRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '$part',
  // Of the parts only the audit log has something to say in its address.
  validateSearch: (search) => auditSearchSchema.parse(search),
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  shellRoute.addChildren([
    indexRoute,
    flowsRoute,
    designerRoute,
    mastershipRoute,
    linksRoute.addChildren([linksIndexRoute, linkRoute]),
    runsRoute,
    runRoute,
    failuresRoute.addChildren([failuresIndexRoute, failureRoute]),
    connectionsRoute.addChildren([connectionsIndexRoute, newConnectionRoute, connectionRoute]),
    templatesRoute,
    templateDocumentationRoute,
    exportRoute,
    installRoute,
    revenueRoute,
    revenueCustomerRoute,
    clientsRoute,
    settingsRoute.addChildren([settingsIndexRoute, settingsPartRoute]),
  ]),
]);

/** Whether an address is that of the list of flows, or of what comes before it: the texts of the first page are all they need. */
export function isFirstPage(pathname: string): boolean {
  return /^(\/w\/[^/]+)?\/(flows|sign-in)?\/?$/.test(pathname);
}

/**
 * The screens by address; those of a workspace begin at `basepath`. Values of a query are plain text, so that addresses stay
 * readable and can be typed.
 */
export function makeRouter(basepath: string, sayAll: Surroundings['sayAll']) {
  return createRouter({
    routeTree,
    basepath,
    context: { sayAll },
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: ScreenError,
    scrollRestoration: true,
    parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
    stringifySearch: (search) => {
      const query = new URLSearchParams();
      for (const [key, value] of Object.entries(search)) {
        if (value !== undefined && value !== null && value !== '') query.set(key, String(value));
      }
      return query.size > 0 ? `?${query}` : '';
    },
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
