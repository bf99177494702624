const lookEvery = 500;

/**
 * Under npm and npx, a SIGTERM ends npm but not the server, which would keep running unnoticed. Calls `gone` once the
 * process that started this one has ended. Returns the timer, or undefined without npm (`node`, a supervisor). A shell
 * that exits, as under `nohup`, isn't that process.
 */
export function watchParent(isUnderNpm: boolean, gone: () => void): NodeJS.Timeout | undefined {
  if (!isUnderNpm) return undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, lookEvery);
  return timer.unref();
}
