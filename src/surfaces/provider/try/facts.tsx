import { isoTime } from '../../../kit/clock.ts';
import { Time } from '../../../kit/ui/time.tsx';
import { useWords } from '../../../kit/words/index.ts';

interface FactsProps {
  of: Readonly<Record<string, unknown>>;
  /** What each is for, by its name. */
  meaning: Readonly<Record<string, string>>;
}

/** Seconds of Unix time (RFC 7519 section 2). */
const times = new Set(['exp', 'iat', 'auth_time']);

/** Names and values, each with what it is for. */
export function Facts({ of, meaning }: FactsProps) {
  const { unknown } = useWords().tryApp.result;
  return (
    <dl class="tried-facts">
      {Object.entries(of).map(([name, value]) => (
        <div key={name}>
          <dt>
            <code>{name}</code>
          </dt>
          <dd>
            <code>{typeof value === 'string' ? value : JSON.stringify(value)}</code>
            {times.has(name) && <Time iso={isoTime(Number(value) * 1000)} />}
            <span class="hint">{meaning[name] ?? unknown}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
