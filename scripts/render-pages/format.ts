const tag = /<(?:"[^"]*"|'[^']*'|[^'">])*>/g;

/** One tag or text a line, so that a diff names the tag that changed. Spaces inside a text stay as they are. */
export function oneTagALine(html: string): string {
  return html
    .replaceAll(tag, '\n$&\n')
    .replaceAll(/\n{2,}/g, '\n')
    .trim();
}
