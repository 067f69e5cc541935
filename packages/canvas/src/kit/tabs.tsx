import { Tabs as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';

export interface TabsProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly tabs: readonly {
    readonly value: Value;
    readonly title: ReactNode;
    readonly count?: ReactNode;
    readonly content: ReactNode;
  }[];
  /** Around the row of tabs. */
  readonly listClassName?: string;
  /** Around what the chosen tab shows. */
  readonly contentClassName?: string;
}

/** Parts of one thing, one at a time. Only the chosen part is in the page. */
export function Tabs<Value extends string>({
  label,
  value,
  onChange,
  tabs,
  listClassName,
  contentClassName,
}: TabsProps<Value>): ReactElement {
  return (
    <Radix.Root value={value} onValueChange={(next) => onChange(next as Value)} className="contents">
      <Radix.List aria-label={label} className={cx('flex gap-5', listClassName)}>
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className="relative inline-flex h-9.5 items-center gap-1.5 font-medium whitespace-nowrap text-ink-2 after:absolute after:inset-x-0 after:-bottom-px after:h-0.5 after:rounded-round hover:text-ink data-[state=active]:text-ink data-[state=active]:after:bg-accent"
          >
            {tab.title}
            {tab.count !== undefined && <span className="text-ink-3">{tab.count}</span>}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className={contentClassName}>
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
