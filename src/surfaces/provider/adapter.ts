import type { Adapter, AdapterPayload } from 'oidc-provider';
import { seconds } from '../../kit/duration.ts';
import { plainJson } from '../../kit/plain-text.ts';
import { sign } from '../../kit/secret-token.ts';
import type { Services } from '../../kit/services.ts';
import { findApp, metadataOf } from '../../operate/apps/index.ts';
import { findGrant, type GrantedScopes, type GrantRow, revokeGrant } from '../../people/grants/index.ts';
import { countLeft } from '../../people/limits/index.ts';
import { leastAalOf } from '../../people/sessions/index.ts';
import { asking } from './asking.ts';
import { claimsOf } from './claims.ts';
import { findDocumentApp, isDocumentId } from './clients/documents.ts';
import { userCodeHash } from './device/waiting.ts';
import {
  consumeRecord,
  deleteRecord,
  type FoundRecord,
  findRecord,
  notePoll,
  saveAppSession,
  saveRecord,
} from './records.ts';
import { toClient } from './to-client.ts';
import { demoClient } from './try/demo-client.ts';

type AdapterServices = Pick<Services, 'config' | 'db' | 'clock' | 'outbound' | 'secretKey'>;

/** What the provider says to an app. */
export interface AppErrors {
  /** A code or token was used twice at the same moment. */
  reused(): Error;
  /** A device asks too often (RFC 8628 section 3.5). */
  slowDown(): Error;
  /** The request that waited for somebody has gone on already. */
  requestOver(): Error;
  /** Too much of this network waits here. */
  tooMany(): Error;
}

/** Where the provider keeps what it makes: each kind of thing in its place. */
export function adapterFor(services: AdapterServices, says: AppErrors): (kind: string) => Adapter {
  return (kind) => {
    if (kind === 'Client') return clients(services);
    if (kind === 'Grant') return grants(services);
    if (kind === 'Session') return sessions(services);
    return records(services, kind, says);
  };
}

/** How often a device may ask, as it is told. */
export const pollInterval = seconds(5);

/** What came a second early was only on its way for a shorter time than the one before. */
const pollEvery = pollInterval - seconds(1);

const nothing = async () => undefined;
const none: Adapter = {
  upsert: nothing,
  find: nothing,
  findByUserCode: nothing,
  findByUid: nothing,
  consume: nothing,
  destroy: nothing,
  revokeByGrantId: nothing,
};

function clients(services: AdapterServices): Adapter {
  const { db, config } = services;
  return {
    ...none,
    async find(id) {
      const app = await (isDocumentId(id) ? findDocumentApp(services, id) : findApp(db, id));
      if (!app || app.disabled_at !== null) return undefined;
      const here = asking.getStore();
      if (app.created_by === 'registration' && config.apps.unregistered !== 'documents-and-registration') {
        if (here) here.cause = 'not-let-in';
        return undefined;
      }
      const shown = app.created_by === 'development' ? demoClient(app, config) : app;
      if (!shown) return undefined;
      const metadata = metadataOf(shown);
      const client = toClient(shown, metadata);
      const hasSecret = client.client_secret !== undefined;
      if (here) {
        here.app = { id: app.id, name: app.name, hasSecret };
        here.refreshOverlap = seconds(metadata.refresh_overlap ?? 0);
      }
      return client;
    },
  };
}

/** Grants are written by the consent page and by `findExistingGrant`; the provider reads them, and ends what was used twice. */
function grants({ db, clock }: AdapterServices): Adapter {
  return {
    ...none,
    async find(id) {
      const held = asking.getStore()?.ofDevice;
      const row = (await findGrant(db, id, clock())) ?? (held?.id === id ? held : undefined);
      return row && toGrant(row);
    },
    async destroy(id) {
      await revokeGrant(db, id, { why: 'reused', at: clock() });
    },
  };
}

function toGrant(row: GrantRow): AdapterPayload {
  const { openid, resources } = JSON.parse(row.scopes) as GrantedScopes;
  return {
    jti: row.id,
    kind: 'Grant',
    accountId: row.account_id,
    clientId: row.app_id,
    iat: Math.floor(row.created_at / 1000),
    exp: Math.floor(row.expires_at / 1000),
    ...(openid !== undefined && { openid: { scope: openid, claims: claimsOf(openid) } }),
    ...(resources && { resources: { ...resources } }),
  };
}

