export { formatCompanyNumber, parseCompanyNumber } from './belgium/company-number.ts';
export { formatIban, parseIban } from './belgium/iban.ts';
export {
  formatStructuredCommunication,
  makeStructuredCommunication,
  parseCreditorReference,
  parseStructuredCommunication,
} from './belgium/payment-reference.ts';
export { parsePeppolId, peppolId } from './belgium/peppol-id.ts';
export { formatBelgianPhone } from './belgium/phone.ts';
export { formatVatNumber, parseVatNumber } from './belgium/vat-number.ts';
export { celToRule } from './cel-to-rule.ts';
export { fieldInExpression } from './cel/expression.ts';
export { exampleContext, exampleRecord, exampleValues, runExample, type ExampleResult } from './cel/examples.ts';
export { functionGroups, functionGroupTitles, type FunctionGroup, type FunctionReference } from './cel/library.ts';
export { functionReference } from './cel/library-functions.ts';
export { limits as expressionLimits } from './cel/limits.ts';
export { checkCondition, compileCondition, type ConditionCheck } from './condition.ts';
export { Decimal, parseDecimal } from './decimal.ts';
export { describeType, fitsType, type TypeFit } from './field-types.ts';
export { MappingError, mappingErrorCodes, type MappingErrorCode } from './mapping-error.ts';
export { isEmpty, normalise } from './normalise.ts';
export {
  defaultTimeZone,
  type RecordField,
  type RecordType,
  type RuleContext,
  type RuleParameter,
} from './record-type.ts';
export { notUsable, ruleIssueCodes, type RuleIssue, type RuleIssueCode } from './rule-issue.ts';
export { leaveAsItIs, type CompiledRule, type LeaveAsItIs, type RuleCheck, type RuleResult } from './rule-result.ts';
export { ruleToCel } from './rule-to-cel.ts';
export { checkRule, compileRule } from './rule.ts';
export { goneField } from './unknown-field.ts';
