import { z } from 'zod';

/**
 * How a linked record departs from its master. `edited`: a field has another value. `targetGone`, `sourceGone`: the record
 * itself is not found in the target, or in the source. `merged`: its target was merged into another record.
 */
export const driftKindSchema = z.enum(['edited', 'targetGone', 'sourceGone', 'merged']);
export type DriftKind = z.infer<typeof driftKindSchema>;

/**
 * What became of a departure. Only a drift check changes it.
 *
 * found → putBack (the target has the master's value again) · held (a failed record says why; a person decides) · left (by the
 *   rule, or there is nothing to be done) · settled (a later check no longer finds it, and it was not put back by one)
 * held, left → found · putBack · settled
 * putBack and settled are final: the same field found again is another departure.
 */
export const driftStateSchema = z.enum(['found', 'held', 'left', 'putBack', 'settled']);
export type DriftState = z.infer<typeof driftStateSchema>;
