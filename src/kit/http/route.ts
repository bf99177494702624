import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import type { ProblemDefinition } from '../problem.ts';

/**
 * Who may call a route. There is no default: a route without it does not compile.
 * `anyone`: no session is looked up. `visitor`: anyone, and the handler is told who it is, if known.
 * `signed-in`: only with a session.
 */
export type Access = 'anyone' | 'visitor' | 'signed-in';

/** What a signed-in caller is; the slice of sessions fills it by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by people/sessions
export interface Caller {}

/** How refusals are answered: as problem+json, as a page, or as a sentence of text. */
export type RouteKind = 'api' | 'page' | 'text';

type CallerOf<A extends Access> = A extends 'signed-in' ? Caller : A extends 'visitor' ? Caller | null : null;

type Parsed<S extends TSchema | undefined> = S extends TSchema ? Static<S> : undefined;

export interface Context<A extends Access, B, Q, P> {
  readonly caller: CallerOf<A>;
  readonly body: B;
  readonly query: Q;
  readonly params: P;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export interface Answer {
  readonly description: string;
  readonly schema?: TSchema;
  /** Of the body; JSON unless said. */
  readonly contentType?: string;
}

interface RouteFacts {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly kind: RouteKind;
  /** A line for the API reference; routes without it do not stand there. */
  readonly summary?: string;
  readonly description?: string;
  readonly tag?: string;
  /** Media types that the body may have; JSON for the API and form data for pages unless said. */
  readonly bodyTypes?: readonly string[];
  /** In bytes; 16 KiB unless said. */
  readonly bodyLimit?: number;
  /** What answers a larger body; `body-too-large` unless said. */
  readonly tooLarge?: ProblemDefinition;
  /** The body reaches the handler as text, in the exact form in which it was sent. */
  readonly rawBody?: boolean;
  readonly answers?: Readonly<Record<number, Answer>>;
  /**
   * What of a form may be given back when it can't be taken, by field name: its label, or null for a hidden field. Never a
   * password or code.
   */
  readonly keeps?: Readonly<Record<string, string | null>>;
  /**
   * Whose the forms of this page are where no session says so: the ID of the login that the browser is half-way
   * through; empty for nobody's.
   */
  formOwner?(request: FastifyRequest): Promise<string>;
  /** Refusals of its own, beside those that any route may answer. */
  readonly problems?: readonly ProblemDefinition[];
}

export interface RouteDefinition<
  A extends Access,
  B extends TSchema | undefined,
  Q extends TSchema | undefined,
  P extends TSchema | undefined,
> extends RouteFacts {
  readonly access: A;
  readonly body?: B;
  readonly query?: Q;
  readonly params?: P;
  handle(context: Context<A, Parsed<B>, Parsed<Q>, Parsed<P>>): unknown;
}

/** A route whose types have been checked and forgotten. */
export interface Route extends RouteFacts {
  readonly access: Access;
  readonly body?: TSchema;
  readonly query?: TSchema;
  readonly params?: TSchema;
  handle(context: Context<Access, unknown, unknown, unknown>): unknown;
}

/**
 * Declares a route. `handle` answers the body (an object for JSON, text for pages) and sets
 * another status than 200 on `reply`; a refusal is thrown as a `Problem`.
 */
export function route<
  A extends Access,
  B extends TSchema | undefined = undefined,
  Q extends TSchema | undefined = undefined,
  P extends TSchema | undefined = undefined,
>(definition: RouteDefinition<A, B, Q, P>): Route {
  return definition as unknown as Route;
}
