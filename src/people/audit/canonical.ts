/** A few facts of an act, by name. */
export type AuditDetail = Readonly<Record<string, string | number | boolean | null>>;

/**
 * The detail as it is stored and hashed: JSON with its names in order and no space, the same for equal facts. Throws for
 * a number that JSON doesn't hold.
 */
export function canonicalDetail(detail: AuditDetail): string {
  const names = Object.keys(detail).sort();
  for (const name of names) {
    const value = detail[name];
    if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`${name} is ${value}.`);
  }
  return `{${names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(detail[name])}`).join(',')}}`;
}

/**
 * A text as both databases give it back. PostgreSQL stores no NUL, and neither of them half of a surrogate pair: a row that
 * came back otherwise would look as if somebody had changed it.
 */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
