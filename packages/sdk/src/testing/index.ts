export type { ContractCase, StartSystem, SystemFaults, SystemUnderTest } from './contract.ts';
export { cannedResponse, interceptedHttp, type InterceptedHttp, type Interception } from './intercepted-http.ts';
export { sinkContract, type SinkUnderTest } from './sink-contract.ts';
export { sourceContract, type SourceUnderTest } from './source-contract.ts';
export { testClock, type TestClock } from './test-clock.ts';