/** The provider's session is a view of ours: it can be read and not made, and only the apps that were signed in to are noted. */
function sessions({ db }: AdapterServices): Adapter {
  return {
    ...none,
    async upsert(_id, { uid, accountId, authorizations = {} }) {
      const caller = asking.getStore()?.caller;
      if (!caller || uid !== caller.via.session.id || accountId !== caller.account.id) return;
      for (const [appId, one] of Object.entries(authorizations)) {
        const { sid, grantId, known } = one as { sid?: string; grantId?: string; known?: string };
        if (sid === undefined || grantId === undefined || known === grantId) continue;
        await saveAppSession(db, {
          session_id: uid,
          app_id: appId,
          account_id: caller.account.id,
          sid,
          grant_id: grantId,
        });
      }
    },
  };
}

/** A device asks without a proof of who it is, and so does an app that pushes a request unless it has a secret of ours. */
function isLeftByAnybody(kind: string): kind is 'DeviceCode' | 'PushedAuthorizationRequest' {
  if (kind === 'DeviceCode') return true;
  return kind === 'PushedAuthorizationRequest' && asking.getStore()?.app?.hasSecret !== true;
}

function records({ db, clock, config, secretKey }: AdapterServices, kind: string, says: AppErrors): Adapter {
  const leastAal = leastAalOf(config);
  /** When a token ends: not later because the person allowed it anew, who doesn't mean a copy that somebody stole. */
  const endOf = ({ exp = 0, iiat }: AdapterPayload) =>
    iiat === undefined ? exp : Math.min(exp, iiat + config.apps.refreshAbsolute / 1000);

  return {
    ...none,
    async upsert(id, { jti: _jti, ...payload }, expiresIn = 0) {
      // Whoever isn't signed in can leave nothing here: they go on with the request itself, which their browser has.
      if (kind === 'Interaction' && !asking.getStore()?.caller && !payload.session) return;
      const { userCode, ...kept } = payload;
      if (
        isLeftByAnybody(kind) &&
        !(await countLeft({ db, clock }, kind, asking.getStore()?.client.address ?? ''))
      )
        throw says.tooMany();
      await saveRecord(db, {
        kind,
        id,
        grantId: kind === 'Interaction' ? null : (payload.grantId ?? null),
        payload: plainJson(kept),
        expiresAt: clock() + expiresIn * 1000,
        userCodeHash: typeof userCode === 'string' ? userCodeHash(userCode) : null,
      });
    },
    async find(id) {
      const found = await findRecord(db, kind, id, { now: clock(), leastAal });
      if (!found) return undefined;
      const payload = JSON.parse(found.payload) as AdapterPayload;
      const isWaiting = kind === 'DeviceCode' && !payload.accountId && !payload.error;
      if (isWaiting && !(await notePoll(db, id, clock(), pollEvery))) throw says.slowDown();
      const here = asking.getStore();
      // The library asks for the grant of a device only when its code is used up. By then another use may have ended it, and nobody
      // would win: the first gets tokens, though they are worth nothing.
      if (here && kind === 'DeviceCode' && payload.grantId !== undefined)
        here.ofDevice = await findGrant(db, payload.grantId, clock());
      return {
        ...payload,
        ...(payload.exp !== undefined && { exp: endOf(payload) }),
        jti: id,
        ...(found.consumed_at !== null &&
          !isAgain(kind, found, clock()) && { consumed: Math.floor(found.consumed_at / 1000) }),
      };
    },
    async consume(id) {
      const here = asking.getStore();
      // Of one refresh token there is one successor, however often it is asked for, and it is stored as little as the token itself.
      if (here && kind === 'RefreshToken') here.successor = sign(secretKey, 'refresh token', id);
      if (await consumeRecord(db, kind, id, clock())) return;
      // Of several at once one has won; that there were others means that somebody else has it too.
      const found = await findRecord(db, kind, id, { now: clock(), leastAal });
      if (found && isAgain(kind, found, clock())) return;
      const { grantId } = (found ? JSON.parse(found.payload) : {}) as AdapterPayload;
      if (grantId !== undefined) await revokeGrant(db, grantId, { why: 'reused', at: clock() });
      throw says.reused();
    },
    async destroy(id) {
      const isGone = !(await deleteRecord(db, kind, id));
      // Of several that go on with a request at once one does: its answer is one code.
      if (kind === 'Interaction' && isGone) throw says.requestOver();
    },
  };
}

/** Whether a used refresh token gives its successor once more: processes that share one may use it at the same moment. */
function isAgain(kind: string, { consumed_at: usedAt }: FoundRecord, now: number): boolean {
  const { refreshOverlap = 0 } = asking.getStore() ?? {};
  if (kind !== 'RefreshToken' || usedAt === null || refreshOverlap === 0) return false;
  return now <= usedAt + refreshOverlap;
}
