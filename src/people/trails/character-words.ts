/** The characters that people type or paste most often without seeing them. */
const unseen: Readonly<Record<number, string>> = {
  9: 'tab',
  10: 'line break',
  13: 'line break',
  32: 'space',
  160: 'no-break space',
  173: 'soft hyphen',
  8203: 'zero-width space',
  8204: 'zero-width non-joiner',
  8205: 'zero-width joiner',
  8206: 'left-to-right mark',
  8207: 'right-to-left mark',
  8239: 'narrow no-break space',
  8288: 'word joiner',
  12288: 'ideographic space',
  65279: 'byte order mark',
};

/** Names an unseen character by its code point: `the character U+00A0 (no-break space)`. */
export function characterName(character: number): string {
  const code = `the character U+${character.toString(16).toUpperCase().padStart(4, '0')}`;
  const name = unseen[character];
  return name === undefined ? code : `${code} (${name})`;
}
