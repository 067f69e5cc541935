import { CircleAlert } from 'lucide-react';
import { useId, type ReactElement, type ReactNode } from 'react';
import { Icon } from './icon.tsx';

/** What a control inside a `Field` must carry to belong to its label, help and error. */
export interface FieldIds {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

export interface FieldProps {
  readonly label: ReactNode;
  readonly help?: ReactNode;
  /** What is wrong with the value; shown in place of the help. */
  readonly error?: string | null | undefined;
  /** Behind the label, such as "not required". */
  readonly remark?: ReactNode;
  readonly children: (ids: FieldIds) => ReactNode;
}

/** A control with its label above, and help or error below. */
export function Field({ label, help, error, remark, children }: FieldProps): ReactElement {
  const id = useId();
  const noteId = `${id}-note`;
  return (
    <div>
      <div className="mb-0.75 flex gap-2 text-20 text-ink-2">
        <label htmlFor={id}>{label}</label>
        {remark && <span className="text-ink-3">{remark}</span>}
      </div>
      {children({
        id,
        'aria-describedby': error || help ? noteId : undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {error ? (
        <p id={noteId} className="mt-1 flex items-start gap-1.5 text-20 text-fail-text">
          <Icon of={CircleAlert} size="xs" className="mt-0.75" />
          {error}
        </p>
      ) : (
        help && (
          <p id={noteId} className="mt-1 text-20 text-ink-3">
            {help}
          </p>
        )
      )}
    </div>
  );
}
