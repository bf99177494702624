/**
 * Name and value of each field of form data, or of a query, in their order; `+` is a space. Answers null when a
 * percent sign stands wrong or the bytes are not UTF-8: to replace them by U+FFFD, as `URLSearchParams` does,
 * would let two different passwords be one.
 */
export function readFormData(text: string): [name: string, value: string][] | null {
  const fields: [string, string][] = [];
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals === -1 ? pair : pair.slice(0, equals));
    const value = decode(equals === -1 ? '' : pair.slice(equals + 1));
    if (name === null || value === null) return null;
    fields.push([name, value]);
  }
  return fields;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return null;
  }
}
