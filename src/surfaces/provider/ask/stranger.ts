import { type AppRow, isUnregistered, metadataOf } from '../../../operate/apps/index.ts';
import type { Stranger } from './pages.tsx';

/** What a person should know of an app that no operator has added; undefined for one that somebody has. */
export function strangerIn(row: AppRow, target: URL, trustedHosts: readonly string[]): Stranger | undefined {
  if (!isUnregistered(row)) return undefined;
  const { id, created_by: by } = row;
  const { client_name: claims } = metadataOf(row);
  const isOfDocument = by === 'document';
  const isOfWeb = target.protocol === 'https:';
  return {
    host: isOfDocument ? new URL(id).host : isOfWeb ? target.host : undefined,
    claims,
    // Who registers itself, nobody vouches for.
    isTrusted: isOfDocument && trustedHosts.length > 0,
    // Wherever else it may be sent, this request could be any program's.
    isLocal: !isOfWeb,
  };
}
