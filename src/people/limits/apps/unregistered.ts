import { hours, minutes } from '../../../kit/duration.ts';
import { addressKey } from '../../../kit/http/index.ts';
import type { LimitServices } from '../challenge.ts';
import { findLimit, reserve } from '../store.ts';

type CountServices = Pick<LimitServices, 'db' | 'clock'>;

interface Count {
  readonly key: string;
  readonly most: number;
  readonly within: number;
}

async function passes({ db, clock }: CountServices, { key, most, within }: Count): Promise<boolean> {
  const now = clock();
  const never = Number.MAX_SAFE_INTEGER;
  const counted = await reserve(db, {
    ...{ key, accountId: null, now, expiresAt: now + within, sliding: false },
    ...{ most, challengeFrom: never, proved: false, waitFrom: never, firstWait: 0, longestWait: 0 },
  });
  return counted !== undefined;
}

/** Counts the document of an app that is fetched for the first time: ten a minute for an account, and for a network. */
export async function countDocument(
  services: CountServices,
  { accountId, address }: { readonly accountId: string; readonly address: string },
): Promise<boolean> {
  for (const key of [accountId, addressKey(address)]) {
    if (!(await passes(services, { key: `app-documents:${key}`, most: 10, within: minutes(1) })))
      return false;
  }
  return true;
}

const failureKey = (idHash: string) => `app-document-failures:${idHash}`;

/** Notes that a document couldn't be had, so that nobody is asked for it again for that long. */
export async function noteDocumentFailure(
  services: CountServices,
  idHash: string,
  within: number,
): Promise<void> {
  await passes(services, { key: failureKey(idHash), most: 1, within });
}

export async function hasDocumentFailed({ db, clock }: CountServices, idHash: string): Promise<boolean> {
  const counted = await findLimit(db, failureKey(idHash));
  return counted !== undefined && counted.expires_at > clock();
}

/** Counts an app that registers itself: ten an hour for a network. */
export function countAppRegistration(services: CountServices, address: string): Promise<boolean> {
  const key = `app-registrations:${addressKey(address)}`;
  return passes(services, { key, most: 10, within: hours(1) });
}
