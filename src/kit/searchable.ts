/** UTF-16 units of a text that are looked at: normalising a long row of combining marks takes quadratic time. */
const longest = 1000;

/**
 * The form in which texts are searched: alike for all that differ in case or in compatible spelling only (NFKC, UTS #15),
 * on one line, and with U+FFFD for what PostgreSQL can't store. Folding again changes nothing.
 */
export function foldText(text: string): string {
  let folded = fold(cut(text));
  // ẞ needs a second turn: it is its own capital, and lowers to ß, whose capital is SS.
  for (let next = fold(folded); next !== folded; next = fold(folded)) folded = next;
  return folded.trim();
}

/** Case is changed in the decomposed form, as compatibility caseless matching demands (Unicode 3.13, D146). */
function fold(text: string): string {
  const plain = text.toWellFormed().replaceAll('\0', '\ufffd');
  return plain
    .normalize('NFKD')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ');
}

/** Not between the two halves of a character. */
function cut(text: string): string {
  if (text.length <= longest) return text;
  return text.slice(0, longest).replace(/[\ud800-\udbff]$/, '');
}

/** Every three characters in a row of a folded text, each once; none reaches over the end of a line. */
export function gramsOf(folded: string): string[] {
  const grams = new Set<string>();
  for (const line of folded.split('\n')) {
    const letters = [...line];
    for (let at = 0; at + 3 <= letters.length; at++) grams.add(letters.slice(at, at + 3).join(''));
  }
  return [...grams];
}

/** A trigram as a signed number of 32 bits (FNV-1a). Two may share one, so what is found by it is looked at again. */
export function gramNumber(gram: string): number {
  let number = 0x811c9dc5;
  for (let at = 0; at < gram.length; at++) number = Math.imul(number ^ gram.charCodeAt(at), 0x01000193);
  return number | 0;
}
