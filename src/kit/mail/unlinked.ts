/**
 * A text that somebody else chose, such as a username, as it may stand in a mail: mail programs make links of
 * `login.evil.example`, `a@b.example` and `http://…` by themselves, in text and HTML alike. With spaces around what joins
 * the parts of an address none of them does. Dots of other scripts are read as dots in domains (UTS #46).
 */
export function unlinked(chosen: string): string {
  return chosen.replaceAll(/\s*([.\u3002\uff0e\uff61\u2024@\uff20:\uff1a/\uff0f\\]+)\s*/g, ' $1 ').trim();
}
