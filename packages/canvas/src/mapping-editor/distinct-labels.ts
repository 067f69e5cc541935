/**
 * Labels by name, each told apart: where a system calls two fields the same, such as one column that holds two numbers, those
 * take their other name.
 */
export function distinctLabels(
  fields: readonly { readonly name: string; readonly label: string }[],
  otherName: (name: string) => string,
): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const { label } of fields) counts.set(label, (counts.get(label) ?? 0) + 1);
  return new Map(fields.map(({ name, label }) => [name, counts.get(label)! > 1 ? otherName(name) : label]));
}
