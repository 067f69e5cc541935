import { sinkContract, sourceContract } from '@koppel/sdk/testing';
import { describe, test } from 'vitest';
import { startCrm } from './demo-crm.ts';

describe('as a source', () => {
  for (const { title, run } of sourceContract(startCrm)) test(title, run);
});

describe('as a sink', () => {
  for (const { title, run } of sinkContract(startCrm)) test(title, run);
});
