/** The candidate with the fewest typos compared to `text`. The first one wins a tie. */
export function nearest(text: string, candidates: readonly string[]): string {
  const distances = candidates.map((candidate) => slips(text.toLowerCase(), candidate.toLowerCase()));
  return candidates[distances.indexOf(Math.min(...distances))] ?? '';
}

/** Those candidates that a person who typed `text` may have meant: with few typos, or longer. */
export function nearTo(text: string, candidates: readonly string[]): string[] {
  const typed = text.toLowerCase();
  const few = Math.max(1, Math.floor(typed.length / 4));
  return candidates.filter((candidate) => {
    const known = candidate.toLowerCase();
    return (typed.length > 2 && known.startsWith(typed)) || slips(typed, known) <= few;
  });
}

/** The optimal string alignment distance (Damerau–Levenshtein): insert, delete, replace or swap neighbors. */
function slips(from: string, to: string): number {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= from.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      rows[i]?.push(
        Math.min(
          at(i - 1, j) + 1,
          at(i, j - 1) + 1,
          at(i - 1, j - 1) + (same ? 0 : 1),
          swapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
  }
  return at(from.length, to.length);
}
