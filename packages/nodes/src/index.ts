import type { NodeDefinition } from '@koppel/sdk';
import { checkRecords } from './check-records/node.ts';
import { computeOpenAmounts } from './compute-open-amounts/node.ts';
import { computeRevenue } from './compute-revenue/node.ts';
import { createRecord } from './create-record/node.ts';
import { filterRecords } from './filter-records/node.ts';
import { keepFailures } from './keep-failures/node.ts';
import { keepInStep } from './keep-in-step/node.ts';
import { linkRevenueView } from './link-revenue-view/node.ts';
import { lookUpRecord } from './look-up-record/node.ts';
import { mapFields } from './map-fields/node.ts';
import { maskFields } from './mask-fields/node.ts';
import { matchRecord } from './match-record/node.ts';
import { corePresets } from './presets.ts';
import { readRecords } from './read-records/node.ts';
import { receiveRecords } from './receive-records/node.ts';
import { replyToCaller } from './reply-to-caller/node.ts';
import { returnRecords } from './return-records/node.ts';
import { runCode } from './run-code/node.ts';
import { saveRecord } from './save-record/node.ts';
import { startAfterFlow } from './start-after-flow/node.ts';
import { startByHand } from './start-by-hand/node.ts';
import { startOnSchedule } from './start-on-schedule/node.ts';
import { startOnWebhook } from './start-on-webhook/node.ts';
import { sumActivityCosts } from './sum-activity-costs/node.ts';
import { translateValues } from './translate-values/node.ts';
import { useSubFlow } from './use-sub-flow/node.ts';
import { updateRecord } from './update-record/node.ts';

/** Every node that touches no particular vendor, in the order of the palette. */
export const coreNodes: readonly NodeDefinition[] = [
  startByHand,
  startOnSchedule,
  startOnWebhook,
  startAfterFlow,
  readRecords,
  lookUpRecord,
  mapFields,
  filterRecords,
  checkRecords,
  translateValues,
  maskFields,
  computeRevenue,
  computeOpenAmounts,
  sumActivityCosts,
  linkRevenueView,
  runCode,
  matchRecord,
  saveRecord,
  createRecord,
  updateRecord,
  keepInStep,
  keepFailures,
  replyToCaller,
  useSubFlow,
  receiveRecords,
  returnRecords,
];
export { corePresets };
