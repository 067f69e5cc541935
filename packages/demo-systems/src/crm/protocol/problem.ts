import { QueryError } from '../../odata/query-error.ts';

/** An answer that refuses, with the vendor's code and words. Texts and codes: Microsoft's documentation, read November 2026. */
export class CrmError extends Error {
  readonly status: number;
  /** `0x…`, or empty where the vendor gives none. */
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'CrmError';
    this.status = status;
    this.code = code;
  }
}

const badPayload = '0x80048d19';
const badQuery = '0x80060888';

export const problems = {
  notFound: (table: string, id: string) =>
    new CrmError(404, '0x80040217', `Entity '${table}' With Id = ${id} Does Not Exist`),
  noRecordForKey: (table: string) =>
    new CrmError(404, '0x80060891', `A record with the specified key values does not exist in ${table} entity`),
  unknownKey: (table: string) =>
    new CrmError(
      400,
      '0x0',
      `The key in the request URI is not valid for resource 'Microsoft.Dynamics.CRM.${table}'. Ensure that the names and number of key properties match the declared or alternate key properties for the resource 'Microsoft.Dynamics.CRM.${table}'.`,
    ),
  unknownSegment: (name: string) => new CrmError(404, '0x8006088a', `Resource not found for the segment '${name}'.`),
  noResource: (address: string) =>
    new CrmError(404, '', `No HTTP resource was found that matches the request URI '${address}'.`),
  wrongMethod: (method: string) =>
    new CrmError(405, badQuery, `The requested resource does not support http method '${method}'.`),
  exists: () => new CrmError(412, '0x80040237', 'A record with matching key values already exists.'),
  keyTaken: (key: string, columns: string) =>
    new CrmError(
      412,
      '0x80060892',
      `Entity Key ${key} violated. A record with the same value for ${columns} already exists. A duplicate record cannot be created. Select one or more unique values and try again.`,
    ),
  stale: () =>
    new CrmError(
      412,
      '0x80060882',
      "The version of the existing record doesn't match the RowVersion property provided.",
    ),
  payload: (set: string, detail: string) =>
    new CrmError(
      400,
      badPayload,
      `Error identified in Payload provided by the user for Entity :'${set}', For more information on this error please follow this help link https://go.microsoft.com/fwlink/?linkid=2195293  ---->  InnerException : Microsoft.OData.ODataException: ${detail}`,
    ),
  unknownBodyProperty: (property: string, table: string) =>
    new CrmError(
      400,
      '0x0',
      `An error occurred while validating input parameters: Microsoft.Crm.CrmException: Invalid property '${property}' was found in entity 'Microsoft.Dynamics.CRM.${table}'. ---> Microsoft.OData.ODataException: The property '${property}' does not exist on type 'Microsoft.Dynamics.CRM.${table}'. Make sure to only use property names that are defined by the type.`,
    ),
  unknownProperty: (property: string, type: string) =>
    new CrmError(400, '0x0', `Could not find a property named '${property}' on type 'Microsoft.Dynamics.CRM.${type}'.`),
  undeclaredBind: (set: string, property: string) =>
    problems.payload(
      set,
      `An undeclared property '${property}' which only has property annotations in the payload but no property value was found in the payload. In OData, only declared navigation properties and declared named streams can be represented as properties without values.`,
    ),
  lookupWritten: () =>
    new CrmError(
      400,
      badQuery,
      'CRM do not support direct update of Entity Reference properties, Use Navigation properties instead.',
    ),
  tooLong: (column: string, table: string, most: number) =>
    new CrmError(
      400,
      '0x80044331',
      `A validation error occurred.  The length of the '${column}' attribute of the '${table}' entity exceeded the maximum allowed length of '${most}'.`,
    ),
  outOfRange: (input: { value: unknown; column: string; table: string; accepted: string; code: string }) =>
    new CrmError(
      400,
      input.code,
      `A validation error occurred. The value ${String(input.value)} of '${input.column}' on record of type '${input.table}' is outside the valid range. Accepted Values: ${input.accepted}`,
    ),
  wrongStatus: (input: { status: unknown; state: string; table: string; schemaName: string; id: string }) =>
    new CrmError(
      400,
      '0x80048408',
      `${String(input.status)} is not a valid status code for state code ${input.schemaName}State.${input.state} on ${input.table} with Id ${input.id}.`,
    ),
  missingColumn: (column: string, table: string) =>
    new CrmError(400, '0x80040203', `Attribute: ${column} cannot be set to NULL on entity ${table}`),
  noPrivilege: (input: { user: string; privilege: string; table: string; title: string; typeCode: number }) =>
    new CrmError(
      403,
      '0x80040220',
      `Principal user (Id=${input.user}, type=8, roleCount=1, privilegeCount=200, accessMode=0), is missing prv${input.privilege} privilege on OTC=${input.typeCode} for entity '${input.table}' (LocalizedName='${input.title}'). context.Caller=${input.user}`,
    ),
  noSuchDefinition: (name: string) =>
    new CrmError(404, '0x80060888', `The entity with a name = '${name}' was not found in the MetadataCache.`),
  updateNotAllowed: (user: string, column: string, table: string) =>
    new CrmError(
      403,
      '0x8004f507',
      `Caller user with Id ${user} does not have update permissions to a ${column} secured field on entity ${table} table. The requested operation could not be completed.`,
    ),
  createNotAllowed: () =>
    new CrmError(
      403,
      '0x8004F502',
      'The user does not have create permissions to a secured field. The requested operation could not be completed.',
    ),
  securedInQuery: () =>
    new CrmError(403, '0x8004F506', 'The Query contained a secured attribute to which the caller does not have access'),
  cannotBeSecured: (column: string) => new CrmError(400, '0x80040203', `The attribute '${column}' cannot be secured.`),
  readOnlyRecord: () => new CrmError(400, '0x80040203', 'This record is read only in its state and cannot be edited.'),
  parentReadOnly: () => new CrmError(400, '0x80043b09', 'The parent is read only and cannot be edited.'),
  wrongTransition: (table: string, from: string, to: string) =>
    new CrmError(400, '0x80048408', `A ${table} in the state ${from} cannot be set to ${to} by an update.`),
  notInState: (action: string, table: string, id: string) =>
    new CrmError(400, '0x80040203', `${action} is not possible in the state that ${table} ${id} is in.`),
  noPriceList: () => new CrmError(400, '0x80100010', 'The price list is mandatory.'),
  notInPriceList: (product: string) =>
    new CrmError(400, '0x80043b07', `The product ${product} is not in the price list of this document in this unit.`),
  currenciesDiffer: () =>
    new CrmError(400, '0x80048cea', 'The currency of the record does not match the currency of the price list.'),
  wrongUnit: () => new CrmError(400, '0x80043b14', 'The unit id is invalid for this product.'),
  alreadyInPriceList: () =>
    new CrmError(400, '0x80043b08', 'This product and unit combination has a price for this price list.'),
  productNotSold: (name: string) =>
    new CrmError(400, '0x80040203', `The product ${name} is not active and cannot be added.`),
  productNumberExists: () => new CrmError(400, '0x80043b06', 'A product with this product number already exists.'),
  productNotDraft: () =>
    new CrmError(400, '0x8004F995', 'You can only change a product that is a draft or under revision.'),
  backToDraft: () => new CrmError(400, '0x8004F912', 'A published product cannot be set back to draft.'),
  draftRetired: () => new CrmError(400, '0x8004F978', 'You cannot retire a product that is in the draft state.'),
  otherRevisionOpen: () =>
    new CrmError(400, '0x80048d00', 'There is already a draft or active quote with this number.'),
  refused: (message: string) => new CrmError(400, '0x80040203', message),
  query: (message: string) => new CrmError(400, badQuery, message),
  notImplemented: (message: string) => new CrmError(501, '0x80060888', message),
  trackingOption: (option: string) =>
    new CrmError(400, badQuery, `The "${option}" query parameter isn't supported when Change Tracking is enabled.`),
  trackingExpired: () =>
    new CrmError(
      400,
      '0x80044352',
      'Version stamp associated with the client has expired. Please perform a full sync.',
    ),
  noContentId: (reference: string) =>
    new CrmError(400, badQuery, `Content-ID Reference: '${reference}' does not exist in the batch context.`),
  dangerousPath: (character: string) =>
    new CrmError(400, '', `A potentially dangerous Request.Path value was detected from the client (${character}).`),
  addressTooLong: () => new CrmError(414, '', 'The request URL is too long.'),
  injected: () => new CrmError(500, '0x80040216', 'An unexpected error occurred.'),
};

