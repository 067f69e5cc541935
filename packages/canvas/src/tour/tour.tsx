import { useRouter } from '@tanstack/react-router';
import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactElement,
  type ReactNode,
} from 'react';
import { useCall, useRead } from '../api/use-api.tsx';
import { useSession } from '../app/session.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { cx } from '../kit/cx.ts';
import { stepsFor, type TourStep } from './steps.ts';
import { useFrameOf } from './use-frame-of.ts';

/** A menu that the tour was started from gives the focus back first. */
const focusPauseMs = 50;

/** The guided tour of the demo. */
interface Tour {
  /** Whether it is on offer here: where the demo systems run. */
  readonly isThere: boolean;
  start(): void;
  /** The person knows, or does not want to: it is not offered again, on no machine. */
  dismiss(): void;
}

const TourContext = createContext<Tour | null>(null);

/** The tour, from anywhere inside the shell. */
export function useTour(): Tour {
  const tour = useContext(TourContext);
  if (!tour) throw new Error('This component needs a TourProvider around it.');
  return tour;
}

/** Holds the tour: it goes from screen to screen, and stays in sight meanwhile. */
export function TourProvider({ children }: { readonly children: ReactNode }): ReactElement {
  const { isDemoOn } = useSession();
  const [isOn, setIsOn] = useState(false);
  const { mutate } = useCall('saveTour', { stale: ['getSession'] });
  const tour = useMemo(
    (): Tour => ({
      isThere: isDemoOn,
      start: () => setIsOn(true),
      dismiss: () => mutate({ body: { hasSeen: true } }),
    }),
    [isDemoOn, mutate],
  );
  const end = () => {
    setIsOn(false);
    tour.dismiss();
  };
  return (
    <TourContext value={tour}>
      {children}
      {isOn && <Stops onEnd={end} />}
    </TourContext>
  );
}

/** The flow that is shown is the one everybody knows from the documentation, where it is there. */
function useShownFlow(): string | null | undefined {
  const flows = useRead('listFlows', {});
  if (!flows.data) return flows.isError ? null : undefined;
  const readable = flows.data.filter(({ damage }) => damage === null);
  return (readable.find(({ id }) => id === 'accounts-erp-to-crm') ?? readable[0])?.id ?? null;
}

function Stops({ onEnd }: { readonly onEnd: () => void }): ReactElement | null {
  const { permissions } = useSession();
  const flow = useShownFlow();
  const steps = useMemo(() => (flow === undefined ? [] : stepsFor(permissions, flow)), [permissions, flow]);
  const [index, setIndex] = useState(0);
  const step = steps[index];
  if (!step) return null;
  return <Stop step={step} number={index + 1} count={steps.length} onGo={(by) => setIndex(index + by)} onEnd={onEnd} />;
}

function Stop({
  step,
  number,
  count,
  onGo,
  onEnd,
}: {
  readonly step: TourStep;
  readonly number: number;
  readonly count: number;
  readonly onGo: (by: 1 | -1) => void;
  readonly onEnd: () => void;
}): ReactElement {
  const text = useText();
  const router = useRouter();
  const heading = useRef<HTMLHeadingElement>(null);
  const frame = useFrameOf(step.target ?? null);
  useEffect(() => {
    void router.navigate({ to: step.path, search: step.search ?? {} });
    const timer = setTimeout(() => heading.current?.focus(), focusPauseMs);
    return () => clearTimeout(timer);
  }, [router, step]);
  const isLast = number === count;
  const isLow = frame !== null && frame.top > innerHeight / 2;
  return (
    <>
      {frame && (
        <div
          aria-hidden="true"
          style={frame}
          className="pointer-events-none fixed z-menu rounded-3 border-2 border-accent shadow-selected"
        />
      )}
      <section
        role="dialog"
        aria-labelledby="tour-title"
        aria-describedby="tour-text"
        onKeyDown={(event) => {
          if (event.key === 'Escape') onEnd();
        }}
        className={cx(
          'fixed right-4 z-menu w-96 max-w-[calc(100vw-2rem)] rounded-3 border border-line bg-surface p-4 shadow-3',
          isLow ? 'top-16' : 'bottom-12',
        )}
      >
        <p className="text-20 text-ink-3">{text('tour.step', { n: number, all: count })}</p>
        <h2 ref={heading} tabIndex={-1} id="tour-title" className="mt-0.5 text-50 font-bold outline-none">
          {text(step.title)}
        </h2>
        <p id="tour-text" className="mt-1.5 leading-prose text-ink-2">
          {text(step.text)}
        </p>
        <div className="mt-3.5 flex flex-wrap items-center gap-2">
          {!isLast && (
            <Button look="quiet" onClick={onEnd}>
              {text('tour.end')}
            </Button>
          )}
          <span className="ml-auto flex gap-2">
            {number > 1 && <Button onClick={() => onGo(-1)}>{text('tour.back')}</Button>}
            <Button look="primary" onClick={() => (isLast ? onEnd() : onGo(1))}>
              {text(isLast ? 'tour.done' : 'tour.next')}
            </Button>
          </span>
        </div>
      </section>
    </>
  );
}

/** Offers the tour to who has not seen it. */
export function TourOffer(): ReactElement | null {
  const text = useText();
  const { user } = useSession();
  const tour = useTour();
  if (!tour.isThere || user.hasSeenTour) return null;
  return (
    <section
      aria-label={text('tour.title')}
      className="flex flex-none flex-wrap items-center gap-x-3 gap-y-2 rounded-3 bg-surface px-4 py-2.5 shadow-1"
    >
      <p className="min-w-0 flex-1">
        {text('tour.offer')} <span className="text-ink-3">{text('tour.again')}</span>
      </p>
      <Button size="s" look="quiet" onClick={tour.dismiss}>
        {text('tour.no')}
      </Button>
      <Button size="s" onClick={tour.start}>
        {text('tour.start')}
      </Button>
    </section>
  );
}
