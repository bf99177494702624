import { minutes } from '../kit/duration.ts';
import type { Step } from './next-step.ts';

/** Everything so far was right, but more comes before the session. */
export interface UnfinishedLogin {
  readonly status: 'more';
  /** The attempt's public name. */
  readonly attempt: string;
  /** 256 bits that prove whose the attempt is; undefined for who keeps those that they have. */
  readonly secret: string | undefined;
  readonly accountId: string | null;
  readonly step: Exclude<Step, { kind: 'open' }>;
}

/** ASVS V6.6.3 asks for a limit; ten minutes are long enough to find a phone. */
export const attemptLifetime = minutes(10);
