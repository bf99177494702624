/** Installs the clients that `test/clients` signs in with, into a folder of their own. */
import { fileURLToPath } from 'node:url';
import { installApart } from './check/install-apart.ts';

await installApart(fileURLToPath(new URL('../test/clients/', import.meta.url)));
