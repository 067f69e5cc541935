import type { Handlers } from '../http/handlers.ts';
import { notFound } from '../http/problems.ts';
import { evaluate } from '../templates/evaluation.ts';
import { demandReady, prepareExport } from '../templates/export.ts';
import { begin, change, effectOf, finish, installationView, tryResult, workOf } from '../templates/installation.ts';
import { diffOf, installedView, revert } from '../templates/installed.ts';
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
  | 'revertTemplate';

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

    uploadTemplate: ({ body: { content }, principal }) => uploadPackage(content, principal.name, store),

    async removeTemplate({ params: { id, version } }) {
      if ((await store.templateLibrary.remove(id, version)) === 'missing')
        throw notFound('package', `${id} ${version}`);
      return null;
    },

    getTemplatePublishers: publishers,

    async saveTemplatePublishers({ body: { ownName, trusted } }) {
      await savePublishers(store.workspace, {
        ...(ownName === undefined ? {} : { ownName }),
        ...(trusted === undefined ? {} : { trusted }),
      });
      return publishers();
    },

    proposeExport: async ({ body }) => (await prepareExport(body, services)).proposal,

    async exportTemplate({ body, principal }) {
      const prepared = await prepareExport(body, services);
      demandReady(prepared, body);
      return addPackage(await sealPackage(prepared.body, store.workspace), principal.name, store);
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

    async beginInstallation({ body, principal }) {
      const { id } = await begin(body, principal.name, services);
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

    async finishInstallation({ params: { id }, body, principal }) {
      const work = await workOf(id, services);
      await finish(work, body.as, { principal, services });
      services.flowsChanged();
      const installed = (await store.templates.get(work.templateId))!;
      const view = await installedView(installed, services);
      const flows = await Promise.all(view.flows.map((flow) => store.flows.get(flow.id)));
      return {
        installed: view,
        flows: flows.flatMap((flow) => (flow ? [{ id: flow.id, publishedVersion: flow.publishedVersion }] : [])),
      };
    },

    async abandonInstallation({ params: { id } }) {
      if ((await store.templates.abandon(id)) === 'missing') throw notFound('installation', id);
      return null;
    },

    diffTemplate: ({ params: { id }, query: { to } }) => diffOf(id, to, services),

    async revertTemplate({ params: { id }, body: { discardChanges }, principal }) {
      const reverted = await revert(id, { by: principal.name, discardChanges }, services);
      services.flowsChanged();
      return reverted;
    },
  };
}
