import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** Renders a whole page, doctype included. Everything in it that is text is escaped. */
export function renderPage<Props>(page: VNode<Props>): string {
  return `<!doctype html>${renderToString(page as VNode)}`;
}
