import { isIP } from 'node:net';
import { readWebOrigin } from '../../kit/http/index.ts';

/** What one field of a step may hold. Nothing that a client wrote passes but the address and the origin that it came from. */
export interface Field<Value, Optional extends boolean = false> {
  readonly optional: Optional;
  /** The value, or undefined when it is none of those that are allowed. */
  read(value: unknown): Value | undefined;
}

const field = <Value>(read: (value: unknown) => Value | undefined): Field<Value> => ({
  optional: false,
  read,
});

/** A whole number, which may be negative. */
export const number = field((value) => (isWhole(value) ? value : undefined));

/** A whole number from 0. */
export const count = field((value) => (isWhole(value) && value >= 0 ? value : undefined));

export const flag = field((value) => (typeof value === 'boolean' ? value : undefined));

/** An address of the network; empty when the connection was gone already. */
export const address = field((value) =>
  typeof value === 'string' && (value === '' || isIP(value) !== 0) ? value : undefined,
);

/** The origin of a page, as a browser names it; no path, no query and nothing else that a client may write. */
export const origin = field((value) => (typeof value === 'string' ? readWebOrigin(value) : undefined));

/** The code of a problem, such as `too-many-attempts`. That there is such a problem, the recorder knows. */
export const problemCode = field((value) => (isName(value) ? value : undefined));

/** The name that an operator has given an app. */
export const appName = field((value) =>
  typeof value === 'string' && /^[\p{L}\p{N}][\p{L}\p{N} .,_()'&+-]{0,59}$/u.test(value) ? value : undefined,
);

/** The `id` that the configuration gives an identity provider. */
export const providerId = field((value) =>
  typeof value === 'string' && /^[a-z][a-z0-9-]{0,31}$/.test(value) ? value : undefined,
);

/** A scheme, host, port or path of a redirect address, to be held against the registered one. No query: that may hold anything. */
export const addressPart = field((value) =>
  typeof value === 'string' && /^[\w/:.~%@!$&'()*+,;=[\]-]{1,100}$/.test(value) ? value : undefined,
);

/** The address of a resource, as an app asks for it. No query and no name or password: they may hold anything. */
export const resourceAddress = field((value) =>
  typeof value === 'string' && /^https?:\/\/[\w.:[\]-]{1,100}(?:\/[\w/:.~%-]{0,100})?$/.test(value)
    ? value
    : undefined,
);

/** A request of the API, as the form that does the same names it: `PUT /api/me/data`. */
export const operation = field((value) =>
  typeof value === 'string' && /^[A-Z]{3,7} \/[\w/:.-]{1,80}$/.test(value) ? value : undefined,
);

export const oneOf = <const Value extends string | number>(...allowed: readonly Value[]): Field<Value> =>
  field((value) => allowed.find((one) => one === value));

export const listOf = <const Value extends string>(...allowed: readonly Value[]): Field<readonly Value[]> =>
  field((value) => {
    if (!Array.isArray(value)) return undefined;
    return allowed.filter((one) => value.includes(one));
  });

/** May be left out, and is when it holds something else. */
export const optional = <Value>({ read }: Field<Value>): Field<Value, true> => ({ optional: true, read });

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

const isName = (value: unknown): value is string =>
  typeof value === 'string' && /^[a-z]{1,20}(-[a-z]{1,20}){0,4}$/.test(value);
