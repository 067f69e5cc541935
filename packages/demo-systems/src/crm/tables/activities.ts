import { choice, instant, integer, key, lookup, memo, target, text } from '../column.ts';
import { auditColumns, ownedColumns, stateColumns, table, type CrmTable, type State } from '../table.ts';

const taskStates: readonly State[] = [
  { value: 0, label: 'Open', statuses: { 2: 'Not Started', 3: 'In Progress', 4: 'Waiting on someone else', 7: 'Deferred' } },
  { value: 1, label: 'Completed', statuses: { 5: 'Completed' } },
  { value: 2, label: 'Canceled', statuses: { 6: 'Canceled' } },
]; // prettier-ignore

const regarding = (type: string, set: string) => [
  target(type, set, `regardingobjectid_${type}_task`),
  // Many clients leave the name of the activity out; the vendor takes both.
  target(type, set, `regardingobjectid_${type}`),
];

/** Something that somebody has to do. */
export const tasks = table({
  set: 'tasks',
  type: 'task',
  schemaName: 'Task',
  title: 'Task',
  collectionTitle: 'Tasks',
  objectTypeCode: 4212,
  key: 'activityid',
  nameColumn: 'subject',
  ownership: 'UserOwned',
  isSetting: false,
  isChangeTracked: true,
  canDelete: true,
  indexes: [{ column: 'regardingobjectid' }],
  columns: [
    key('ActivityId', 'Task'),
    text('Subject', 'Subject', 200, { required: 'ApplicationRequired' }),
    memo('Description', 'Description'),
    text('Category', 'Category', 250),
    instant('ScheduledStart', 'Start Date'),
    instant('ScheduledEnd', 'Due Date'),
    instant('ActualEnd', 'Actual End', { readOnly: true }),
    integer('PercentComplete', 'Percent Complete', { max: 100 }),
    choice('PriorityCode', 'Priority', { 0: 'Low', 1: 'Normal', 2: 'High' }, { initial: 1 }),
    lookup(
      'RegardingObjectId',
      'Regarding',
      [
        ...regarding('account', 'accounts'),
        ...regarding('contact', 'contacts'),
        ...regarding('opportunity', 'opportunities'),
        ...regarding('quote', 'quotes'),
        ...regarding('salesorder', 'salesorders'),
      ],
      { foundBy: ['regardingobjectid'] },
    ),
    ...stateColumns(taskStates),
    ...ownedColumns,
    ...auditColumns,
  ],
});

const closed: readonly State[] = [
  { value: 1, label: 'Completed', statuses: { 2: 'Completed' } },
  { value: 0, label: 'Open', statuses: { 1: 'Open' } },
  { value: 2, label: 'Canceled', statuses: { 3: 'Canceled' } },
];

/** The trace that an action leaves: when and why a record was closed. Made by actions only. */
function closing(given: {
  readonly of: string;
  readonly set: string;
  readonly schemaName: string;
  readonly title: string;
  readonly objectTypeCode: number;
}): CrmTable {
  const { of, schemaName, title, objectTypeCode } = given;
  const type = `${schemaName.toLowerCase()}`;
  return table({
    set: `${type}s`,
    type,
    schemaName,
    title,
    collectionTitle: `${title}s`,
    objectTypeCode,
    key: 'activityid',
    nameColumn: 'subject',
    ownership: 'UserOwned',
    isSetting: false,
    canCreate: false,
    canUpdate: false,
    canDelete: true,
    indexes: [{ column: `${of}id` }],
    columns: [
      key('ActivityId', title),
      text('Subject', 'Subject', 200),
      memo('Description', 'Description'),
      instant('ActualEnd', 'Actual End'),
      lookup(`${of}Id`, title, [target(of, given.set, `${of}id`)], { foundBy: [`${of}id`] }),
      ...stateColumns(closed),
      ...ownedColumns,
      ...auditColumns,
    ],
  });
}

export const quoteClosings = closing({ of: 'quote', set: 'quotes', schemaName: 'QuoteClose', title: 'Quote Close', objectTypeCode: 4211 }); // prettier-ignore
export const orderClosings = closing({ of: 'salesorder', set: 'salesorders', schemaName: 'OrderClose', title: 'Order Close', objectTypeCode: 4209 }); // prettier-ignore
export const opportunityClosings = closing({ of: 'opportunity', set: 'opportunities', schemaName: 'OpportunityClose', title: 'Opportunity Close', objectTypeCode: 4208 }); // prettier-ignore
