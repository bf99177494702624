#!/usr/bin/env node
// Nothing newer than the first Node that reads modules (12): it must get as far as the sentence about its age.
const needed = 24;

/** Checks that this Node can run Latchkey, then hands over to the command line. */
async function run() {
  const version = process.versions.node;
  if (Number(version.split('.')[0]) < needed) {
    const advice = 'install a newer one from https://nodejs.org, or use "npm start", which brings its own';
    return stop(`Latchkey needs Node ${needed} or newer; this is Node ${version}: ${advice}.`);
  }
  const { enableCompileCache } = await import('node:module');
  enableCompileCache();
  // A password hash for each core, and beside them the disk and the log. Read when the first thread is needed.
  const { availableParallelism } = await import('node:os');
  if (!process.env.UV_THREADPOOL_SIZE) process.env.UV_THREADPOOL_SIZE = String(availableParallelism() + 4);
  // What a start leaves behind is garbage: without room for it, 30 MB less stay resident. Requests get the room.
  const { setFlagsFromString } = await import('node:v8');
  setFlagsFromString('--semi-space-growth-factor=1');
  const { main } = await import('../dist/main.js').catch((error) => {
    if (error.code === 'ERR_MODULE_NOT_FOUND' && /dist.main\.js/.test(error.message)) return {};
    throw error;
  });
  if (!main) return stop('Latchkey is not built yet: run "npm run build" first.');
  const exitCode = await main(process.argv.slice(2));
  setFlagsFromString('--semi-space-growth-factor=2');
  return exitCode;
}

function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  return 1;
}

// `latchkey … | head` closes the pipe early: that is no fault.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

void run().then((exitCode) => {
  process.exitCode = exitCode;
});
