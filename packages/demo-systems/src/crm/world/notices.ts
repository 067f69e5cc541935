import { namedGuid } from '../../identity/guid-series.ts';
import { listedBase, type BaseSet } from '../../records/base-set.ts';
import { foldedText, type CrmTable } from '../table.ts';

const messages = ['Create', 'Update', 'Delete'] as const;

/** What notices can be asked for: each message, and each table that has it. */
export function noticeBases(seed: number, tables: readonly CrmTable[]): Record<string, BaseSet> {
  const stamp = Date.parse('2023-01-09T08:00:00Z');
  const id = (message: string) => namedGuid(seed, `crm message ${message}`);
  return {
    sdkmessages: listedBase(
      messages.map((name) => ({ id: id(name), stamp, values: { name } })),
      { name: ({ values }) => foldedText(values['name'] ?? null) },
    ),
    sdkmessagefilters: listedBase(
      tables
        .filter(({ isSetting }) => !isSetting)
        .flatMap(({ type }) =>
          messages.map((message) => ({
            id: namedGuid(seed, `crm message filter ${type} ${message}`),
            stamp,
            values: { primaryobjecttypecode: type, sdkmessageid: id(message), iscustomprocessingstepallowed: true },
          })),
        ),
    ),
  };
}
