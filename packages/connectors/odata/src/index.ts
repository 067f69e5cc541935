export { BatchRefused, isBatchTurnedAway, pauseAskedBy, type BatchAnswer } from './batch-answer.ts';
export {
  createODataClient,
  problemError,
  type ODataClient,
  type ODataClientOptions,
  type ODataPage,
  type ODataRequest,
  type Row,
} from './client.ts';
export { reachSteps, takeSteps, type Finding, type PlannedStep } from './connection-test.ts';
export { canonicalBy, leadOf, matchRecords, type MatchField } from './find-match.ts';
export { jsonBatch, readJsonBatch, type JsonBatchRequest } from './json-batch.ts';
export { encodeQueryValue, isBareLiteral, isGuid, orFilters, queryOptions, textLiteral, zeroGuid } from './literal.ts';
export { parseMetadata, type EdmEntityType, type EdmModel, type EdmNavigation, type EdmProperty } from './metadata.ts';
export { multipartBatch, readMultipartBatch, type MultipartItem, type MultipartRequest } from './multipart-batch.ts';
export { problemOf, problemOfParsed, problemOfResponse, type ODataProblem } from './problem.ts';
export {
  companyNumberForms,
  ibanForms,
  isSameCompany,
  readCompanyNumber,
  readIban,
  readVatNumber,
  vatNumberForms,
} from './registration-numbers.ts';
export { createTokenProvider, type ClientCredentials } from './token.ts';
export { codecFor, kindOfEdmType, numberText, type EmptyForm, type ValueCodec, writingField } from './values.ts';
