import { createServer } from 'node:http';
import { InvalidToken, verifyToken } from '@latchkey/client/server';

const issuer = process.env.LOGIN_SERVER ?? 'http://localhost:5000';

createServer(async (request, response) => {
  const [, token = ''] = (request.headers.authorization ?? '').split('Bearer ');
  try {
    const { sub } = await verifyToken(token, { issuer, resource: 'https://api.example.com/' });
    response.end(`Hello, account ${sub}.`);
  } catch (error) {
    if (error instanceof InvalidToken) response.writeHead(401).end('Get a new token.');
    else response.writeHead(503).end('Try again in a moment.');
  }
}).listen(process.env.PORT ?? 8000, '127.0.0.1');
