import type { Words } from '../words/index.ts';
import type { MailContent } from './content.ts';

/** The plain form of a mail: paragraphs with an empty line between them. */
export function textMail(
  { site, heading, paragraphs, code, action, closing = [] }: MailContent,
  { sentBy }: Words['mail'],
): string {
  const parts = [
    heading,
    ...paragraphs,
    ...(code === undefined ? [] : [`    ${code}`]),
    ...(action ? [`${action.label}:\n${action.url}`] : []),
    ...closing,
    // RFC 3676 section 4.3: what follows is no part of the message.
    `-- \n${sentBy(site.name)}\n${site.url}`,
  ];
  return `${parts.join('\n\n')}\n`;
}
