import { encode } from 'uqr';
import { describe, expect, test } from 'vitest';
import { drawQrCode, qrCodeSvg } from './qr-code.ts';

const uri = 'otpauth://totp/Latchkey:soham?issuer=Latchkey&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&period=30';

/** Which modules the path fills: it is made of runs, `M x y h length v1 h-length z`. */
function modulesOf(path: string, size: number): boolean[][] {
  const modules = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  for (const [, x, y, length, back] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)) {
    expect(back).toBe(length);
    for (let at = 0; at < Number(length); at++) {
      const row = modules[Number(y)] ?? [];
      expect(row[Number(x) + at], 'filled twice, or outside').toBe(false);
      row[Number(x) + at] = true;
    }
  }
  return modules;
}

describe('the QR code', () => {
  test('is the one of its text, module for module, in a quiet zone of four', async () => {
    const { size, path } = await drawQrCode(uri);
    const bare = encode(uri, { ecc: 'M', border: 0 });
    expect(size).toBe(bare.size + 8);
    const modules = modulesOf(path, size);
    expect(modules.slice(4, -4).map((row) => row.slice(4, -4))).toEqual(bare.data);
    const around = modules.flatMap((row, y) =>
      row.filter((_, x) => Math.min(x, y, size - 1 - x, size - 1 - y) < 4),
    );
    expect(around.some(Boolean)).toBe(false);
    expect(path.replaceAll(/M\d+ \d+h\d+v1h-\d+z/g, '')).toBe('');
  });

  test('as an SVG is dark on light, is named, and holds neither style nor script', async () => {
    const drawn = await drawQrCode(uri);
    const svg = qrCodeSvg(drawn, 'A code to scan');
    expect(svg).toContain(`viewBox="0 0 ${drawn.size} ${drawn.size}" role="img"`);
    expect(svg).toContain('<title>A code to scan</title>');
    expect(svg).toContain(`<path fill="#fff" d="M0 0h${drawn.size}v${drawn.size}H0z"/>`);
    expect(svg).toContain(drawn.path);
    expect(svg).not.toMatch(/style|script|href|\son\w+=/);
  });
});
