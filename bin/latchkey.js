#!/usr/bin/env node
// Only syntax that Node 12 understands, so that old versions get as far as the message about them.
const needed = 24;

/** Checks the version of Node, then runs the command line. */
async function run() {
  const version = process.versions.node;
  if (Number(version.split('.')[0]) < needed) {
    return stop(
      `Latchkey requires Node.js ${needed} or later, but this is ${version}.\n${await findAdvice()}`,
    );
  }
  const { enableCompileCache } = await import('node:module');
  enableCompileCache();
  // A thread per core for password hashes, and some for disk and log. Read when the first thread is needed.
  const { availableParallelism } = await import('node:os');
  if (!process.env.UV_THREADPOOL_SIZE) process.env.UV_THREADPOOL_SIZE = String(availableParallelism() + 4);
  // A small young generation during startup keeps 30 MB less resident. It grows for requests.
  const { setFlagsFromString } = await import('node:v8');
  setFlagsFromString('--semi-space-growth-factor=1');
  const { main } = await import('../dist/main.js').catch((error) => {
    if (error.code === 'ERR_MODULE_NOT_FOUND' && /dist.main\.js/.test(error.message)) return {};
    throw error;
  });
  if (!main) return stop('Latchkey isn\'t built yet.\nRun "npm run build" first.');
  const exitCode = await main(process.argv.slice(2));
  setFlagsFromString('--semi-space-growth-factor=2');
  return exitCode;
}

/** A clone installs a Node of its own, which npm and npx put first in the path. The package doesn't. */
async function findAdvice() {
  const { existsSync } = await import('node:fs');
  const isThere = (path) => existsSync(new URL(path, import.meta.url));
  if (!isThere('../package-lock.json')) return 'Install a newer version from https://nodejs.org.';
  const install = isThere('../node_modules/node/package.json') ? '' : 'npm ci && ';
  return `In your clone, run "${install}npm start", or "${install}npx latchkey" for other commands. They use the Node.js that comes with it.`;
}

function stop(message) {
  process.stderr.write(`${message}\n`);
  return 1;
}

// `latchkey … | head` closes the pipe early, which isn't an error.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

void run().then((exitCode) => {
  process.exitCode = exitCode;
});
