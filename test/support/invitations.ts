import { actingAsCommand } from '../../src/operate/accounts/index.ts';
import { invite } from '../../src/operate/invitations/index.ts';
import type { TestApp } from './app.ts';
import { codeTo, freshAddress } from './mails.ts';

/** Whoever runs the server. */
export const byOperator = actingAsCommand();

/** Invites an address, and answers the code of the invitation as the mail has it. */
export async function invited(
  app: Pick<TestApp, 'services'>,
  email = freshAddress(),
): Promise<{ id: string; email: string; token: string }> {
  const { id } = await invite(app.services, { email, note: null }, byOperator);
  return { id, email, token: await codeTo(app, email) };
}
