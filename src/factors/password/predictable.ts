/** Neighbours on keyboards and in alphabets. Each is read forwards, backwards, and from its end on to its start. */
const sequences = [
  ...[
    'abcdefghijklmnopqrstuvwxyz',
    '1234567890',
    'абвгдеёжзийклмнопрстуфхцчшщъыьэюя',
    'αβγδεζηθικλμνξοπρστυφχψω',
  ],
  ...['qwertyuiopasdfghjklzxcvbnm', 'qwertzuiopasdfghjklyxcvbnm', 'azertyuiopqsdfghjklmwxcvbn'],
  ...['1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p', 'qazwsxedcrfvtgbyhnujmikolp', '1q2w3e4r5t6y7u8i9o0p'],
  ...['йцукенгшщзхъфывапролджэячсмитьбю', '!@#$%^&*()', '!"#$%&\'()*+,-./'],
].map((sequence) => [...sequence]);

/** Where each character stands in which of them. */
const places = new Map<string, { sequence: readonly string[]; start: number }[]>();
for (const sequence of sequences) {
  for (const [start, char] of sequence.entries()) {
    places.set(char, [...(places.get(char) ?? []), { sequence, start }]);
  }
}

/**
 * Is it one part said again and again (`abcabcabc`, `soham-soham-soham`), the last time perhaps not to the end?
 * A part of `longEnough` characters or more would do as a password by itself and does not count.
 */
export function isRepetition(text: string, longEnough = Number.POSITIVE_INFINITY): boolean {
  const chars = [...text];
  const part = periodOf(chars);
  return part * 2 <= chars.length && part < longEnough;
}

/** Is it made of runs of neighbours (`abcdef`, `987654`, `qwerty`, `aaaa`) of five characters on average? */
export function isRun(text: string): boolean {
  const chars = [...text];
  const squeezed = chars.filter((char, at) => char !== chars[at - 1]);
  const runs = Math.min(countRuns(chars), countRuns(squeezed));
  return chars.length > 0 && runs <= Math.max(1, chars.length / 5);
}

/** The smallest distance at which a text agrees with itself (the failure function of Knuth, Morris and Pratt). */
function periodOf(chars: readonly string[]): number {
  const borders = [0];
  for (let at = 1; at < chars.length; at += 1) {
    let border = borders[at - 1] ?? 0;
    while (border > 0 && chars[at] !== chars[border]) border = borders[border - 1] ?? 0;
    borders.push(chars[at] === chars[border] ? border + 1 : 0);
  }
  return Math.max(1, chars.length - (borders.at(-1) ?? 0));
}

function countRuns(chars: readonly string[]): number {
  let runs = 0;
  for (let at = 0; at < chars.length; at += longestRun(chars, at)) runs += 1;
  return runs;
}

function longestRun(chars: readonly string[], from: number): number {
  let longest = 1;
  while (chars[from + longest] === chars[from]) longest += 1;
  for (const { sequence, start } of places.get(chars[from] ?? '') ?? []) {
    for (const step of [1, sequence.length - 1]) {
      let length = 1;
      while (chars[from + length] === sequence[(start + step * length) % sequence.length]) length += 1;
      longest = Math.max(longest, length);
    }
  }
  return longest;
}
