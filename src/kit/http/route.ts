import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import { Problem, type ProblemDefinition } from '../problem.ts';
import type { Say } from '../words/index.ts';
import { type Filled, type Form, type FormChoice, fieldIn, readForm } from './form/form.ts';

/**
 * Who may call a route. There is no default: a route without it does not compile.
 * `anyone`: no session is looked up. `visitor`: anyone, and the handler is told who it is, if known.
 * `signed-in`: only with a session.
 * `accounts:unlock` and its like: only with that permission, which people/roles explains.
 * `app`: other software, which brings its own proof. No cookie counts, so any page may send it, and the route itself says
 * which pages may read the answer (CORS).
 */
export type Access = 'anyone' | 'visitor' | 'signed-in' | 'app' | PermissionName;

/** What administrators may do. The room of roles fills it by declaration merging, a member each: `accounts:unlock`. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by people/roles
export interface Permissions {}

export type PermissionName = keyof Permissions & `${string}:${string}`;

/** Whether a route is for administrators alone, with the permission that it names. */
export const isPermissionName = (access: Access): access is PermissionName => access.includes(':');

/** Who acts as an administrator, in person or by a token; filled by people/roles. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by people/roles
export interface Administrator {}

/** What a signed-in caller is; the slice of sessions fills it by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by people/sessions
export interface Caller {}

/** An administrator who looks at somebody's account; filled by people/impersonation. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by people/impersonation
export interface Impersonating {}

/** What access keys can be for. The room of keys fills it by declaration merging, a member each: `data:read`. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by people/keys
export interface KeyScopes {}

export type KeyScopeName = keyof KeyScopes & `${string}:${string}`;

/** A program with an access key of the account; filled by people/keys. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by people/keys
export interface ByKey {}

/** Whose account a request is about, whether they or an administrator who looks at it have sent it. */
export type SignedIn = Caller | Impersonating;

/** How refusals are answered: as problem+json, as a page, or as a sentence of text. */
export type RouteKind = 'api' | 'page' | 'text';

/** `true` on a route that serves administrators who look at somebody's account; see `RouteDefinition`. */
type Impersonated = true | undefined;

type CallerOf<A extends Access, I extends Impersonated, K extends Keyed> = A extends PermissionName
  ? Administrator
  : A extends 'signed-in'
    ? SignedInOf<I> | ByKeyOf<K>
    : A extends 'visitor'
      ? SignedInOf<I> | null
      : null;

/** The scope of a route that takes access keys. */
type Keyed = KeyScopeName | undefined;

type ByKeyOf<K extends Keyed> = K extends KeyScopeName ? ByKey : never;

type SignedInOf<I extends Impersonated> = I extends true ? SignedIn : Caller;

type Parsed<S extends TSchema | undefined> = S extends TSchema ? Static<S> : undefined;

export interface Context<
  A extends Access,
  B,
  Q,
  P,
  F = undefined,
  E extends string = never,
  I extends Impersonated = undefined,
  K extends Keyed = undefined,
