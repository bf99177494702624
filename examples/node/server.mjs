import { createServer } from 'node:http';
import { backend } from '@latchkey/client/server';

const { whoIs } = backend(process.env.LOGIN_SERVER ?? 'http://localhost:5000');

createServer(async (request, response) => {
  const who = await whoIs(request).catch(() => undefined);
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  if (who === undefined) response.writeHead(503).end('Try again in a moment.');
  else if (who === null) response.writeHead(401).end('Sign in first.');
  else response.end(`Hello, ${who.account.username}.`);
}).listen(process.env.PORT ?? 8000, '127.0.0.1');
