/** Starts a test database, tells its address and waits to be killed. */
import { startPostgres } from './postgres.ts';

const { url } = await startPostgres();
process.send?.(url);
setInterval(() => {}, 60_000);
