import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { isMailAddress } from '../mail-address.ts';
import { type Words, WordsContext } from '../words/index.ts';
import type { MailContent } from './content.ts';
import { HtmlMail } from './html-mail.tsx';
import { textMail } from './text-mail.ts';

/** A mail that can be queued. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/**
 * Writes a mail as text and as HTML; what every mail says is said in `words`. Texts are escaped, and each is made one line: what somebody chose, such as a
 * username, can add neither a line nor a header nor a recipient.
 * Throws when `to` is not one address, or when the button leads away from the site.
 */
export function composeMail(content: MailContent, words: Words): Mail {
  if (!isMailAddress(content.to)) throw new Error('A mail goes to one address.');
  const { site, action } = content;
  if (action && !action.url.startsWith(`${site.url}/`)) throw new Error('A mail links to its own site.');
  const clean = inOneLineEach(content);
  const inWords = h(WordsContext.Provider, { value: words }, h(HtmlMail, clean));
  return {
    to: content.to,
    subject: clean.subject,
    text: textMail(clean, words.mail),
    html: `<!doctype html>${renderToString(inWords)}`,
  };
}

function inOneLineEach(content: MailContent): MailContent {
  const { site, subject, heading, paragraphs, code, action, closing = [] } = content;
  return {
    ...content,
    site: { ...site, name: oneLine(site.name) },
    subject: oneLine(subject),
    heading: oneLine(heading),
    paragraphs: paragraphs.map(oneLine),
    ...(action && { action: { label: oneLine(action.label), url: new URL(action.url).href } }),
    ...(code !== undefined && { code: oneLine(code) }),
    closing: closing.map(oneLine),
  };
}

/** Line breaks of every kind, and what is no character to see, become a space. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}
