// Builds dist/: the server, and what a browser loads.
import { buildAssets } from './build/assets.ts';
import { buildServer } from './build/server.ts';

await buildServer();
await buildAssets();
