import { runCodeType, type FlowDocument } from '@koppel/model';

/** How many steps run code that somebody wrote. Null: a flow that stays removed. */
export function stepsWithCode(flows: readonly { readonly result: Pick<FlowDocument, 'nodes'> | null }[]): number {
  return flows
    .flatMap(({ result }) => Object.values(result?.nodes ?? {}))
    .filter(({ type, config }) => type === runCodeType && config['code'] !== '').length;
}
