import type { FastifyReply } from 'fastify';
import { h, type VNode } from 'preact';
import { ownerField } from '../http/index.ts';
import type { Problem } from '../problem.ts';
import type { Say, Words } from '../words/index.ts';
import { FormOwnerContext, markForms } from './form-owner.tsx';
import { LeavePage, type PostedForm, PostPage } from './leave-page.tsx';
import { LookingContext } from './looking-banner.tsx';
import { renderPage } from './render.ts';
import type { FormProblem, Site } from './site.ts';
import { SupportCodeContext } from './support-code.tsx';

/** Sends pages, each with the policy that keeps strangers' scripts and frames out of it. */
export interface Pages {
  readonly site: Site;
  /** What they say. */
  readonly words: Words;
  send<Props>(reply: FastifyReply, page: VNode<Props>): FastifyReply;
  /**
   * Leads on: by a redirect to a path of this server, and to another site by a page of ours that leads there at once.
   * Chromium holds the `form-action` of a page against every redirect after its form, also those of the other site.
   */
  leaveTo(reply: FastifyReply, target: string): FastifyReply;
  /**
   * The same with a form that the other site wants posted. What that site leads on to is held against `form-action` too, so
   * the policy names no host, and nothing less safe than the site itself.
   */
  postTo(reply: FastifyReply, form: PostedForm): FastifyReply;
  /** For the API console alone, which puts style elements into its page. */
  sendWithInlineStyles<Props>(reply: FastifyReply, page: VNode<Props>): FastifyReply;
  /** For the mailbox of development alone, which shows a mail in a frame. */
  sendWithFrame<Props>(reply: FastifyReply, page: VNode<Props>): FastifyReply;
}

/**
 * `codeOf` gives the code by which support knows what an answer belongs to.
 */
export function createPages(
  site: Site,
  words: Words,
  codeOf: (reply: FastifyReply) => string | undefined,
): Pages {
  const strict = policy("'self'");
  const withInlineStyles = policy("'self' 'unsafe-inline'");
  const send = <Props>(reply: FastifyReply, page: VNode<Props>, contentPolicy: string) =>
    reply
      .header('content-security-policy', contentPolicy)
      .header('referrer-policy', 'same-origin')
      // A window that opened this one, or was opened by it, has no hand on it (ASVS V3.4.8).
      .header('cross-origin-opener-policy', 'same-origin')
      .header('content-type', 'text/html; charset=utf-8')
      .send(render(reply, page));
  const render = <Props>(reply: FastifyReply, page: VNode<Props>) => {
    const owner = reply.request.formOwner ?? '';
    const owned = h(FormOwnerContext.Provider, { value: owner }, page as VNode);
    const coded = h(SupportCodeContext.Provider, { value: codeOf(reply) }, owned);
    const looked = h(LookingContext.Provider, { value: reply.request.looking }, coded);
    return markForms(renderPage(looked, words), ownerField, owner);
  };
  return {
    site,
    words,
    send: (reply, page) => send(reply, page, strict),
    leaveTo(reply, target) {
      if (target.startsWith('/')) return reply.redirect(target, 303);
      return send(reply.header('refresh', `0; url=${target}`), h(LeavePage, { site, target }), strict);
    },
    postTo(reply, form) {
      const page = h(PostPage, { site, ...form });
      // The other site may look at where it comes from.
      return send(reply, page, policy("'self'", schemesFor(form.target))).header(
        'referrer-policy',
        'strict-origin',
      );
    },
    sendWithInlineStyles: (reply, page) => send(reply, page, withInlineStyles),
    sendWithFrame: (reply, page) => send(reply, page, `${strict}; frame-src 'self'`),
  };
}

function schemesFor(target: string): string {
  const { protocol } = new URL(target);
  return protocol === 'http:' ? 'http: https:' : protocol;
}

function policy(styles: string, forms = "'self'"): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${styles}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    `form-action ${forms}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/** A refusal as a form shows it: one sentence for the whole, one for each field by its name. */
export function toFormProblem({ detail, options }: Problem): FormProblem {
  const fields: Record<string, Say> = {};
  for (const place of options.errors ?? []) fields[place.pointer.slice(1)] ??= place.detail;
  return { detail, fields, retryAfter: options.retryAfter };
}
