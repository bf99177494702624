/** The types of a JSON Schema in a sentence: `string,null` is `a string or null`. */
export function typesInWords(types: string): string {
  const named = (type: string) => (/^[aio]/.test(type) ? `an ${type}` : `a ${type}`);
  return types
    .split(',')
    .map((type) => (type === 'null' ? type : named(type)))
    .join(' or ');
}
