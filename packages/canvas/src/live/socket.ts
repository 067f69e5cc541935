/** The part of a WebSocket that is used here; the browser's and Node's own both fit. */
export interface LiveSocket {
  send(text: string): void;
  close(): void;
  addEventListener(type: 'open', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { code: number }) => void): void;
}

/** Time and chance, so that tests decide them. */
export interface LiveClock {
  now(): number;
  /** Calls back once; gives the function that prevents it. */
  after(ms: number, run: () => void): () => void;
  /** From 0 up to, not including, 1. */
  random(): number;
}

/** The clock of the machine. */
export const machineClock: LiveClock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
