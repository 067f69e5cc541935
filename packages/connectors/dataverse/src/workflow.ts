import { RecordError, type FieldValue } from '@koppel/sdk';

/** One status of a table: the vendor's number, the state it belongs to, and our word for it. */
export interface StatusWord {
  readonly status: number;
  readonly state: number;
  readonly word: string;
  readonly label: string;
}

const words = (rows: readonly (readonly [status: number, state: number, word: string, label: string])[]) =>
  rows.map(([status, state, word, label]): StatusWord => ({ status, state, word, label }));

/** By codec. The first word of a state is the one its default status has. */
export const statusWords: Readonly<Record<string, readonly StatusWord[]>> = {
  'quote-status': words([
    [1, 0, 'draft', 'Draft'],
    [3, 1, 'active', 'Active'],
    [2, 1, 'active', 'Active'],
    [4, 2, 'won', 'Won'],
    [5, 3, 'lost', 'Lost'],
    [6, 3, 'canceled', 'Canceled'],
    [7, 3, 'revised', 'Revised'],
  ]),
  'order-status': words([
    [1, 0, 'new', 'New'],
    [2, 0, 'pending', 'Pending'],
    [690970000, 0, 'onHold', 'On hold'],
    [3, 1, 'submitted', 'Submitted'],
    [4, 2, 'canceled', 'Canceled'],
    [100001, 3, 'fulfilled', 'Fulfilled'],
    [100002, 3, 'partlyFulfilled', 'Partly fulfilled'],
    [100003, 4, 'invoiced', 'Invoiced'],
  ]),
  'opportunity-status': words([
    [1, 0, 'open', 'Open'],
    [2, 0, 'onHold', 'On hold'],
    [3, 1, 'won', 'Won'],
    [5, 2, 'lost', 'Lost'],
    [4, 2, 'canceled', 'Canceled'],
  ]),
  'lead-status': words([
    [1, 0, 'new', 'New'],
    [2, 0, 'contacted', 'Contacted'],
    [3, 1, 'qualified', 'Qualified'],
    [4, 2, 'lost', 'Lost'],
    [5, 2, 'unreachable', 'Cannot be contacted'],
    [6, 2, 'notInterested', 'No longer interested'],
    [7, 2, 'canceled', 'Canceled'],
  ]),
  'task-status': words([
    [2, 0, 'open', 'Not started'],
    [3, 0, 'inProgress', 'In progress'],
    [4, 0, 'waiting', 'Waiting on someone else'],
    [7, 0, 'deferred', 'Deferred'],
    [5, 1, 'completed', 'Completed'],
    [6, 2, 'canceled', 'Canceled'],
  ]),
  'product-status': words([
    [1, 0, 'active', 'Active'],
    [2, 1, 'retired', 'Retired'],
    [0, 2, 'draft', 'Draft'],
    [3, 3, 'underRevision', 'Under revision'],
  ]),
};

/** One step on the way to a state. */
export type StateStep =
  | { readonly kind: 'patch'; readonly body: Readonly<Record<string, unknown>> }
  | { readonly kind: 'action'; readonly name: string; readonly body: Readonly<Record<string, unknown>> };

/** What is known of a record when its steps are planned. */
export interface WorkflowInput {
  /** Null for a record that is to be made. */
  readonly current: { readonly state: number; readonly status: number } | null;
  /** The canonical fields of the workflow that are to be set. */
  readonly wanted: Readonly<Record<string, FieldValue>>;
  /** Whether other columns change as well. */
  readonly hasChanges: boolean;
  readonly key: string;
  /** Whether the table has this column. */
  readonly has: (column: string) => boolean;
}

export interface WorkflowSteps {
  /** Before and behind the columns and lines. */
  readonly before: readonly StateStep[];
  /** Goes with the columns themselves. */
  readonly columns: Readonly<Record<string, unknown>>;
  readonly after: readonly StateStep[];
}

