export interface Explanation {
  readonly id: string;
  readonly package: string;
  readonly why: string;
  readonly until: string;
}
export function audit(options: {
  readonly registry: string;
  readonly packages: readonly { readonly name: string; readonly version: string }[];
  readonly explanations: readonly Explanation[];
  readonly today: string;
}): Promise<{ lines: string[]; code: 0 | 1 | 2 }>;
