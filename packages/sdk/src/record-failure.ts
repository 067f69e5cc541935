import { MappingError, type MappingErrorCode } from '@koppel/mapping';
import type { FailureCause } from '@koppel/model';
import { asFlowError, Defect, FlowError, RecordError } from './errors.ts';

const causes: Record<MappingErrorCode, FailureCause> = {
  'mapping.field-empty': 'requiredEmpty',
  'mapping.no-translation': 'noTranslation',
  'mapping.does-not-fit': 'doesNotFit',
  'mapping.not-a-number': 'doesNotFit',
  'mapping.not-a-date': 'doesNotFit',
  'mapping.not-valid': 'doesNotFit',
  'mapping.expression-failed': 'expression',
  'mapping.rule-not-usable': 'expression',
};

/**
 * What a node threw for one record, as that record's error: the headline says which record was not handled, then why. A
 * Defect is thrown on, because a mistake of ours is no property of a record.
 */
export function recordErrorOf(
  error: unknown,
  record: { readonly name: string; readonly key: string },
  entity: string,
): RecordError {
  const name = record.name || record.key;
  if (error instanceof MappingError) {
    return new RecordError({
      code: error.code,
      failureCause: causes[error.code],
      message: `${name} was not written. ${error.message}`,
      remedy: error.remedy,
      names: error.names,
      ...(error.field === undefined ? {} : { field: `${entity}.${error.field}` }),
      facts: {
        ...(error.value === undefined ? {} : { value: error.value }),
        ...(error.list === undefined ? {} : { list: error.list }),
        ...(error.maxLength === undefined ? {} : { maxLength: error.maxLength }),
      },
    });
  }
  if (error instanceof RecordError) {
    const isNamed = error.message.includes(name) || error.message.includes(record.key);
    return isNamed ? error : error.saying(`${name} was not written. ${error.message}`);
  }
  if (error instanceof FlowError && !(error instanceof Defect)) {
    return new RecordError({ code: error.code, failureCause: 'other', message: error.message, remedy: error.remedy });
  }
  throw asFlowError(error);
}
