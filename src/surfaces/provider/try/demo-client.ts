import type { Services } from '../../../kit/services.ts';
import type { AppMetadata, AppRow } from '../../../operate/apps/index.ts';

/** Where `/dev/apps/try` begins. */
export const tryPath = '/dev/apps/try';

/** Where the demo app takes people back. */
export const backPath = `${tryPath}/back`;

/**
 * The demo app as the provider knows it: in development alone, and sent back to this very server, whatever its row says. A row that
 * was moved to production lets nobody in, and what it was given there is worth nothing.
 */
export function demoClient(
  app: AppRow,
  { mode, publicUrl }: Pick<Services['config'], 'mode' | 'publicUrl'>,
): AppRow | undefined {
  if (mode !== 'development') return undefined;
  const metadata: AppMetadata = { redirect_uris: [`${publicUrl}${backPath}`] };
  return { ...app, metadata: JSON.stringify(metadata) };
}
