/** A QR code as a square of unit modules with its quiet zone, drawn by one path. */
export interface QrCode {
  readonly size: number;
  /** The dark modules, as the `d` of an SVG path. */
  readonly path: string;
}

/** Light modules that the standard wants around it. */
const quietZone = 4;

/** Error correction M: a scratch or a reflection on the screen does no harm. */
export async function drawQrCode(text: string): Promise<QrCode> {
  const { encode } = await import('uqr');
  const { size, data } = encode(text, { ecc: 'M', border: quietZone });
  const rows = data.map((row, y) =>
    [...runsOf(row)].map(([start, length]) => `M${start} ${y}h${length}v1h-${length}z`).join(''),
  );
  return { size, path: rows.join('') };
}

function* runsOf(row: readonly boolean[]): Generator<readonly [start: number, length: number]> {
  for (let at = 0; at < row.length; at++) {
    const start = at;
    while (row[at]) at++;
    if (at > start) yield [start, at - start];
  }
}

/**
 * Dark on light in every theme, since many cameras read nothing else. It holds no style that a page's policy refuses.
 * `title` is what somebody hears who does not see it.
 */
export function qrCodeSvg({ size, path }: QrCode, title: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" role="img" shape-rendering="crispEdges"><title>${escapeXml(title)}</title><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
