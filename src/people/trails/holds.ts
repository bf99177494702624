import { waitInWords } from './describe.ts';

/** What holds up sign-ins to an account now: a wait, or a count of failures that is full. */
export interface PresentHold {
  readonly of: 'password' | 'code';
  /** Whom it holds up: browsers that the account knows, or all others. */
  readonly by: 'strangers' | 'known';
  /** In a row. */
  readonly failures: number;
  /** Whole seconds; 0 where it is full and no wait ends it. */
  readonly waitSeconds: number;
  readonly isFull: boolean;
}

/** Says it in sentences that end with what helps. Trails and `accounts show` say the same. */
export function holdInWords(
  { of, by, failures, waitSeconds, isFull }: PresentHold,
  username: string,
): string {
  const [these, others] = by === 'known' ? [known, unknown] : [unknown, known];
  const what = of === 'code' ? 'incorrect codes' : 'incorrect passwords';
  const unlock = `"latchkey accounts unlock ${username}"`;
  if (!isFull) {
    const more = `${waitInWords(waitSeconds)} more`;
    return `After ${failures} ${what} in a row, browsers that the account ${these} have to wait ${more}. Browsers that it ${others} don't. ${unlock} ends it.`;
  }
  const off = of === 'code' ? 'codes are turned off' : 'password sign-in is turned off';
  const also = of === 'code' ? ' A passkey or a recovery code still works.' : '';
  return `After ${failures} ${what} in a row, ${off} for browsers that the account ${these}, but not for those that it ${others}.${also} ${unlock} starts over.`;
}

const known = 'knows';
const unknown = "doesn't know";
