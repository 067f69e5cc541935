/**
 * What an expression may cost. The structural limits are checked before it runs; work is counted while it runs
 * (`meter.ts`), so that an expression written to be slow, or a text made to slow one down, costs a fraction of a second.
 */
export const limits = {
  /** Characters of an expression. The parser recurses once per sign in `!!!…`, so this also bounds its stack. */
  maxLength: 4_000,
  /** Parts of an expression: names, values, operators and calls. */
  maxNodes: 400,
  /** Brackets, calls and selections inside each other. */
  maxDepth: 40,
  /** Elements written in one list or map. */
  maxElements: 100,
  /** `map`, `filter`, `all` … inside each other. */
  maxLoopDepth: 2,
  /** Characters of any text an expression makes. */
  maxText: 100_000,
  /** Characters of a pattern, and the size of the program made from it. */
  maxPatternLength: 200,
  maxPatternProgram: 500,
  /** Units of work in one evaluation: a character touched, or a part evaluated in a loop. About 40 ns each. */
  maxWork: 1_000_000,
} as const;
