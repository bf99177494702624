/** What a mail may do in its frame: lead away, when a person clicks. It runs nothing, fetches nothing, sends nothing. */
export const sandbox = 'allow-top-navigation-by-user-activation allow-popups allow-popups-to-escape-sandbox';

/** The same holds for who opens the mail by its own address; no other site may frame it. */
export const framedPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  `sandbox ${sandbox}`,
].join('; ');

/** Has links open in the window rather than in the frame, as a mail program does. */
export function inFrame(html: string): string {
  return html.replace('<head>', '<head><base target="_top">');
}
