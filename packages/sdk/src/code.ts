/** What can be carried to code and back: text, numbers, yes or no, nothing. */
export type PlainValue = string | number | boolean | null;

/** Records of one node, for its code. */
export interface CodeBatch {
  /** A TypeScript module whose `export default` is a function of a record and a run. */
  readonly code: string;
  /** Names of the fields of a record, in the order of its values. */
  readonly fields: readonly string[];
  readonly records: readonly (readonly PlainValue[])[];
  /** What the code may know beside the record. */
  readonly run: { readonly today: string };
}

/** What is wrong with code, or with what it did to a record. `line` and `column` count from 1; null: not at one place. */
export interface CodeProblem {
  /** `threw`: by itself, on purpose or not · `syntax`: it cannot be read · `result`: it gave what is no record. */
  readonly kind: 'threw' | 'syntax' | 'result' | 'tooSlow' | 'tooMuchMemory' | 'tooLarge';
  readonly message: string;
  readonly line: number | null;
  readonly column: number | null;
}

/** What the code made of one record: the fields that it gives, or what went wrong. */
export type CodeAnswer =
  | { readonly ok: true; readonly values: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly problem: CodeProblem };

/** Runs code that people wrote, where it can reach nothing. */
export interface CodeRunner {
  /** One answer for each record, in their order. */
  run(batch: CodeBatch): Promise<readonly CodeAnswer[]>;
  /** What keeps code from being run at all; null: nothing. Its function is not called. */
  problemIn(code: string): Promise<CodeProblem | null>;
}
