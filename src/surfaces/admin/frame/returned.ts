import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { setProblemHeaders } from '../../../kit/http/index.ts';
import type { Problem } from '../../../kit/problem.ts';
import type { Services } from '../../../kit/services.ts';
import { toFormProblem } from '../../../kit/ui/index.ts';
import type { Say } from '../../../kit/words/index.ts';

/** A form that was refused and is shown again. */
export interface Refused {
  readonly refusal: Problem;
  /** What was sent in a field. */
  typed(field: string): string;
}

/** Has the reason of an act come back with a form that was refused. */
export const keepsReason = {
  reason: ({ console }) => console.confirm.reason,
} as const satisfies Readonly<Record<string, Say>>;

/** Sends a page; one with a refused form has the status and headers of the refusal. */
export function sendPage<Props>(
  { pages }: Pick<Services, 'pages'>,
  reply: FastifyReply,
  page: VNode<Props>,
  refused?: Refused,
) {
  if (refused) setProblemHeaders(reply, refused.refusal);
  return pages.send(reply, page);
}

/** What a page shows of a refused form: what's wrong, and the reason as it was typed. */
export const shownOf = (refused: Refused | undefined) =>
  refused && { problem: toFormProblem(refused.refusal), reason: refused.typed('reason') };
