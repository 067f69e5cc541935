import { belgianFunctions } from './belgian-functions.ts';
import { dateFunctions } from './date-functions.ts';
import { emptyFunctions } from './empty-functions.ts';
import type { FunctionReference, LibraryFunction } from './library.ts';
import { listFunctions } from './list-functions.ts';
import { numberFunctions } from './number-functions.ts';
import { textFunctions } from './text-functions.ts';

/** Every function an expression may call. What is not here does not exist, also when the language brings it. */
export const libraryFunctions: readonly LibraryFunction[] = [
  ...emptyFunctions,
  ...textFunctions,
  ...numberFunctions,
  ...dateFunctions,
  ...belgianFunctions,
  ...listFunctions,
];

/** The function library for completion, hover and the docs. Its examples read the sample account of `exampleContext`. */
export const functionReference: readonly FunctionReference[] = libraryFunctions.map(
  ({ name, group, signature, summary, example, result }) => ({ name, group, signature, summary, example, result }),
);
