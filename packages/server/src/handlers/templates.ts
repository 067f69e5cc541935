import type { Handlers } from '../http/handlers.ts';
import { notFound } from '../http/problems.ts';
import { evaluate } from '../templates/evaluation.ts';
import { demandReady, prepareExport } from '../templates/export.ts';
import { begin, change, effectOf, finish, installationView, tryResult, workOf } from '../templates/installation.ts';
import { detach, diffOf, documentationOf, installedView, revert } from '../templates/installed.ts';
import { addPackage, libraryOf, packageOf, uploadPackage } from '../templates/library.ts';
import { ownPublicKey, publishersOf, savePublishers, sealPackage } from '../templates/signing.ts';
import type { Services } from './services.ts';

type TemplateRoutes =
  | 'listTemplates'
  | 'getTemplate'
  | 'downloadTemplate'
  | 'uploadTemplate'
  | 'removeTemplate'
  | 'getTemplatePublishers'
  | 'saveTemplatePublishers'
  | 'proposeExport'
  | 'exportTemplate'
  | 'listInstallations'
  | 'beginInstallation'
  | 'getInstallation'
  | 'changeInstallation'
  | 'showMergeEffect'
  | 'tryInstallation'
  | 'finishInstallation'
  | 'abandonInstallation'
  | 'diffTemplate'
  | 'revertTemplate'
  | 'detachTemplate'
  | 'getTemplateDocumentation';

export function templateHandlers(services: Services): Pick<Handlers, TemplateRoutes> {
  const { store } = services;
  const publishers = async () => {
    const { ownName, trusted } = await publishersOf(store.workspace);
    return { own: { name: ownName, publicKey: await ownPublicKey(store.workspace) }, trusted };
  };
  const viewOf = async (id: string) => installationView(await evaluate(await workOf(id, services), services), services);
  return {
    async listTemplates() {
      const installed = await store.templates.installed();
      return {
        installed: await Promise.all(installed.map((one) => installedView(one, services))),
        library: await libraryOf(store),
      };
    },

    async getTemplate({ params: { id, version } }) {
      const { template, view } = await packageOf(id, version, store);
      return { package: view, manifest: template.manifest, documentation: template.documentation };
    },

    async downloadTemplate({ params: { id, version } }) {
      await packageOf(id, version, store);
      const { checksum, content } = (await store.templateLibrary.get(id, version))!;
      return { fileName: `${id}-${version}.koppel.json`, checksum, content };
    },

    async uploadTemplate({ body: { content }, principal, audit }) {
      const added = await uploadPackage(content, principal.name, store);
      audit
        .about({ id: `${added.id}/${added.version}`, title: added.title.en })
        .change(null, { checksum: added.checksum });
      return added;
    },

    async removeTemplate({ params: { id, version } }) {
      if ((await store.templateLibrary.remove(id, version)) === 'missing')
        throw notFound('package', `${id} ${version}`);
      return null;
    },

    getTemplatePublishers: publishers,

    async saveTemplatePublishers({ body: { ownName, trusted }, audit }) {
      const before = await publishersOf(store.workspace);
      await savePublishers(store.workspace, {
        ...(ownName === undefined ? {} : { ownName }),
        ...(trusted === undefined ? {} : { trusted }),
      });
      audit.change(before, await publishersOf(store.workspace));
      return publishers();
    },

    proposeExport: async ({ body, signal }) => (await prepareExport(body, services, signal)).proposal,

    async exportTemplate({ body, principal, signal, audit }) {
      const prepared = await prepareExport(body, services, signal);
      demandReady(prepared, body);
      const added = await addPackage(await sealPackage(prepared.body, store.workspace), principal.name, store);
      audit
        .about({ id: `${added.id}/${added.version}`, title: added.title.en })
        .change(null, { checksum: added.checksum });
      return added;
    },

    async listInstallations() {
      const views = (await store.templates.unfinished()).map(
        async ({ id, templateId, version, startedAt, startedBy }) => {
          const found = await store.templateLibrary.get(templateId, version);
          const title = found ? (await packageOf(templateId, version, store)).view.title : { en: templateId };
          return { id, templateId, version, title, startedAt: startedAt.toISOString(), startedBy };
        },
      );
      return Promise.all(views);
    },

    async beginInstallation({ body, principal, audit }) {
      const { id } = await begin(body, principal.name, services);
      audit.about({ id, title: `${body.id} ${body.version}` });
      return viewOf(id);
    },

    getInstallation: ({ params: { id } }) => viewOf(id),

    async changeInstallation({ params: { id }, body }) {
      await change(id, body, services);
      return viewOf(id);
    },

    showMergeEffect: async ({ params: { id }, body, signal }) =>
      effectOf(await workOf(id, services), body, { services, signal }),

    tryInstallation: async ({ params: { id }, body, signal }) =>
      tryResult(await workOf(id, services), body, { services, signal }),

    async finishInstallation({ params: { id }, body, principal, signal, audit }) {
      const work = await workOf(id, services);
      const former = await store.templates.get(work.templateId);
      audit.about({ id: work.templateId, title: work.templateId });
      const { skippedTests } = await finish(work, body.as, { principal, services, signal });
      services.flowsChanged();
      const installed = (await store.templates.get(work.templateId))!;
      const view = await installedView(installed, services);
      audit
        .about({ title: view.title.en })
        .change({ version: former?.version }, { version: installed.version, as: body.as });
      const flows = await Promise.all(view.flows.map((flow) => store.flows.get(flow.id)));
      return {
        installed: view,
        flows: flows.flatMap((flow) => (flow ? [{ id: flow.id, publishedVersion: flow.publishedVersion }] : [])),
        skippedTests: [...skippedTests],
      };
    },

    async abandonInstallation({ params: { id }, audit }) {
      const { templateId, version } = await workOf(id, services);
      audit.about({ title: `${templateId} ${version}` });
      if ((await store.templates.abandon(id)) === 'missing') throw notFound('installation', id);
      return null;
    },

    diffTemplate: ({ params: { id }, query: { to } }) => diffOf(id, to, services),

    async revertTemplate({ params: { id }, body: { discardChanges }, principal, audit }) {
      const before = await store.templates.get(id);
      audit.about({ title: id });
      const reverted = await revert(id, { by: principal.name, discardChanges }, services);
      audit.change(
        { version: before?.version },
        { version: reverted.version, flows: reverted.flows.join(', '), discardChanges },
      );
      services.flowsChanged();
      return reverted;
    },

    getTemplateDocumentation: ({ params: { id }, query: { version } }) => documentationOf(id, version, services),

    detachTemplate: ({ params: { id } }) => detach(id, services),
  };
}
