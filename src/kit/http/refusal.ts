import type { Problem } from '../problem.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Why the request was refused, if it was. */
    refusal?: Problem;
  }
}