/** The vendor's words for whatever was thrown while a request was answered. Defects of this package pass through. */
export function crmErrorOf(thrown: unknown): CrmError {
  if (thrown instanceof CrmError) return thrown;
  if (!(thrown instanceof QueryError)) throw thrown;
  const { problem } = thrown;
  switch (problem.kind) {
    case 'unknown-property':
      return problems.unknownProperty(problem.property, problem.type);
    case 'unsupported':
      return problems.notImplemented(problem.message);
    default:
      return problems.query(problem.message);
  }
}

/** The body of a refusal. With all annotations asked for, it carries the vendor's further details. */
export function errorBody({ code, message }: CrmError, isDetailed: boolean): string {
  const details = isDetailed
    ? {
        '@Microsoft.PowerApps.CDS.ErrorDetails.OperationStatus': '0',
        '@Microsoft.PowerApps.CDS.ErrorDetails.SubErrorCode': '0',
        '@Microsoft.PowerApps.CDS.HelpLink': `http://go.microsoft.com/fwlink/?LinkID=398563&error=Microsoft.Crm.CrmException%3a${code.slice(2)}&client=platform`,
        '@Microsoft.PowerApps.CDS.TraceText': `\r\n[Microsoft.Crm.ObjectModel: Demo CRM]\r\n${message}`,
        '@Microsoft.PowerApps.CDS.InnerError.Message': message,
      }
    : {};
  return JSON.stringify({ error: { code, message, ...details } });
}
