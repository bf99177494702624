import { serve } from '@hono/node-server';
import { backend } from '@latchkey/client/server';
import { Hono } from 'hono';

const { whoIs } = backend(process.env.LOGIN_SERVER ?? 'http://localhost:5000');
const app = new Hono();

app.get('/', async (context) => {
  const who = await whoIs(context.req.raw);
  if (who === null) return context.text('Sign in first.', 401);
  return context.text(`Hello, ${who.account.username}.`);
});

app.onError((_error, context) => context.text('Try again in a moment.', 503));

serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 8000), hostname: '127.0.0.1' });
