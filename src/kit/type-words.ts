/** The types of a JSON Schema in a sentence: `string,null` is `a string or null`. */
export function typesInWords(types: string): string {
  return types
    .split(',')
    .map((type) => words[type] ?? type)
    .join(' or ');
}

const words: Readonly<Record<string, string>> = {
  string: 'a string',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  array: 'a list',
  object: 'an object',
};