/** How the states of a table are reached, in the order that Dataverse demands: a record that is closed takes no columns. */
export interface Workflow {
  /** Canonical fields that set the state. */
  readonly fields: readonly string[];
  /** Whether every write has to look at the state first, also one that does not name it. */
  readonly isAlways: boolean;
  /** Throws a RecordError for a state that cannot be reached. */
  steps(input: WorkflowInput): WorkflowSteps;
}

const patch = (state: number, status: number): StateStep => ({ kind: 'patch', body: { statecode: state, statuscode: status } }); // prettier-ignore

function unreachable(entity: string, wanted: FieldValue, remedy: string): RecordError {
  return new RecordError({
    code: 'dataverse.state-not-reachable',
    failureCause: 'refused',
    message: `The status "${String(wanted)}" cannot be reached from where the record is in Dataverse.`,
    remedy,
    field: `${entity}.status`,
  });
}

function wordOf(entity: string, codec: string, wanted: FieldValue): StatusWord {
  const text = String(wanted).trim().toLowerCase();
  const found = statusWords[codec]!.find(({ word, status }) => word.toLowerCase() === text || String(status) === text);
  if (found !== undefined) return found;
  throw new RecordError({
    code: 'dataverse.no-such-option',
    failureCause: 'noTranslation',
    message: `Status "${String(wanted)}" has no value in Dataverse.`,
    remedy: `Translate it in the mapping to one of ${[...new Set(statusWords[codec]!.map(({ word }) => word))].join(', ')}.`,
    field: `${entity}.status`,
  });
}

const nothing: WorkflowSteps = { before: [], columns: {}, after: [] };

function isEmpty(value: FieldValue | undefined): value is null | undefined | '' {
  return value === null || value === undefined || value === '';
}

function closing(name: string, parameter: string, given: { readonly bind: string; readonly status: number; readonly subject: string }): StateStep {
  const [set, id] = given.bind.split(' ') as [string, string];
  const type = `Microsoft.Dynamics.CRM.${parameter.toLowerCase()}`;
  const key = { quotes: 'quoteid', salesorders: 'salesorderid', opportunities: 'opportunityid' }[set]!;
  return {
    kind: 'action',
    name,
    body: {
      Status: given.status,
      [parameter]: { '@odata.type': type, subject: given.subject, [`${key}@odata.bind`]: `/${set}(${id})` },
    },
  };
} // prettier-ignore

/** Draft, then active, then won or closed, each by its own door. */
export const quoteWorkflow: Workflow = {
  fields: ['status'],
  isAlways: false,
  steps({ current, wanted, key }) {
    if (isEmpty(wanted['status'])) return nothing;
    const target = wordOf('quote', 'quote-status', wanted['status']);
    const state = current?.state ?? 0;
    if (state === target.state && (state < 2 || current?.status === target.status)) return nothing;
    if (state > target.state || state >= 2)
      throw unreachable('quote', wanted['status'], 'A quote that is active or closed is revised in Dataverse; then retry.'); // prettier-ignore
    const activate = state === 0 ? [patch(1, 2)] : [];
    if (target.state === 1) return { ...nothing, after: activate };
    const given = { bind: `quotes ${key}`, status: target.status, subject: `Koppel: ${target.label}` };
    const name = target.state === 2 ? 'WinQuote' : 'CloseQuote';
    return { ...nothing, after: [...activate, closing(name, 'QuoteClose', given)] };
  },
};

