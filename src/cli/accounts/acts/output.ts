import type { Config, Flags } from '../../../config/index.ts';
import { isoTime } from '../../../kit/clock.ts';
import { type Acted, type Acting, actingAsCommand } from '../../../operate/accounts/index.ts';
import { count, jsonLine, print, tell } from '../text.ts';
import { mailTold } from '../told.ts';
import { type ChangingServices, withAccount } from '../with-account.ts';

/** What every act on an account takes. */
export interface ActFlags extends Flags {
  readonly reason?: string;
  readonly json?: true;
}

interface Said<Value> {
  readonly act: (
    services: ChangingServices,
    acting: Acting,
    accountId: string,
  ) => Promise<Acted<Value> | undefined>;
  /** What was done, in a sentence; and that it was so before. */
  readonly done: (username: string, value: Value | undefined) => string;
  readonly was: (username: string) => string;
  /** Whether the owner is told by email. `if-there`: that there is no address needs no saying. */
  readonly tells: 'never' | 'always' | 'if-there';
  /** What `--json` has besides. */
  readonly json?: (value: Value | undefined) => Readonly<Record<string, unknown>>;
}

/** Acts on the account of a username or verified address, and prints what became of it. */
export async function actOnNamed<Value>(
  name: string,
  { reason, json, ...flags }: ActFlags,
  said: Said<Value>,
): Promise<void> {
  const { acted, config } = await withAccount(flags, name, (services, accountId) =>
    said.act(services, actingAsCommand(reason ?? null), accountId),
  );
  if (json) return print(jsonLine(jsonOf(acted, said)));
  await tell(`${linesOf(acted, said, config).join('\n')}\n`);
}

function linesOf<Value>(
  { username, isNew, sessions, toldTo, value }: Acted<Value>,
  { done, was, tells }: Said<Value>,
  config: Config,
): string[] {
  if (!isNew) return [`${was(username)} Nothing was changed.`];
  const says = tells === 'always' || (tells === 'if-there' && toldTo !== null);
  const ended = sessions > 0 ? ` Ended ${count(sessions, 'session')}.` : '';
  return [`${done(username, value)}${ended}`, ...(says ? [mailTold(toldTo, config)] : [])];
}

function jsonOf<Value>({ username, isNew, sessions, toldTo, value }: Acted<Value>, { json }: Said<Value>) {
  return { username, changed: isNew, sessionsEnded: sessions, emailTo: toldTo, ...json?.(value) };
}

/** For `--json`. */
export const timeOrNull = (at: number | undefined): string | null => (at === undefined ? null : isoTime(at));
