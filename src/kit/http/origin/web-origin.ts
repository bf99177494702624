const longest = 100;

/**
 * An origin of the web as browsers write it (RFC 6454 section 6.1), such as `https://app.example.com`; undefined for any
 * other text. Anybody may send one, and operators are told to paste it into their settings: `URL` takes hosts that a shell
 * would run, such as `$(reboot)`, and no name in the DNS of the web has such characters.
 */
export function readWebOrigin(text: string | undefined): string | undefined {
  if (text === undefined || text.length > longest || !/^https?:\/\/[\w.:[\]-]+$/.test(text)) return undefined;
  return URL.canParse(text) && new URL(text).origin === text ? text : undefined;
}
