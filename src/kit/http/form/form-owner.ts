import type { FastifyRequest } from 'fastify';
import { problem } from '../../problem.ts';
import { otherAccount, otherLogin } from '../problems.ts';
import type { Route } from '../route.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose the forms of the page are that answers this request; undefined or empty where they are nobody's. */
    formOwner?: string;
  }
}

/** The hidden field of every form that says whose page it is on, and the header in which a script says so. */
export const ownerField = 'owner';
const ownerHeader = 'latchkey-owner';

/**
 * Binds a request to whoever its page was made for. Somebody else may have signed in since, in another tab of the same
 * browser: without this, what was typed for one account would be saved in another, and a code typed for one login would
 * be judged for another. A form of a page must say whose it is. A call of the API may, by the header.
 * Throws `other-account` or `other-login`.
 *
 * @param owner the ID of the signed-in account, or of the unfinished login of this browser; empty for nobody.
 */
export function bindToOwner(request: FastifyRequest, { kind, access, method }: Route, owner: string): void {
  request.formOwner = owner;
  if (owner === '') return;
  if (kind === 'page' && method !== 'GET' && ownerIn(request.body) !== owner) {
    throw access === 'anyone' ? problem(otherLogin) : ofOther();
  }
  const header = request.headers[ownerHeader];
  if (kind === 'api' && header !== undefined && header !== owner) throw ofOther();
}

const ofOther = () => problem(otherAccount, ({ http }) => http.otherSignedIn);

/** Whose page a submitted form says it is on; empty when it doesn't say. */
export function ownerIn(body: unknown): string {
  const fields = (body ?? {}) as Record<string, unknown>;
  const owner = Object.hasOwn(fields, ownerField) ? fields[ownerField] : '';
  return typeof owner === 'string' ? owner : '';
}
