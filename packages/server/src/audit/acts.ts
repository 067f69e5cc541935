import type { AuditAct, ChangingRouteName, RouteName } from '@koppel/protocol';

/** A route that changes nothing, although its method could. */
const onlyReads = 'onlyReads';

/**
 * What each route is in the audit log. One that may change something and is not here does not compile. Of those that only read,
 * the ones are here that take something out of Koppel.
 */
export const actOfRoute: Readonly<
  Record<ChangingRouteName, AuditAct | typeof onlyReads> &
    Partial<Record<Exclude<RouteName, ChangingRouteName>, AuditAct>>
> = {
  createWorkspace: 'workspace.create',
  openWorkspace: 'workspace.open',
  saveWorkspace: 'workspace.change',

  createApiToken: 'apiToken.create',
  revokeApiToken: 'apiToken.withdraw',
  inviteMember: 'person.invite',
  changeMember: 'person.change',
  removeMember: 'person.delete',
  signOutMember: 'person.signOut',
  disablePerson: 'person.disable',
  signIn: 'session.signIn',
  signInByLink: 'session.signIn',
  finishSignIn: 'session.signIn',
  signOut: 'session.signOut',
  beginSecondFactor: 'secondFactor.begin',
  confirmSecondFactor: 'secondFactor.create',
  renewRecoveryCodes: 'secondFactor.replaceSecret',
  removeSecondFactor: 'secondFactor.delete',
  resetSecondFactor: 'secondFactor.delete',
  unbindIdentities: 'person.disconnect',
  askAccess: 'access.create',
  decideAccess: 'access.decide',
  beginSingleSignOn: onlyReads,
  saveTour: 'person.change',
  setPassword: 'person.replaceSecret',
  createSignInLink: 'signInLink.create',

  changeFirstSteps: 'workspace.change',
  addShippedFlows: 'flow.create',
  createFlow: 'flow.create',
  importFlow: 'flow.import',
  deleteFlow: 'flow.delete',
  saveDraft: 'flow.edit',
  setFlowOwner: 'flow.change',
  checkFlow: onlyReads,
  makeSubFlow: 'flow.create',
  checkSubFlow: onlyReads,
  takeSubFlowVersion: 'flow.apply',
  previewFlow: onlyReads,
  tryFlow: onlyReads,
  keepFlowTest: 'flowTest.create',
  saveFlowTest: 'flowTest.change',
  renameFlowTest: 'flowTest.change',
  recordFlowTest: 'flowTest.change',
  runFlowTests: onlyReads,
  acceptFlowTest: 'flowTest.accept',
  deleteFlowTest: 'flowTest.delete',
  publishFlow: 'flow.publish',
  keepRestorePoint: 'flow.keep',
  restoreDraft: 'flow.revert',
  pinSamples: 'flow.pin',
  checkPinnedSamples: onlyReads,
  switchFlow: 'flow.switch',
  bindFlow: 'flow.bind',
  askReview: 'review.create',
  decideReview: 'review.decide',
  withdrawReview: 'review.withdraw',
  retryNotices: 'notice.retry',
  makeWebhookSecret: 'webhook.replaceSecret',

  startRun: 'run.start',
  stopRun: 'run.stop',
  applyPlan: 'run.approve',
  retryRun: 'run.retry',
  mendFailure: 'failure.mend',
  retryFailures: 'failure.retry',
  dismissFailures: 'failure.dismiss',

  saveView: 'view.create',
  changeView: 'view.change',
  deleteView: 'view.delete',

  rotateKeys: 'key.rotate',
  removeKey: 'key.delete',

  createConnection: 'connection.create',
  saveConnection: 'connection.change',
  deleteConnection: 'connection.delete',
  testConnection: onlyReads,
  connectConnection: 'connection.connect',
  disconnectConnection: 'connection.disconnect',
  tryConnectionRead: onlyReads,
  discoverConnection: 'connection.discover',
  makeEmbedLink: 'embed.create',
  saveEmbed: 'embed.change',
  withdrawEmbedLinks: 'embed.withdraw',
  openEmbed: onlyReads,

  makeLink: 'link.create',
  unlink: 'link.delete',
  acceptLinkSuggestions: 'link.accept',
  dismissLinkSuggestions: 'link.dismiss',
  saveMatchRules: 'matchRules.change',
  inspectLinkFile: onlyReads,
  importLinks: 'linkJob.import',
  startLinkJob: 'linkJob.start',
  cancelLinkJob: 'linkJob.stop',
  applyLinkImport: 'linkJob.apply',

  savePrivacy: 'privacy.change',
  findPerson: onlyReads,
  exportPerson: 'privacy.export',
  erasePerson: 'privacy.erase',

  saveMastership: 'mastership.change',
  tryMastership: onlyReads,
  setLocks: 'lock.change',
  startDrift: 'drift.start',
  saveDriftSchedule: 'drift.change',
  createValueList: 'valueList.create',
  changeValueList: 'valueList.change',
  saveValueList: 'valueList.change',

  uploadTemplate: 'template.import',
  downloadTemplate: 'template.download',
  removeTemplate: 'template.delete',
  saveTemplatePublishers: 'publisher.change',
  proposeExport: onlyReads,
  exportTemplate: 'template.export',
  beginInstallation: 'template.begin',
  changeInstallation: 'template.edit',
  showMergeEffect: onlyReads,
  tryInstallation: onlyReads,
  finishInstallation: 'template.install',
  abandonInstallation: 'template.abandon',
  revertTemplate: 'template.revert',
  detachTemplate: 'template.detach',

  exportAudit: 'audit.export',
  exportInstanceAudit: 'audit.export',
  verifyAudit: onlyReads,
};

/** What this route is in the audit log; null where it is not in it. */
export function actOf(name: RouteName): AuditAct | null {
  const act = actOfRoute[name];
  return act === undefined || act === onlyReads ? null : act;
}
