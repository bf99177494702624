const longest = 100;

/** An origin of the web as browsers write it (RFC 6454 section 6.1), such as `https://app.example.com`; undefined for any other text. */
export function readWebOrigin(text: string | undefined): string | undefined {
  if (text === undefined || text.length > longest || !/^https?:\/\//.test(text)) return undefined;
  return URL.canParse(text) && new URL(text).origin === text ? text : undefined;
}
