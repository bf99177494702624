import { backend } from '@latchkey/client/server';
import express from 'express';

const { whoIs } = backend(process.env.LOGIN_SERVER ?? 'http://localhost:5000');
const app = express();

app.get('/', async (request, response) => {
  const who = await whoIs(request);
  if (who === null) response.status(401).send('Sign in first.');
  else response.send(`Hello, ${who.account.username}.`);
});

app.use((_error, _request, response, _next) => response.status(503).send('Try again in a moment.'));

app.listen(process.env.PORT ?? 8000, '127.0.0.1');
