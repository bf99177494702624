import type { FastifyReply } from 'fastify';

/** Where the pages of a login lead, whichever of its steps they are for. */
export interface Ways {
  /** Back to the login: the attempt is over. */
  readonly over: (reply: FastifyReply, wanted: string) => Promise<FastifyReply>;
  /** To where a person wanted to go, if that may be. */
  readonly next: (wanted: string | undefined) => string;
}
