import { backend } from '@latchkey/client/server';
import fastify from 'fastify';

const { whoIs } = backend(process.env.LOGIN_SERVER ?? 'http://localhost:5000');
const app = fastify();

app.get('/', async (request, reply) => {
  const who = await whoIs(request);
  if (who === null) return reply.code(401).send('Sign in first.');
  return `Hello, ${who.account.username}.`;
});

app.setErrorHandler((_error, _request, reply) => reply.code(503).send('Try again in a moment.'));

await app.listen({ port: Number(process.env.PORT ?? 8000), host: '127.0.0.1' });
