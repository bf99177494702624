/** Calls `act` for each element of the page that matches `selector`. */
export function each<E extends Element = HTMLElement>(selector: string, act: (element: E) => void): void {
  for (const element of document.querySelectorAll<E>(selector)) act(element);
}

/** The element in `scope` that matches `selector`. */
export function one<E extends Element = HTMLElement>(scope: ParentNode, selector: string): E {
  const found = scope.querySelector<E>(selector);
  if (!found) throw new Error(`The page has no ${selector}.`);
  return found;
}

/** Debounces `act` by `ms` milliseconds. */
export function afterPause(ms: number, act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, ms);
  };
}

/** Sets the text of an element, only if it changed, so that it isn't announced again. */
export function say(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
