import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** Renders a whole page, doctype included. Everything in it that is text is escaped. */
export function renderPage<Props>(page: VNode<Props>): string {
  return `<!doctype html>${renderPart(page)}`;
}

/** Renders a part that is put into a page which was rendered before. */
export function renderPart<Props>(part: VNode<Props>): string {
  return renderToString(part as VNode);
}
