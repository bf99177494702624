import { invite } from '../../src/operate/invitations/index.ts';
import type { TestApp } from './app.ts';
import { codeTo, freshAddress } from './mails.ts';

const operator = { actor: 'command', address: '', device: 'latchkey accounts' } as const;

/** Whoever runs the server. */
export const byOperator = {
  actor: { kind: 'command', id: null },
  client: operator,
  requestId: null,
  reason: null,
} as const;

/** Invites an address, and answers the code of the invitation as the mail has it. */
export async function invited(
  app: Pick<TestApp, 'services'>,
  email = freshAddress(),
): Promise<{ id: string; email: string; token: string }> {
  const { id } = await invite(app.services, { email, note: null }, byOperator);
  return { id, email, token: await codeTo(app, email) };
}
