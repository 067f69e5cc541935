import { boolean, choice, guid, integer, key, lookup, memo, target, text } from '../column.ts';
import { activeAndInactive, auditColumns, foldedText, stateColumns, table } from '../table.ts';

/** Where notices go. The secret that goes with them can be written and never read. */
export const serviceEndpoints = table({
  set: 'serviceendpoints',
  type: 'serviceendpoint',
  schemaName: 'ServiceEndpoint',
  title: 'Service Endpoint',
  collectionTitle: 'Service Endpoints',
  objectTypeCode: 4618,
  key: 'serviceendpointid',
  nameColumn: 'name',
  canDelete: true,
  columns: [
    key('ServiceEndpointId', 'Service Endpoint'),
    text('Name', 'Name', 100, { required: 'SystemRequired' }),
    memo('Description', 'Description'),
    choice('Contract', 'Contract', { 8: 'Webhook' }, { required: 'SystemRequired' }),
    text('Url', 'URL', 2048, { required: 'SystemRequired' }),
    choice('AuthType', 'Authentication Type', { 4: 'WebhookKey', 5: 'HttpHeader', 6: 'HttpQueryString' }, { required: 'SystemRequired' }), // prettier-ignore
    text('AuthValue', 'Authentication Value', 2048, { read: () => null }),
    ...auditColumns,
  ],
  navigations: [
    {
      name: 'serviceendpoint_sdkmessageprocessingstep',
      kind: 'many',
      target: 'sdkmessageprocessingsteps',
      column: 'eventhandler',
    },
  ],
  dependants: [{ set: 'sdkmessageprocessingsteps', column: 'eventhandler', onDelete: 'cascade' }],
});

/** What can happen to a record. */
export const sdkMessages = table({
  set: 'sdkmessages',
  type: 'sdkmessage',
  schemaName: 'SdkMessage',
  title: 'Sdk Message',
  collectionTitle: 'Sdk Messages',
  objectTypeCode: 4606,
  key: 'sdkmessageid',
  nameColumn: 'name',
  canCreate: false,
  canUpdate: false,
  indexes: [{ column: 'name', normal: foldedText }],
  columns: [key('SdkMessageId', 'Sdk Message'), text('Name', 'Name', 256, { readOnly: true, foundBy: ['name'] })],
});

/** Which messages a table has. */
export const sdkMessageFilters = table({
  set: 'sdkmessagefilters',
  type: 'sdkmessagefilter',
  schemaName: 'SdkMessageFilter',
  title: 'Sdk Message Filter',
  collectionTitle: 'Sdk Message Filters',
  objectTypeCode: 4607,
  key: 'sdkmessagefilterid',
  nameColumn: 'primaryobjecttypecode',
  canCreate: false,
  canUpdate: false,
  columns: [
    key('SdkMessageFilterId', 'Sdk Message Filter'),
    text('PrimaryObjectTypeCode', 'Primary Object Type Code', 128, { readOnly: true }),
    lookup('SdkMessageId', 'Message', [target('sdkmessage', 'sdkmessages', 'sdkmessageid')], { readOnly: true }),
    boolean('IsCustomProcessingStepAllowed', 'Custom Processing Step Allowed', { readOnly: true }),
  ],
});

/** One message of one table that goes to an endpoint. */
export const processingSteps = table({
  set: 'sdkmessageprocessingsteps',
  type: 'sdkmessageprocessingstep',
  schemaName: 'SdkMessageProcessingStep',
  title: 'Sdk Message Processing Step',
  collectionTitle: 'Sdk Message Processing Steps',
  objectTypeCode: 4608,
  key: 'sdkmessageprocessingstepid',
  nameColumn: 'name',
  canDelete: true,
  indexes: [{ column: 'eventhandler' }],
  columns: [
    key('SdkMessageProcessingStepId', 'Sdk Message Processing Step'),
    text('Name', 'Name', 256, { required: 'SystemRequired' }),
    memo('Description', 'Description'),
    choice('Mode', 'Execution Mode', { 0: 'Synchronous', 1: 'Asynchronous' }, { required: 'SystemRequired', initial: 1 }), // prettier-ignore
    choice('Stage', 'Execution Stage', { 10: 'Pre-validation', 20: 'Pre-operation', 40: 'Post-operation' }, { required: 'SystemRequired', initial: 40 }), // prettier-ignore
    integer('Rank', 'Execution Order', { initial: 1 }),
    text('FilteringAttributes', 'Filtering Attributes', 100_000),
    boolean('AsyncAutoDelete', 'Asynchronous Automatic Delete'),
    choice('SupportedDeployment', 'Deployment', { 0: 'Server Only', 1: 'Outlook Only', 2: 'Both' }, { initial: 0 }),
    lookup('SdkMessageId', 'SDK Message', [target('sdkmessage', 'sdkmessages', 'sdkmessageid')], { required: 'SystemRequired' }), // prettier-ignore
    lookup('SdkMessageFilterId', 'SdkMessage Filter', [target('sdkmessagefilter', 'sdkmessagefilters', 'sdkmessagefilterid')]), // prettier-ignore
    lookup('EventHandler', 'Event Handler', [target('serviceendpoint', 'serviceendpoints', 'eventhandler_serviceendpoint')], { required: 'SystemRequired', foundBy: ['eventhandler'] }), // prettier-ignore
    guid('SdkMessageProcessingStepSecureConfigId', 'Secure Configuration', { readOnly: true }),
    ...stateColumns(activeAndInactive),
    ...auditColumns,
  ],
});
