import { notFound } from '../http/problems.ts';
import type { Handlers } from '../http/handlers.ts';
import { triggersOf } from '../workspace/flow-triggers.ts';
import { flowOf } from './flows.ts';
import type { Services } from './services.ts';

export function webhookHandlers(services: Services): Pick<Handlers, 'listWebhooks' | 'makeWebhookSecret'> {
  const { store, catalog, versions, publicUrl, about } = services;

  const webhooksIn = (document: Parameters<typeof triggersOf>[0]) =>
    triggersOf(document, catalog).filter(({ definition }) => definition.receives !== undefined);

  return {
    async listWebhooks({ params: { id } }) {
      const flow = await flowOf(id, services);
      const published = flow.publishedVersion === null ? undefined : await versions.get(id, flow.publishedVersion);
      const live = new Set(published ? webhooksIn(published).map(({ nodeId }) => nodeId) : []);
      return Promise.all(
        webhooksIn(flow.document).map(async ({ nodeId, title }) => {
          const secret = await store.inbox.secretOf({ flowId: id, nodeId });
          return {
            nodeId,
            title,
            url: `${publicUrl}/hooks/${about().slug}/${encodeURIComponent(id)}/${encodeURIComponent(nodeId)}`,
            secretMadeAt: secret?.madeAt.toISOString() ?? null,
            isPublished: live.has(nodeId),
          };
        }),
      );
    },

    async makeWebhookSecret({ params: { id, nodeId }, principal, audit }) {
      const flow = await flowOf(id, services);
      const former = await store.inbox.secretOf({ flowId: id, nodeId });
      audit.about({ title: flow.document.title.en });
      if (!webhooksIn(flow.document).some((trigger) => trigger.nodeId === nodeId)) throw notFound('webhook', nodeId);
      const secret = await store.inbox.makeSecret({ flowId: id, nodeId }, principal.name);
      const made = await store.inbox.secretOf({ flowId: id, nodeId });
      audit.change({ secretMadeAt: former?.madeAt }, { secretMadeAt: made?.madeAt });
      return { secret };
    },
  };
}
