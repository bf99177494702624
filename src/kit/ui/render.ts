import { h, type VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { type Words, WordsContext } from '../words/index.ts';

/** Renders a whole page, doctype included. Everything in it that is text is escaped. */
export function renderPage<Props>(page: VNode<Props>, words: Words): string {
  return `<!doctype html>${renderPart(page, words)}`;
}

/** Renders a part that is put into a page which was rendered before. */
export function renderPart<Props>(part: VNode<Props>, words: Words): string {
  return renderToString(h(WordsContext.Provider, { value: words }, part as VNode));
}
