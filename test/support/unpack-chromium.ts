/** Run by `shipped-chromium.ts` in a process of its own, since the package reads where to unpack from the environment. */
import chromium from '@sparticuz/chromium';

await chromium.executablePath();
