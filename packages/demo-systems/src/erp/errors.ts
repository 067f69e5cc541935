import { randomUUID } from 'node:crypto';
import { QueryError } from '../odata/query-error.ts';

/** A refusal of the ERP. Codes and texts: vendor's "dynamics-error-codes" and page sources, read November 2026. */
export class ErpError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'ErpError';
    this.status = status;
    this.code = code;
  }

  /** The body of the answer. Each answer has an id by which the vendor's support would find it. */
  body(): { error: { code: string; message: string } } {
    return { error: { code: this.code, message: `${this.message}  CorrelationId:  ${randomUUID()}.` } };
  }
}

/** A business rule says no. */
export const refused = (message: string) => new ErpError(400, 'Application_DialogException', message);

/** A field does not have the value that a rule wants. */
export const testField = (message: string) => new ErpError(400, 'Application_FieldValidationException', message);

export const badRequest = (message: string) => new ErpError(400, 'BadRequest', message);

export const notFoundSegment = (segment: string) =>
  new ErpError(404, 'BadRequest_ResourceNotFound', `Resource not found for the segment '${segment}'.`);

export const notAllowed = (method: string) =>
  new ErpError(405, 'BadRequest_MethodNotAllowed', `'${method}' requests are not allowed for this resource.`);

export const noSuchRecord = (caption: string, identification: string) =>
  new ErpError(
    404,
    'Internal_RecordNotFound',
    `The ${caption} does not exist. Identification fields and values: ${identification}`,
  );

export const readOnlyControl = (caption: string) =>
  new ErpError(400, 'BadRequest_InvalidOperation', `Control '${caption}' is read-only.`);

export const sameKey = (caption: string, identification: string) =>
  new ErpError(
    409,
    'Internal_EntityWithSameKeyExists',
    `The ${caption} already exists. Identification fields and values: ${identification}`,
  );

export const changedMeanwhile = () =>
  new ErpError(409, 'Request_EntityChanged', 'Another user has already changed the record.');

export const invalidToken = () =>
  new ErpError(
    400,
    'BadRequest_InvalidToken',
    'Could not validate the client concurrency token required by the service. Please provide a valid token in the client request.',
  );

export const tooLong = (length: number, most: number, value: string) =>
  new ErpError(
    400,
    'Application_StringExceededLength',
    `The length of the string is ${length}, but it must be less than or equal to ${most} characters. Value: ${value}`,
  );

export const notInTable = (field: string, table: string, value: string, related: string) =>
  new ErpError(
    400,
    'Internal_InvalidTableRelation',
    `The field ${field} of table ${table} contains a value (${value}) that cannot be found in the related table (${related}).`,
  );

export const noOption = (value: string, options: readonly string[]) =>
  new ErpError(400, 'Unknown', `'${value}' is not an option. The existing options are: ${options.join(',')}`);

export const internalError = () =>
  new ErpError(500, 'Internal_ServerError', 'An error occurred while processing the request.');

/** What the ERP says of a thrown error; undefined for one that is no refusal but our own mistake. */
export function refusalOf(error: unknown): ErpError | undefined {
  if (error instanceof ErpError) return error;
  if (!(error instanceof QueryError)) return undefined;
  const { problem } = error;
  switch (problem.kind) {
    case 'syntax':
      return new ErpError(400, 'BadRequest_NotFound', problem.message);
    case 'unknown-property':
      return new ErpError(
        400,
        'BadRequest_NotFound',
        `Could not find a property named '${problem.property}' on type 'Microsoft.NAV.${problem.type}'.`,
      );
    default:
      return badRequest(problem.message);
  }
}
