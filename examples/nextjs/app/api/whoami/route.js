import { backend } from '@latchkey/client/server';

const { whoIs } = backend(process.env.LOGIN_SERVER ?? 'http://localhost:5000');

export async function GET(request) {
  const who = await whoIs(request).catch(() => undefined);
  if (who === undefined) return new Response('Try again in a moment.', { status: 503 });
  if (who === null) return new Response('Sign in first.', { status: 401 });
  return new Response(`Hello, ${who.account.username}.`);
}
