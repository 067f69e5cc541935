import type { FlowTest } from '@koppel/model';

/** A test of no records, which every flow passes. */
export function emptyFlowTest(flowId: string, id: string): FlowTest {
  return {
    koppel: 'flow-test',
    version: 1,
    id,
    flowId,
    title: id,
    isMadeUp: true,
    recording: {
      at: '2026-11-23T09:00:00.000Z',
      slots: {},
      schemas: {},
      mastership: { koppel: 'mastership', version: 1, rows: [] },
      valueLists: [],
      parameterValues: {},
      sources: [],
      targets: [],
      finds: [],
      links: [],
      claims: [],
      refused: [],
    },
    expected: { records: [], nodes: {}, writes: [] },
  };
}
