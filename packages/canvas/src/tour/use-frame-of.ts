import { useEffect, useState } from 'react';

/** Where something stands on the screen, with a little air around it. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const air = 4;

/** The frame of what a selector finds, as long as it is there; it follows what moves. Null: nothing is found, or nothing sought. */
export function useFrameOf(selector: string | null): Frame | null {
  const [frame, setFrame] = useState<Frame | null>(null);
  useEffect(() => {
    if (selector === null) return;
    let request = 0;
    const look = () => {
      const box = document.querySelector(selector)?.getBoundingClientRect();
      setFrame((before) => {
        const next = box && box.width > 0 ? frameOf(box) : null;
        return isSame(before, next) ? before : next;
      });
      request = requestAnimationFrame(look);
    };
    look();
    return () => {
      cancelAnimationFrame(request);
      setFrame(null);
    };
  }, [selector]);
  return frame;
}

/** Within the window, so that all four sides can be seen. */
function frameOf({ left, top, right, bottom }: DOMRect): Frame {
  const edge = { left: Math.max(2, left - air), top: Math.max(2, top - air) };
  return {
    ...edge,
    width: Math.min(innerWidth - 2, right + air) - edge.left,
    height: Math.min(innerHeight - 2, bottom + air) - edge.top,
  };
}

function isSame(a: Frame | null, b: Frame | null): boolean {
  if (a === null || b === null) return a === b;
  return a.left === b.left && a.top === b.top && a.width === b.width && a.height === b.height;
}
