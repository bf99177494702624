import type { JsonValue } from '../../kit/json.ts';
import { problem } from '../../kit/problem.ts';
import { attributesOf, findAccount, mergePatch, setAttributes } from '../../people/accounts/index.ts';
import { act } from '../../people/act/index.ts';
import { appendAudit } from '../../people/audit/index.ts';
import { attributesRefused } from '../../people/roles/index.ts';
import { type Acting, shownClient } from '../accounts/index.ts';
import type { RoleServices } from './grant.ts';

/** They come with every session check and every ID token. */
const mostBytes = 2048;

/**
 * Merges a patch (RFC 7396) into what admins say of an account, which its owner can read and never change: null removes a
 * name. Answers all of them. Throws `attributes-refused` for what is no object or too long. Undefined for no account.
 */
export async function changeAttributes(
  services: RoleServices,
  acting: Acting,
  { accountId, patch }: { readonly accountId: string; readonly patch: JsonValue },
): Promise<Record<string, unknown> | undefined> {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch))
    throw problem(attributesRefused, ({ roles }) => roles.attributesNoObject);
  const by = { kind: 'operator', accountId, client: shownClient(acting) } as const;
  return act(services, by, 'attributes-changed', {
    async change(tx, { now }) {
      const account = await findAccount(tx, accountId);
      if (!account) return { unchanged: undefined };
      await acting.mayActOn(tx, accountId);
      const after = merged(attributesOf(account) as JsonValue, patch);
      await setAttributes(tx, accountId, after, now);
      const { actor, reason, client, requestId } = acting;
      await appendAudit(tx, services, {
        ...{ actor, act: 'attributes-changed', target: { kind: 'account', id: accountId } },
        ...{ reason, client, requestId },
        // Values may be about a person, so the row keeps the names alone.
        detail: { names: Object.keys(patch).toSorted().join(' ') },
        at: now,
      });
      return { value: after, events: [] };
    },
    finish: (_tx, { value }) => value,
  });
}

function merged(before: JsonValue, patch: JsonValue): Record<string, unknown> {
  const after = mergePatch(before, patch) as Record<string, unknown>;
  const bytes = Buffer.byteLength(JSON.stringify(after));
  if (bytes > mostBytes)
    throw problem(attributesRefused, ({ roles }) => roles.attributesTooLong(bytes, mostBytes));
  return after;
}
