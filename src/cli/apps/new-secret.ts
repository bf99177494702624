import type { Flags } from '../../config/index.ts';
import { durationInWords } from '../../kit/duration.ts';
import { oldSecretLives, renewSecret } from '../../operate/apps/index.ts';
import { withSecretKey } from '../accounts/database.ts';
import { jsonLine, print } from '../accounts/text.ts';

/** Makes a new secret, and prints it once. */
export function newSecret(name: string, { json, ...flags }: Flags & { json?: true }): Promise<void> {
  return withSecretKey(flags, async (services) => {
    const { app, secret = '' } = await renewSecret(services, name);
    await print(
      json
        ? jsonLine({ name: app.name, clientId: app.id, secret })
        : `The new secret of ${app.name} is ${secret}\n\n` +
            `It isn't shown again. Put it into ${app.name}. The old one works for ${durationInWords(oldSecretLives)}.\n`,
    );
  });
}
