import { type Catalogue, textsFor } from '../../kit/mail/index.ts';
import { english } from './english.ts';
import type { MailTexts } from './texts.ts';

const catalogue: Catalogue<MailTexts> = { en: english };

/** What the mails of this slice say. */
export const mailTexts: MailTexts = textsFor(catalogue);
