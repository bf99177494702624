import { english as trails } from '../../../people/trails/index.ts';
import type { ClockDoubt } from '../clock.ts';
import type { Found } from '../finding.ts';

/** After an attempt that has a time so many seconds ahead. */
export const setBack = (seconds: number): string =>
  `This attempt is dated ${trails.wait(seconds)} ahead of now, so this server's clock was set back, or was ahead before. "timedatectl" shows its time.`;

const advice = [
  'Turn on time synchronization on the server: "timedatectl" shows whether it\'s on, "timedatectl set-ntp true" turns it on.',
  "Nobody's phone is wrong, and no password or app needs a reset.",
];

function evidence(doubt: ClockDoubt): string {
  if (doubt.by === 'people') {
    const { people, lateSeconds } = doubt;
    return `the codes of ${people} people are ${trails.wait(Math.abs(lateSeconds))} ${lateSeconds > 0 ? 'late' : 'early'} by it`;
  }
  const off = trails.wait(Math.abs(doubt.seconds));
  if (doubt.by === 'later') return `it was ${off} later here before, so it was set back`;
  const relation = `it's ${off} ${doubt.seconds > 0 ? 'behind' : 'ahead of'}`;
  if (doubt.by === 'database') return `${relation} the clock of the database's server`;
  return `${relation} the clock of the person's browser, and the code is correct by that one`;
}

/** What is the matter where this server's clock is. */
export const serverClock = (doubt: ClockDoubt): Found => ({
  because: `this server's clock is probably wrong: ${evidence(doubt)}`,
  advice,
});
