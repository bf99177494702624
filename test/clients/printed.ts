import { softwareNamed } from '../../src/cli/apps/software.ts';
import type { Latchkey } from '../support/real-clients.ts';

/** Adds an app, and gives what `latchkey apps add --for` prints for its software. */
export async function addFor(latchkey: Latchkey, name: string, redirect: string): Promise<string> {
  const { app, secret = '' } = await latchkey.addApp({ redirects: [redirect] });
  return softwareNamed(name).settings({
    ...{ id: app.id, secret, issuer: latchkey.url, siteName: "Ada's #1 site" },
    ...{ redirect, logoutRedirect: undefined },
  });
}
