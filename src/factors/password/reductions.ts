/** One or two readings of each stand-in, as people write them. */
const standIns: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{
      '0': 'o',
      '1': 'il',
      '2': 'z',
      '3': 'e',
      '4': 'a',
      '5': 's',
      '6': 'g',
      '7': 't',
      '8': 'b',
      '9': 'g',
    },
    ...{ '@': 'a', $: 's', '!': 'il', '+': 't', '|': 'li', '(': 'c', '<': 'c', '{': 'c', '€': 'e', '£': 'l' },
  }),
);

/** Small letters without accents: `Pässwörd` and `ｐａｓｓｗｏｒｄ` are both `password`. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Without what people put between words. */
export function compact(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * What a folded password may be a simple variation of: itself with the digits and signs around it taken off,
 * with those between its letters left out, with letters for the signs that stand in for them, read backwards,
 * and all of these together. At least four characters and a third of the password remain, so what is compared
 * is the password as a whole and never a small part of it (NIST SP 800-63B-4 section 3.1.1).
 */
export function reductionsOf(folded: string): ReadonlySet<string> {
  const least = Math.max(4, folded.length / 3);
  const found = new Set<string>();
  const keep = (form: string) => {
    if (form.length < least || found.has(form)) return;
    found.add(form);
    found.add([...form].reverse().join(''));
  };
  for (const core of coresOf(folded)) {
    // Digits with a letter or two among them are no word with stand-ins.
    const isWord = core.replace(/[^\p{L}]/gu, '').length * 3 >= core.length;
    for (const reading of isWord ? [core, readSigns(core, 0), readSigns(core, 1)] : [core]) {
      keep(reading);
      const letters = compact(reading);
      if (letters.length * 2 >= core.length) keep(letters);
    }
  }
  return found;
}

/** The last signs beside the letters may belong to them, as in `pa$$2024`: up to three are tried on each side. */
function coresOf(folded: string): Set<string> {
  const before = folded.length - folded.replace(/^[^\p{L}]+/u, '').length;
  const after = trailingSigns(folded);
  const cores = new Set<string>();
  for (const start of cutsFor(before)) {
    for (const end of cutsFor(after)) {
      if (start + end < folded.length) cores.add(folded.slice(start, folded.length - end));
    }
  }
  return cores;
}

function cutsFor(signs: number): number[] {
  return [0, signs, signs - 1, signs - 2, signs - 3].filter((cut, at) => at === 0 || cut > 0);
}

/** A loop, because a pattern anchored at the end only takes quadratic time on a long row of digits. */
function trailingSigns(text: string): number {
  let end = text.length;
  while (end > 0 && !/[\p{L}\p{Cs}]/u.test(text.charAt(end - 1))) end -= 1;
  return text.length - end;
}

function readSigns(text: string, reading: 0 | 1): string {
  let read = '';
  for (const char of text) {
    const letters = standIns.get(char);
    read += letters === undefined ? char : letters.charAt(Math.min(reading, letters.length - 1));
  }
  return read;
}
