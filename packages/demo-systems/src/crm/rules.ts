import { catalogueRules } from './rules/catalogue.ts';
import { documentRules } from './rules/documents.ts';
import type { TableRule } from './rules/rule.ts';
import { problems } from './protocol/problem.ts';

const stateColumns = new Set(['statecode', 'statuscode']);

/** A task that is done is changed by opening it again. */
const tasks: TableRule = {
  apply({ crm, values, before, written }) {
    const from = before?.values['statecode'] ?? 0;
    const to = values['statecode'] ?? 0;
    const isOnlyState = [...written].every((name) => stateColumns.has(name));
    if (from !== 0 && to === from && !isOnlyState) throw problems.readOnlyRecord();
    if (from === to) return;
    values['actualend'] = to === 0 ? null : Math.floor(crm.now().getTime() / 1000) * 1000;
    if (to === 1) values['percentcomplete'] = 100;
  },
};

const salesTargets: TableRule = {
  apply({ crm, values, written }) {
    const period = values['kop_period'];
    if (written.has('kop_period') && (typeof period !== 'string' || !/^\d{4}-(?:0[1-9]|1[0-2])$/.test(period)))
      throw problems.refused('Month is written as 2026-03.');
    const account = crm.entity('accounts').table.get(String(values['kop_accountid'] ?? ''));
    values['kop_name'] ??= [period, account?.values['name']].filter(Boolean).join(' ').slice(0, 100) || null;
  },
};

const endpoints: TableRule = {
  apply({ values }) {
    const url = String(values['url'] ?? '');
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
      throw problems.refused(`The address '${url}' of an endpoint must begin with https:// or http://.`);
  },
};

/** Notices come after the fact: nobody outside can stop a change here. */
const processingSteps: TableRule = {
  apply({ values }) {
    if (values['mode'] !== 1 || values['stage'] !== 40)
      throw problems.refused('This CRM takes asynchronous steps behind the operation only: mode 1, stage 40.');
  },
};

/** By entity set. */
export const rules: Readonly<Record<string, TableRule>> = {
  ...catalogueRules,
  ...documentRules,
  tasks,
  kop_salestargets: salesTargets,
  serviceendpoints: endpoints,
  sdkmessageprocessingsteps: processingSteps,
};
