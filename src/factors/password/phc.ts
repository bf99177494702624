const phcForm = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,4}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** KiB times passes: a gibibyte once. RFC 9106 section 4 recommends 65,536 KiB and three passes where memory is scarce. */
const mostWork = 1_048_576;

/** Whether it is an argon2id hash: a PHC string within the bounds of the algorithm, encoded without a bit too many. */
export function isPhc(text: string): boolean {
  const { m, t, p, salt, output } = partsOf(text);
  // RFC 9106 section 3.1: at least 8 KiB a lane, 8 bytes of salt and 4 of output; 12 is the least that is used anywhere.
  return (
    m >= 8 * p &&
    t >= 1 &&
    p >= 1 &&
    p <= 64 &&
    bytesIn(salt) >= 8 &&
    bytesIn(salt) <= 64 &&
    bytesIn(output) >= 12 &&
    bytesIn(output) <= 64
  );
}

/**
 * Whether a hash that somebody brings along can be verified here: argon2id, and no dearer than `mostWork` or the server's
 * own hashes, of `ownWork` KiB times passes. Each refused password takes as long as the dearest hash of all, so one that
 * is dearer would slow down every sign-in that fails.
 */
export function isUsablePhc(text: string, ownWork: number): boolean {
  const { m, t } = partsOf(text);
  return isPhc(text) && m * t <= Math.max(mostWork, ownWork);
}

function partsOf(text: string) {
  const [, memory, passes, lanes, salt = '', output = ''] = phcForm.exec(text) ?? [];
  return { m: Number(memory), t: Number(passes), p: Number(lanes), salt, output };
}

/** How many bytes it encodes (RFC 4648 section 4, unpadded); 0 where it encodes none exactly. */
function bytesIn(base64: string): number {
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64').replaceAll('=', '') === base64 ? bytes.length : 0;
}
