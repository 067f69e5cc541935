import type { InstanceHandlers, WorkspaceHandlers } from '../http/handlers.ts';
import { accessRequestHandlers } from './access-requests.ts';
import { auditHandlers, instanceAuditHandlers } from './audit.ts';
import { catalogHandlers } from './catalog.ts';
import { guardingCode } from './code-guard.ts';
import { connectionHandlers } from './connections.ts';
import { embedHandlers } from './embed.ts';
import { driftHandlers } from './drift.ts';
import { failureHandlers } from './failures.ts';
import { flowTestHandlers } from './flow-tests.ts';
import { flowHandlers } from './flows.ts';
import { keyHandlers } from './keys.ts';
import { linkHandlers } from './links.ts';
import { linkJobHandlers } from './link-jobs.ts';
import { lockHandlers } from './locks.ts';
import { apiTokenHandlers } from './api-tokens.ts';
import { memberHandlers, peopleHandlers } from './people.ts';
import { privacyHandlers } from './privacy.ts';
import { pinnedSampleHandlers } from './pinned-samples.ts';
import { publishingHandlers } from './publishing.ts';
import { noticeHandlers } from './notices.ts';
import { restorePointHandlers } from './restore-points.ts';
import { reviewHandlers } from './reviews.ts';
import { revenueHandlers } from './revenue.ts';
import { runHandlers } from './runs.ts';
import { secondFactorHandlers } from './second-factor.ts';
import type { Services } from './services.ts';
import { accountHandlers } from './account.ts';
import type { InstanceServices } from './instance-services.ts';
import { aboutHandlers, workspacesHandlers } from './workspaces.ts';
import { subFlowHandlers } from './sub-flows.ts';
import { sessionHandlers } from './session.ts';
import { templateHandlers } from './templates.ts';
import { viewHandlers } from './views.ts';
import { webhookHandlers } from './webhooks.ts';
import { workspaceHandlers } from './workspace.ts';

/** A handler for every route of the instance. */
export function createInstanceHandlers(services: InstanceServices): InstanceHandlers {
  return {
    ...accountHandlers(services),
    ...secondFactorHandlers(services),
    ...workspacesHandlers(services),
    ...peopleHandlers(services),
    ...catalogHandlers(services),
    ...keyHandlers(services),
    ...instanceAuditHandlers(services),
  };
}

/** A handler for every route of a workspace. */
export function createHandlers(services: Services, instance: InstanceServices): WorkspaceHandlers {
  const handlers: WorkspaceHandlers = {
    ...sessionHandlers(services, instance),
    ...aboutHandlers(services, instance),
    ...memberHandlers(services, instance),
    ...accessRequestHandlers(services, instance),
    ...auditHandlers(services, instance),
    ...apiTokenHandlers(services, instance),
    ...flowHandlers(services),
    ...flowTestHandlers(services),
    ...publishingHandlers(services),
    ...restorePointHandlers(services),
    ...pinnedSampleHandlers(services),
    ...subFlowHandlers(services),
    ...reviewHandlers(services),
    ...runHandlers(services),
    ...failureHandlers(services),
    ...viewHandlers(services),
    ...connectionHandlers(services),
    ...linkHandlers(services),
    ...linkJobHandlers(services),
    ...workspaceHandlers(services),
    ...privacyHandlers(services, instance),
    ...lockHandlers(services),
    ...driftHandlers(services),
    ...webhookHandlers(services),
    ...noticeHandlers(services),
    ...revenueHandlers(services),
    ...embedHandlers(services),
    ...templateHandlers(services),
  };
  return guardingCode(handlers, services);
}
