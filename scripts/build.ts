// Builds dist/: what a browser loads, and the server.
import { buildAssets } from './build/assets.ts';
import { buildServer } from './build/server.ts';

await buildServer(await buildAssets());
