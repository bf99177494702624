import type { VNode } from 'preact';
import * as mail from '../../src/kit/mail/compose.ts';
import type { Problem } from '../../src/kit/problem.ts';
import * as ui from '../../src/kit/ui/render.ts';
import type { Say } from '../../src/kit/words/index.ts';
import { english } from '../../src/words.ts';

/** A page as an English reader gets it. */
export const renderPage = <Props>(page: VNode<Props>): string => ui.renderPage(page, english);

/** A part of a page, the same way. */
export const renderPart = <Props>(part: VNode<Props>): string => ui.renderPart(part, english);

/** A mail as an English reader gets it. */
export const composeMail = (content: Parameters<typeof mail.composeMail>[0]): mail.Mail =>
  mail.composeMail(content, english);

/** A sentence of a test, where one of the server's would be. */
export const say =
  (sentence: string): Say =>
  () =>
    sentence;

/** What a refusal says. */
export const said = (refusal: Pick<Problem, 'detail'>): string => refusal.detail(english);
