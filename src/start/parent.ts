const lookEvery = 500;

/**
 * Under npm and npx the server is a grandchild of whoever started it: a SIGTERM ends npm alone, and the server would
 * go on without anybody who knows of it. Calls `gone` once the process that started this one has ended; answers the
 * timer, or undefined where nobody stands between (`node`, a supervisor). A shell that is left, as under `nohup`, is
 * not that process.
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
