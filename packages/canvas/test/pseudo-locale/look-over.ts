/** What does not fit on the page, and what is written in plain letters, one line each. */
export interface Findings {
  readonly clipped: string[];
  readonly plain: string[];
}

/** Looks over the page that is shown. Runs in the page. */
export function lookOver(): Findings {
  const odd = /[áƀčďƒǧȟǰķłḿňƥɋřšťṽẃẋýž]/u;
  const clipped = new Set<string>();
  const plain = new Set<string>();
  const isHidden = (element: Element): boolean => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return true;
    for (let at: Element | null = element; at; at = at.parentElement) {
      const { width, height } = at.getBoundingClientRect();
      // Read out and not shown.
      const { overflow, clipPath } = getComputedStyle(at);
      if ((width <= 1 && height <= 1 && overflow !== 'visible') || clipPath === 'inset(50%)') return true;
    }
    return false;
  };
  const place = (element: Element) =>
    `${element.tagName.toLowerCase()}.${element.className.toString().split(' ').slice(0, 3).join('.')}`;
  /** Whether somebody who wants to read all of it can: on hover, and in the log by opening the line. */
  const isToldElsewhere = (element: Element) => element.closest('[title], [role="log"]') !== null;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent?.trim() ?? '';
    const element = node.parentElement!;
    if (
      text === '' ||
      element.closest('script, style, code, pre, .monaco-editor, .react-flow__attribution') ||
      isHidden(element)
    ) {
      continue;
    }
    plain.add(text);
    if (!odd.test(text)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const words = range.getBoundingClientRect();
    const said = `${place(element)}: ${text.slice(0, 70)}`;
    let isContained = false;
    for (let box: Element | null = element; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      const edge = box.getBoundingClientRect();
      const isOut = words.right > edge.right + 1.5 || words.left < edge.left - 1.5;
      const isCut = style.overflowX === 'hidden' || style.overflowX === 'clip';
      if (isOut && isCut && box.scrollWidth > box.clientWidth + 1) {
        if (!isToldElsewhere(element)) clipped.add(`cut off, ${said}`);
        isContained = true;
        break;
      }
      // What has an edge that can be seen holds its words.
      const hasEdge = style.borderRightWidth !== '0px' || style.backgroundColor !== 'rgba(0, 0, 0, 0)';
      if (isOut && hasEdge && style.position !== 'fixed') clipped.add(`out of its box ${place(box)}, ${said}`);
      isContained = style.overflowX === 'auto' || style.overflowX === 'scroll';
      if (isContained) break;
    }
    if (!isContained && words.right > innerWidth + 1) clipped.add(`beyond the window, ${said}`);
  }
  for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]')) {
    if (element.closest('.monaco-editor')) continue;
    for (const name of ['aria-label', 'placeholder', 'title', 'alt']) {
      const text = element.getAttribute(name);
      if (text) plain.add(text);
    }
  }
  if (document.documentElement.scrollWidth > innerWidth + 1) clipped.add('the page itself scrolls to the side');
  return { clipped: [...clipped], plain: [...plain] };
}
