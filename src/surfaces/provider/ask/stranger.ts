import { type AppMetadata, type AppRow, isUnregistered } from '../../../operate/apps/index.ts';
import type { Stranger } from './pages.tsx';

const isLoopback = (address: string): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(new URL(address).hostname);

/** What a person should know of an app that no operator has added; undefined for one that somebody has. */
export function strangerIn(row: AppRow, target: URL, trustedHosts: readonly string[]): Stranger | undefined {
  if (!isUnregistered(row)) return undefined;
  const { id, created_by: by, metadata } = row;
  const { client_name: claims, redirect_uris: redirects = [] } = JSON.parse(metadata) as AppMetadata;
  const isOfDocument = by === 'document';
  const isOfWeb = target.protocol === 'https:';
  return {
    host: isOfDocument ? new URL(id).host : isOfWeb ? target.host : undefined,
    claims,
    // Who registers itself, nobody vouches for.
    isTrusted: isOfDocument && trustedHosts.length > 0,
    isLocal: redirects.every(isLoopback),
  };
}