> {
  readonly caller: CallerOf<A, I, K>;
  readonly body: B;
  readonly query: Q;
  readonly params: P;
  /** What was sent in the form, once it has been checked. */
  readonly form: F;
  /** The fields that only the page has, as they were sent; one that is missing is the empty text. */
  readonly extra: Readonly<Record<E, string>>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** A form that was refused, for the page that shows it again. */
export interface RefusedForm<A extends Access, P, E extends string, I extends Impersonated = undefined>
  extends Pick<Context<A, unknown, unknown, P, undefined, E>, 'params' | 'extra' | 'request' | 'reply'> {
  readonly caller: CallerOf<A, I, undefined>;
  readonly refusal: Problem;
  /** What was sent in a field, as it is; one that is missing is the empty text. */
  typed(field: string): string;
}

interface DescribedHeader {
  readonly description: string;
}

export interface Answer {
  readonly description: string;
  readonly schema?: TSchema;
  /** Of the body; JSON unless said. */
  readonly contentType?: string;
  /** A body, for the reference; where it has none, one is made of the examples in the schema. */
  readonly example?: unknown;
  /** What its headers say, by their names, for the reference. */
  readonly headers?: Readonly<Record<string, DescribedHeader>>;
}

/** What the reference of the API says of a request. */
export interface RouteDescription {
  /** What generated clients call it: camelCase, a verb first. A contract: another name breaks them. */
  readonly operationId: string;
  /** The section of the reference that it stands in. */
  readonly tag: string;
  /** What it does, as an imperative in a few words. */
  readonly summary: string;
  readonly description: string;
  /** A body that works as it stands: the console is filled in with it. */
  readonly example?: unknown;
  /** Headers that it looks at, by their names: what they do. */
  readonly headers?: Readonly<Record<string, DescribedHeader>>;
  /** The security schemes by which its sender proves something; a session where `access` asks for one, unless said. */
  readonly schemes?: readonly string[];
}

/** The operation of a thing with a name in kebab-case: `completeLoginWith` and `recovery-code` are `completeLoginWithRecoveryCode`. */
export function operationName(verb: string, thing: string): string {
  return verb + thing.replaceAll(/(?:^|-)(\w)/g, (_, first: string) => first.toUpperCase());
}

/** Where a route stands in the reference: whole, or not at all. */
type DescribedOrNot = RouteDescription | { readonly [Member in keyof RouteDescription]?: undefined };

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface RouteFacts {
  /** How a request is answered that no route of this path takes, by its method or media type; as `kind` unless said. */
  kindOfUnfit?(request: FastifyRequest): RouteKind;
  readonly method: Method;
  readonly path: string;
  readonly kind: RouteKind;
  /** Media types that the body may have; JSON for the API and form data for pages unless said. */
  readonly bodyTypes?: readonly string[];
  /** A request without a body counts as one with `{}`. */
  readonly mayLackBody?: true;
  /** In bytes; 16 KiB unless said, and 64 KiB for the forms of pages. */
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
  readonly keeps?: Readonly<Record<string, Say | null>>;
  /**
   * Whose the forms of this page are where no session says so: the ID of the unfinished login of the
   * browser; empty for nobody's.
   */
  formOwner?(request: FastifyRequest): Promise<string>;
  /**
   * Where a page leads once somebody has signed in or confirmed their identity for it; to itself unless said. A download
   * says it: a file that is saved leaves the page as it is, which would be the one that asked.
   */
  readonly leadsBack?: string;
  /** Answers the preflight of a page (CORS), where `access` is `app`; nothing is allowed unless said. */
  preflight?(request: FastifyRequest, reply: FastifyReply): unknown;
  /** Refusals of its own, beside those that any route may answer. */
  readonly problems?: readonly ProblemDefinition[];
}

/** What a form says of the API: its twin there, or why it has none. A form without either does not compile. */
type DeclaresForm<K, M> = K extends 'page'
  ? M extends 'GET'
    ? unknown
    : { readonly form: Form | FormChoice } | { readonly noTwin: string }
  : unknown;

export interface RouteDefinition<
  A extends Access,
  B extends TSchema | undefined,
  Q extends TSchema | undefined,
  P extends TSchema | undefined,
  F extends Form | FormChoice | undefined,
  E extends string,
  I extends Impersonated,
  K extends Keyed,
> extends RouteFacts {
  readonly access: A;
  /**
   * Serves administrators who look at somebody's account as well. Every route that doesn't say so refuses them. What such
   * a route calls must take an `Impersonating`, which nothing does that changes an account.
   */
  readonly impersonated?: I;
  /**
   * Takes access keys of this scope as well as sessions. Every route that doesn't say so refuses them. What such a route calls must
   * take a `ByKey`, which nothing does that changes who gets in.
   */
  readonly keys?: K;
  readonly body?: B;
  readonly query?: Q;
  readonly params?: P;
  /** What the form of a page asks for, by the schema of the API. It is checked before `handle` is called. */
  readonly form?: F;
  /** Why the form of a page is no request of the API. */
  readonly noTwin?: string;
  /** The fields that only the page has. */
  readonly extra?: readonly E[];
  /** Shows a form again that its schema or `handle` has refused; without it the refusal is a page of its own. */
  refused?(form: RefusedForm<A, Parsed<P>, E, I>): unknown;
  handle(context: Context<A, Parsed<B>, Parsed<Q>, Parsed<P>, Filled<F>, E, I, K>): unknown;
}

/** No permission is used in the name of somebody else, and for other software no cookie is read. */
type MayBeImpersonated<A extends Access> = A extends PermissionName | 'app'
  ? { readonly impersonated?: undefined; readonly keys?: undefined }
  : unknown;

/** A route whose types have been checked and forgotten. */
export interface Route extends RouteFacts, Partial<RouteDescription> {
  readonly access: Access;
  readonly impersonated?: Impersonated;
  readonly keys?: Keyed;
  readonly body?: TSchema;
  readonly query?: TSchema;
  readonly params?: TSchema;
  readonly form?: Form | FormChoice;
  readonly noTwin?: string;
  readonly extra?: readonly string[];
  refused?(form: RefusedForm<Access, unknown, string, true>): unknown;
  handle(context: Context<Access, unknown, unknown, unknown, unknown, string, true, KeyScopeName>): unknown;
}

/**
 * Declares a route. `handle` answers the body (an object for JSON, text for pages) and sets
 * another status than 200 on `reply`; a refusal is thrown as a `Problem`.
 */
export function route<
  A extends Access,
  K extends RouteKind,
  M extends Method,
  B extends TSchema | undefined = undefined,
  Q extends TSchema | undefined = undefined,
  P extends TSchema | undefined = undefined,
  F extends Form | FormChoice | undefined = undefined,
  E extends string = never,
  I extends Impersonated = undefined,
  S extends Keyed = undefined,
>(
  definition: RouteDefinition<A, B, Q, P, F, E, I, S> & {
    readonly kind: K;
    readonly method: M;
  } & DeclaresForm<K, M> &
    MayBeImpersonated<A> &
    DescribedOrNot,
): Route {
  const declared = definition as unknown as Route;
  return declared.kind === 'page' && declared.method !== 'GET' ? withForm(declared) : declared;
}

/** The route with its form checked before it is handled, and shown again when it is refused. */
function withForm(route: Route): Route {
  const { form: wanted, extra: names = [], refused } = route;
  return {
    ...route,
    async handle(context) {
      const { request } = context;
      const typed = (field: string) => fieldIn(request, field);
      const extra = Object.fromEntries(names.map((name) => [name, typed(name)]));
      try {
        const form = wanted && readForm(wanted, request);
        return await route.handle({ ...context, form, extra });
      } catch (error) {
        if (!refused || !(error instanceof Problem)) throw error;
        request.server.noteRefusal({ refusal: error, error, request, reply: context.reply });
        // No form is sent with a key.
        const caller = context.caller as SignedIn | Administrator | null;
        return refused({ ...context, caller, extra, typed, refusal: error });
      }
    },
  };
}
