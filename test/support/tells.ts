/**
 * Whether a text has a secret in it. A code of six digits stands by chance in an id or in the decimals of a time, so it is
 * looked for as a word.
 */
export function tells(all: string, canary: string): boolean {
  return /^\d+$/.test(canary)
    ? new RegExp(`(?<![\\w.-])${canary}(?![\\w-])`).test(all)
    : all.includes(canary);
}
