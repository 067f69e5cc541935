import type { Handlers } from '../http/handlers.ts';
import { HttpProblem } from '../http/problems.ts';

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

export function templateHandlers(): Pick<Handlers, TemplateRoutes> {
  const notYet = async (): Promise<never> => {
    throw new HttpProblem(503, {
      code: 'template.not-yet',
      message: 'Templates cannot be exchanged with this version yet.',
      remedy: 'Update Koppel.',
    });
  };
  return {
    listTemplates: async () => ({ installed: [], library: [] }),
    getTemplate: notYet,
    downloadTemplate: notYet,
    uploadTemplate: notYet,
    removeTemplate: notYet,
    getTemplatePublishers: notYet,
    saveTemplatePublishers: notYet,
    proposeExport: notYet,
    exportTemplate: notYet,
    listInstallations: async () => [],
    beginInstallation: notYet,
    getInstallation: notYet,
    changeInstallation: notYet,
    showMergeEffect: notYet,
    tryInstallation: notYet,
    finishInstallation: notYet,
    abandonInstallation: notYet,
    diffTemplate: notYet,
    revertTemplate: notYet,
  };
}
