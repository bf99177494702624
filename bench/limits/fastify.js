/** The limit of start and memory: Fastify with one route. Plain JavaScript, since Node's stripper of types takes 15 MB. */
import Fastify from 'fastify';

const app = Fastify();
app.get('/healthz', async () => ({ status: 'ok' }));
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
