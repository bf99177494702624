import { fileURLToPath } from 'node:url';

/** The folder of the built scripts and styles, beside the bundle. */
export const assetsFolder = fileURLToPath(new URL('./assets', import.meta.url));
