const phcForm = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,4}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** KiB times passes: a gibibyte once. RFC 9106 section 4 recommends 65,536 KiB and three passes where memory is scarce. */
const mostWork = 1_048_576;

/**
 * Whether a hash that somebody brings along can be verified here: argon2id as a PHC string, encoded without a bit too many,
 * and no dearer than `mostWork`. Each refused password takes as long as the dearest hash of all, so one that is dearer would slow
 * down every sign-in that fails.
 */
export function isUsablePhc(text: string): boolean {
  const [, memory, passes, lanes, salt = '', output = ''] = phcForm.exec(text) ?? [];
  const [m, t, p] = [Number(memory), Number(passes), Number(lanes)];
  // RFC 9106 section 3.1: at least 8 KiB a lane, 8 bytes of salt and 4 of output; 12 is the least that is used anywhere.
  return (
    m >= 8 * p &&
    t >= 1 &&
    p >= 1 &&
    p <= 64 &&
    m * t <= mostWork &&
    bytesIn(salt) >= 8 &&
    bytesIn(salt) <= 64 &&
    bytesIn(output) >= 12 &&
    bytesIn(output) <= 64
  );
}

/** How many bytes it encodes (RFC 4648 section 4, unpadded); 0 where it encodes none exactly. */
function bytesIn(base64: string): number {
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64').replaceAll('=', '') === base64 ? bytes.length : 0;
}
