// Builds dist/: what a browser loads, and the server; and the client, in clients/js/dist/.
import { buildAssets } from './build/assets.ts';
import { buildClient } from './build/client.ts';
import { buildServer } from './build/server.ts';

await buildServer(await buildAssets());
await buildClient();
