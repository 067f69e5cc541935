import type { Issue } from '@koppel/model';
import type { ReactElement, ReactNode } from 'react';
import { useSentence, useText } from '../i18n/locale.tsx';
import { Note } from '../kit/status-pill.tsx';
import type { SourceField } from '../mapping-editor/source-tree.ts';
import type { Samples } from '../mapping-editor/use-samples.ts';
import { useValueText } from '../mapping-editor/use-value-text.ts';

/** What the code gives for the record that is looked at, and how many of the samples it fails for. */
export function CodeOutcome({
  samples: { records, current },
  filled,
  labelOf,
  choices,
  issues,
}: {
  readonly samples: Samples;
  readonly filled: readonly string[];
  readonly labelOf: (name: string) => string;
  readonly choices: readonly SourceField[];
  readonly issues: readonly Issue[];
}): ReactElement {
  const text = useText();
  const sentence = useSentence();
  const writeValue = useValueText();
  const failing = records.filter(({ errors }) => Object.keys(errors).length > 0).length;
  const error = current && Object.values(current.errors)[0];
  const mistake = issues.find(({ severity }) => severity === 'error');
  const shown = (name: string, values: Readonly<Record<string, string | number | boolean | null>> | null) => {
    const value = values?.[name] ?? null;
    const type = choices.find((choice) => choice.name === name)?.type;
    return value === null || value === '' ? '–' : type ? writeValue(value, type) : String(value);
  };
  return (
    <Column label={text('code.result')}>
      {mistake && (
        <Note status="fail">
          {mistake.message} {mistake.remedy}
        </Note>
      )}
      {error && !mistake && (
        <div role="alert">
          <Note status="fail">
            {sentence(error.message)} {sentence(error.remedy)}
          </Note>
        </div>
      )}
      {current?.output && (
        <dl aria-label={text('code.resultOf')}>
          {filled.map((name) => (
            <div key={name} className="border-b border-line py-1.5">
              <dt className="text-20 text-ink-3">{labelOf(name)}</dt>
              <dd>
                {shown(name, current.output) !== shown(name, current.input) && (
                  <s className="mr-2 text-ink-3">{shown(name, current.input)}</s>
                )}
                {shown(name, current.output)}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {records.length > 0 && (
        <p role="status" className="text-20 text-ink-2">
          {text('code.count', { n: records.length, failing })}
        </p>
      )}
    </Column>
  );
}

/** A column beside the code, with a heading. */
export function Column({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactElement {
  return (
    <section aria-label={label} className="flex min-h-0 flex-col gap-2 overflow-y-auto bg-surface-2 px-3 pb-3">
      <h3 className="flex h-9 flex-none items-center font-bold">{label}</h3>
      {children}
    </section>
  );
}
