import { isoTime } from '../../../kit/clock.ts';
import { Badge, type Tone } from '../../../kit/ui/console/badge.tsx';
import { Time } from '../../../kit/ui/time.tsx';
import { useWords } from '../../../kit/words/index.ts';
import type { ListedToken } from '../../../operate/roles/index.ts';

type TokenState = 'active' | 'expired' | 'revoked';

/** Whether a token still works. One that was revoked isn't told to have expired. */
export function stateOf({ revokedAt, expiresAt }: ListedToken, now: number): TokenState {
  if (revokedAt !== null) return 'revoked';
  return expiresAt <= now ? 'expired' : 'active';
}

const tones: Readonly<Record<TokenState, Tone>> = { active: 'good', expired: 'neutral', revoked: 'neutral' };

export function TokenBadge({ state }: { state: TokenState }) {
  return <Badge tone={tones[state]}>{useWords().admin.tokens.states[state]}</Badge>;
}

/** Who made a token: a username, or the ID of an account that is gone. */
export function Maker({ maker, madeBy }: ListedToken) {
  return maker === null ? <code>{madeBy}</code> : <bdi>{maker}</bdi>;
}

export function LastUsed({ lastUsedAt }: ListedToken) {
  if (lastUsedAt === null) return <span>{useWords().admin.tokens.never}</span>;
  return <Time iso={isoTime(lastUsedAt)} show="ago" />;
}
