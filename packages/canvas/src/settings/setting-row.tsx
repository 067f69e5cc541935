import type { ReactElement, ReactNode } from 'react';

/** One setting: what it is and what it does at the left, its control at the right. */
export function SettingRow({
  id,
  title,
  help,
  children,
}: {
  /** Of the control, for the label; without one the control names itself. */
  readonly id?: string;
  readonly title: ReactNode;
  readonly help?: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2 border-t border-line px-3.5 py-3 first:border-t-0">
      <div className="min-w-50 flex-1">
        {id ? (
          <label htmlFor={id} className="font-medium">
            {title}
          </label>
        ) : (
          <span className="font-medium">{title}</span>
        )}
        {help && <p className="text-20 text-ink-2">{help}</p>}
      </div>
      {children}
    </div>
  );
}
