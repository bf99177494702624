import { days, minutes } from '../../../kit/duration.ts';
import type { OutboundCause } from '../../../kit/outbound/index.ts';
import { hashToken } from '../../../kit/secret-token.ts';
import type { Services } from '../../../kit/services.ts';
import {
  type AppRow,
  findApp,
  metadataOf,
  readClaims,
  saveDocumentApp,
} from '../../../operate/apps/index.ts';
import { countDocument, hasDocumentFailed, noteDocumentFailure } from '../../../people/limits/index.ts';
import type { AppCause } from '../../../people/trails/index.ts';
import { type Asking, asking } from '../asking.ts';

type DocumentServices = Pick<Services, 'config' | 'db' | 'clock' | 'outbound'>;

/** Whether a client ID is an address, which no ID is that was given out here. */
export const isDocumentId = (id: string): boolean => /^https?:/i.test(id);

const longest = 500;

/**
 * Whether a document may be there (draft-ietf-oauth-client-id-metadata-document section 3): https, a path, no user, no fragment,
 * no dots, and written in the one way in which `URL` writes it, since it is compared letter by letter.
 */
function isFit(id: string): boolean {
  const url = URL.parse(id);
  return (
    url !== null &&
    url.protocol === 'https:' &&
    url.href === id &&
    url.username === '' &&
    url.password === '' &&
    url.pathname !== '/' &&
    !id.includes('#') &&
    id.length <= longest
  );
}

/** Why nobody looks at a document at all. */
function refusalOf({ config: { apps } }: DocumentServices, id: string): AppCause | undefined {
  if (apps.unregistered === 'off') return 'document-off';
  if (!isFit(id)) return 'document-address';
  const { hostname, host } = new URL(id);
  const isTrusted =
    apps.trustedHosts.length === 0 || apps.trustedHosts.some((one) => one === host || one === hostname);
  return isTrusted ? undefined : 'document-untrusted';
}

const isFresh = (app: AppRow, now: number): boolean => (metadataOf(app).fresh_until ?? 0) > now;

/** Whether somebody must sign in before this app is known: its document is fetched for nobody else. */
export async function mustSignInFirst(services: DocumentServices, id: string): Promise<boolean> {
  if (!isDocumentId(id) || refusalOf(services, id)) return false;
  const known = await findApp(services.db, id);
  return known === undefined || !isFresh(known, services.clock());
}

/**
 * An app by the document that its client ID is the address of. It is fetched for the person who signs in to it, and kept for as
 * long as it says; without a person what was fetched last still counts, so that nobody else can make this server ask around.
 */
export async function findDocumentApp(services: DocumentServices, id: string): Promise<AppRow | undefined> {
  const here = asking.getStore();
  const refuse = (cause: AppCause) => {
    if (here) here.cause ??= cause;
    return undefined;
  };
  const refusal = refusalOf(services, id);
  if (refusal) return refuse(refusal);
  const known = await findApp(services.db, id);
  if (known && isFresh(known, services.clock())) return known;
  if (!here?.caller) return known ?? refuse('document-unknown');
  const found = await underWay(id, () => renew(services, id, here, known !== undefined));
  return typeof found === 'string' ? refuse(found) : found;
}

const fetches = new Map<string, Promise<AppRow | AppCause>>();

/** Of several who ask for the same document one fetches it. */
function underWay(id: string, fetch: () => Promise<AppRow | AppCause>): Promise<AppRow | AppCause> {
  const found = fetches.get(id) ?? fetch().finally(() => fetches.delete(id));
  fetches.set(id, found);
  return found;
}

/** How many documents are being fetched for each account. */
const busy = new Map<string, number>();
const atOnce = 2;

async function renew(
  services: DocumentServices,
  id: string,
  { caller, client: { address } }: Asking,
  isKnown: boolean,
): Promise<AppRow | AppCause> {
  const idHash = hashToken(id);
  const accountId = caller?.account.id ?? '';
  if (await hasDocumentFailed(services, idHash)) return 'document-failed-before';
  const count = busy.get(accountId) ?? 0;
  if (count >= atOnce) return 'document-too-many';
  busy.set(accountId, count + 1);
  try {
    if (!isKnown && !(await countDocument(services, { accountId, address }))) return 'document-too-many';
    const read = await fetchDocument(services, id);
    if (typeof read !== 'string') return await saveDocumentApp(services.db, read);
    await noteDocumentFailure(services, idHash, minutes(5));
    return read;
  } finally {
    const left = (busy.get(accountId) ?? 1) - 1;
    if (left > 0) busy.set(accountId, left);
    else busy.delete(accountId);
  }
}

const mostBytes = 5 * 1024;
const answeredWithin = 3000;

const causes: Readonly<Partial<Record<OutboundCause, AppCause>>> = {
  private: 'document-private',
  'too-large': 'document-invalid',
};

async function fetchDocument({ outbound, clock }: DocumentServices, id: string): Promise<AppRow | AppCause> {
  const answer = await outbound({
    ...{ url: id, method: 'GET', headers: { accept: 'application/json' } },
    ...{ most: mostBytes, within: answeredWithin },
  });
  if (!answer.ok) return causes[answer.cause] ?? 'document-unreachable';
  if (answer.status !== 200) return 'document-unreachable';
  const document = parse(answer.body);
  // Byte for byte: an app is nobody else's document.
  if (document?.client_id !== id) return 'document-invalid';
  const claims = readClaims(document, { mayAskForSecret: false });
  if ('unfit' in claims) return 'document-invalid';
  const now = clock();
  const metadata = { ...claims.metadata, fresh_until: now + keptFor(answer.headers['cache-control']) };
  return {
    ...{ id, name: id, kind: claims.kind, metadata: JSON.stringify(metadata), first_party: 0, pkce: 1 },
    ...{ created_by: 'document', created_at: now, disabled_at: null },
  };
}

/** An object of JSON. */
export function parse(body: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** As long as it says, from five minutes to a day. */
function keptFor(cacheControl = ''): number {
  const [, said = '0'] = /(?:^|,)\s*max-age\s*=\s*"?(\d{1,9})/i.exec(cacheControl) ?? [];
  return Math.max(minutes(5), Math.min(days(1), Number(said) * 1000));
}
