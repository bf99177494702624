/** An administrator who looks at somebody's account, as every page says it. */
export interface Looking {
  /** The administrator's username. */
  readonly actor: string;
  /** That of the account. */
  readonly username: string;
  /** When it ends, in Unix milliseconds. */
  readonly until: number;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who looks at whose account with this request; undefined where everybody is who they are. */
    looking?: Looking;
  }
}
