import { sinkContract, sourceContract } from '@koppel/sdk/testing';
import { describe, test } from 'vitest';
import { startErp } from './demo-erp.ts';

describe('as a source', () => {
  for (const { title, run } of sourceContract(startErp)) test(title, run);
});

describe('as a sink', () => {
  for (const { title, run } of sinkContract(startErp)) test(title, run);
});
