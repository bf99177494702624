/** Calls `act` for each element of the page that `selector` finds. */
export function each<E extends Element = HTMLElement>(selector: string, act: (element: E) => void): void {
  for (const element of document.querySelectorAll<E>(selector)) act(element);
}

/** The one element in `scope` that the page was rendered with. */
export function one<E extends Element = HTMLElement>(scope: ParentNode, selector: string): E {
  const found = scope.querySelector<E>(selector);
  if (!found) throw new Error(`The page has no ${selector}.`);
  return found;
}

/** `act`, once nothing has asked for it for `ms` milliseconds. */
export function afterPause(ms: number, act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, ms);
  };
}

/** Puts text into an element; an announcement repeats only when it changed. */
export function say(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
