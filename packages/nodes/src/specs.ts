import type { NodeSpec } from '@koppel/sdk';
import { coreNodes } from './index.ts';

/** The pure halves of all core nodes. None of these nodes touches anything outside, so they load in a browser. */
export const coreSpecs: readonly NodeSpec[] = coreNodes.map(({ spec }) => spec);
export { corePresets } from './presets.ts';
