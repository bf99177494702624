const separators = /[\s\p{Z}\p{Pd}\u2212\u30fc\u2800\p{Cf}\p{Default_Ignorable_Code_Point}]|\u20e3/gu;

/**
 * A code as people type or paste it, in the form in which codes are made: digits of every script as `0` to `9`, wide
 * letters as plain ones, without spaces, dashes and invisible marks. Whatever else is in it stays, so it is no code.
 */
export function readTypedCode(typed: string): string {
  return typed
    .normalize('NFKC')
    .replaceAll(separators, '')
    .replaceAll(/\p{Nd}/gu, asciiDigit);
}

/** Unicode has the ten digits of a script one after the other, and a row of scripts begins with a zero too (UAX #44). */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((code - first) % 10);
}
