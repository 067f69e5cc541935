import { ChevronRight } from 'lucide-react';
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useState,
  type ReactElement,
  type ReactNode,
} from 'react';
import { Icon } from '../kit/icon.tsx';
import { foldToFit } from './fold-to-fit.ts';
import { PaletteButton } from './palette/palette-button.tsx';

export interface PageProps {
  /** The name of the screen, or of what it shows; last in the trail and in the window's title. */
  readonly title: string;
  /** What leads here, each a link. */
  readonly trail?: readonly ReactNode[];
  /** Behind the trail: state, tabs. */
  readonly head?: ReactNode;
  /** In front of the search field. */
  readonly tools?: ReactNode;
  /** At the right end of the top bar. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** Tells the page that it has a main heading of its own below; what it gives says that it is gone. */
const HeadingBelow = createContext<(() => () => void) | null>(null);

/** A screen: the top bar and what is below it. The title in the bar is the main heading while there is no `PageHeading` below. */
export function Page({ title, trail = [], head, tools, actions, children }: PageProps): ReactElement {
  const [headings, setHeadings] = useState(0);
  const tellHeading = useCallback(() => {
    setHeadings((count) => count + 1);
    return () => setHeadings((count) => count - 1);
  }, []);
  const Title = headings > 0 ? 'span' : 'h1';
  useEffect(() => {
    document.title = `${title} – Koppel`;
  }, [title]);
  return (
    <>
      <header
        ref={foldToFit}
        className="z-topbar flex print:hidden min-h-(--h-topbar) flex-none items-center gap-x-3 gap-y-1 border-b border-line bg-surface px-4 in-lines:flex-wrap"
      >
        <div className="flex flex-none items-center gap-2 pt-1.5 pb-1 whitespace-nowrap text-ink-3 folded-3:min-w-32 folded-3:shrink in-lines:min-w-0 in-lines:shrink">
          {trail.map((step, index) => (
            <span key={index} className="inline-flex items-center gap-2 folded-3:hidden">
              {step}
              <Icon of={ChevronRight} size="xs" className="text-ink-disabled" />
            </span>
          ))}
          <Title className="truncate font-bold text-ink" title={title}>
            {title}
          </Title>
        </div>
        <div className="flex flex-none items-center gap-x-3 gap-y-1 self-stretch empty:hidden in-lines:shrink in-lines:flex-wrap">
          {head}
        </div>
        <div className="ml-auto flex flex-none items-center justify-end gap-2 py-2 in-lines:flex-[1_0_auto] in-lines:flex-wrap">
          {tools}
          <PaletteButton />
          {actions}
        </div>
      </header>
      <HeadingBelow value={tellHeading}>{children}</HeadingBelow>
    </>
  );
}

/** The main heading of a screen that shows it below the bar. */
export function PageHeading({
  className = 'text-60 leading-tight font-bold tracking-[-0.01em]',
  children,
}: {
  readonly className?: string;
  readonly children: ReactNode;
}): ReactElement {
  const tell = useContext(HeadingBelow);
  useLayoutEffect(() => tell?.(), [tell]);
  return <h1 className={className}>{children}</h1>;
}

/** The body of a screen that scrolls as a whole. */
export function PageBody({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <main className="flex min-h-0 flex-1 flex-col gap-3.5 overflow-y-auto px-6 py-5 max-narrow:px-3">{children}</main>
  );
}

/** The title inside a screen, with figures or actions at its right. */
export function PageTitle({
  title,
  children,
  aside,
}: {
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly aside?: ReactNode;
}): ReactElement {
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
      <div>
        <PageHeading>{title}</PageHeading>
        {children && <p className="mt-0.75 max-w-[78ch] text-ink-2">{children}</p>}
      </div>
      {aside && <div className="ml-auto">{aside}</div>}
    </div>
  );
}
