/** More answers aren't kept: the oldest goes first. */
const most = 10_000;

/** Asks, and uses an answer again for that many milliseconds; what fails isn't kept. With 0, nothing is. */
export function cacheOf<Name extends string, Value>(
  lifetime: number,
  ask: (name: Name, value: string) => Promise<Value>,
): (name: Name, value: string) => Promise<Value> {
  if (lifetime === 0) return ask;
  const kept = new Map<string, { readonly answer: Promise<Value>; readonly until: number }>();
  return (name, value) => {
    const key = `${name} ${value}`;
    const known = kept.get(key);
    const now = performance.now();
    if (known && now < known.until) return known.answer;
    const answer = ask(name, value);
    kept.delete(key);
    kept.set(key, { answer, until: now + lifetime });
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    answer.catch(() => kept.delete(key));
    return answer;
  };
}