/** An order is handed to the ERP by its column, where there is one: so it stays open for what the ERP tells of it. */
export const orderWorkflow: Workflow = {
  fields: ['status'],
  isAlways: false,
  steps({ current, wanted, key, has }) {
    if (isEmpty(wanted['status'])) return nothing;
    const target = wordOf('order', 'order-status', wanted['status']);
    const state = current?.state ?? 0;
    if (state === target.state && state >= 1 && current?.status === target.status) return nothing;
    if (state >= 2)
      throw unreachable('order', wanted['status'], 'The order is closed in Dataverse. Correct its status there or in the mapping.'); // prettier-ignore
    const marks = has('kop_submitted');
    if (target.state === 1)
      return marks ? { ...nothing, columns: { kop_submitted: true } } : { ...nothing, after: [patch(1, 3)] };
    if (target.state === 0) {
      const step = current?.status === target.status || (current === null && target.status === 1) ? [] : [patch(0, target.status)]; // prettier-ignore
      const columns = marks && current !== null ? { kop_submitted: false } : {};
      return { before: state === 1 ? [patch(0, 1)] : [], columns, after: step };
    }
    if (target.state === 4)
      throw unreachable('order', wanted['status'], 'An order becomes invoiced by making an invoice of it in Dataverse. Map "fulfilled" instead.'); // prettier-ignore
    const given = { bind: `salesorders ${key}`, status: target.status, subject: `Koppel: ${target.label}` };
    return { ...nothing, after: [closing(target.state === 2 ? 'CancelSalesOrder' : 'FulfillSalesOrder', 'OrderClose', given)] }; // prettier-ignore
  },
};

export const opportunityWorkflow: Workflow = {
  fields: ['status'],
  isAlways: false,
  steps({ current, wanted, key }) {
    if (isEmpty(wanted['status'])) return nothing;
    const target = wordOf('opportunity', 'opportunity-status', wanted['status']);
    const state = current?.state ?? 0;
    if (state === target.state && (current?.status ?? 1) === target.status) return nothing;
    if (target.state === 0) return { ...nothing, before: state === 0 ? [] : [patch(0, target.status)], after: state === 0 ? [patch(0, target.status)] : [] }; // prettier-ignore
    if (state !== 0)
      throw unreachable('opportunity', wanted['status'], 'Open the opportunity again in Dataverse, then retry.');
    const given = { bind: `opportunities ${key}`, status: target.status, subject: `Koppel: ${target.label}` };
    return { ...nothing, after: [closing(target.state === 1 ? 'WinOpportunity' : 'LoseOpportunity', 'OpportunityClose', given)] }; // prettier-ignore
  },
};

const published = patch(0, 1);
const retired = patch(1, 2);
const underRevision = patch(3, 3);

/**
 * A product is made as a draft and published, so that it can be sold; a published one is changed under revision and published
 * again. `discontinued` is the retired state in one word of two.
 */
export const productWorkflow: Workflow = {
  fields: ['status', 'discontinued'],
  isAlways: true,
  steps({ current, wanted, hasChanges }) {
    const target = productTarget(wanted, current?.state);
    if (current === null) {
      if (target === 2) return nothing;
      return { ...nothing, after: target === 1 ? [published, retired] : [published] };
    }
    const { state } = current;
    if (target === 2 && state !== 2)
      throw unreachable('product', 'draft', 'A published product never is a draft again. Map "retired" or "active" instead.'); // prettier-ignore
    const before: StateStep[] = [];
    let at = state;
    if (hasChanges && at === 1) {
      before.push(published);
      at = 0;
    }
    if (hasChanges && at === 0) {
      before.push(underRevision);
      at = 3;
    }
    const after: StateStep[] = [];
    if (at !== target && (at === 2 || at === 3 || at === 1)) {
      if (target === 0 || target === 1 || at !== 3) {
        after.push(published);
        at = 0;
      }
    }
    if (target === 1 && at === 0) after.push(retired);
    if (target === 3 && at === 0) after.push(underRevision);
    return { before, columns: {}, after };
  },
};

function productTarget(wanted: Readonly<Record<string, FieldValue>>, current: number | undefined): number {
  const { discontinued, status } = wanted;
  if (discontinued === true || discontinued === 'true') return 1;
  if (!isEmpty(status)) return wordOf('product', 'product-status', status).state;
  if (discontinued === false || discontinued === 'false') return current === 2 || current === 3 ? current : 0;
  return current ?? 0;
}
