/** What is read of CBOR: what WebAuthn's structures are made of. */
export type CborValue = number | string | Uint8Array | boolean | null | CborValue[] | CborMap;
export type CborMap = ReadonlyMap<number | string, CborValue>;

/** CTAP 2.1 §8 allows four levels. */
const deepest = 4;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads one value at `offset` and answers where it ends. It is strict where decoders are usually lenient, since two
 * readers of the same bytes must not see different keys: lengths are definite and in their shortest form (CTAP 2.1 §8),
 * no map has a key twice, and text is UTF-8. Tags, floats and integers beyond 2^53 are not used by any authenticator.
 * Throws a `RangeError` for anything else.
 */
export function readCbor(
  bytes: Uint8Array,
  offset = 0,
  depth = 0,
): { readonly value: CborValue; readonly end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = view.getUint8(offset);
  const major = first >> 5;
  if (major === 7) return { value: simple(first & 31), end: offset + 1 };
  const { count, start } = readCount(view, offset);
  if (major === 0) return { value: count, end: start };
  if (major === 1) return { value: -1 - count, end: start };
  if (major === 2 || major === 3) {
    const end = start + count;
    if (end > bytes.length) throw new RangeError('Cut short.');
    const content = bytes.subarray(start, end);
    return { value: major === 2 ? content : decodeText(content), end };
  }
  if ((major !== 4 && major !== 5) || depth === deepest) throw new RangeError('Not used here.');
  return major === 4 ? readArray(bytes, start, count, depth + 1) : readMap(bytes, start, count, depth + 1);
}

function readArray(bytes: Uint8Array, start: number, count: number, depth: number) {
  const value: CborValue[] = [];
  let end = start;
  for (let at = 0; at < count; at++) {
    const item = readCbor(bytes, end, depth);
    value.push(item.value);
    end = item.end;
  }
  return { value, end };
}

function readMap(bytes: Uint8Array, start: number, count: number, depth: number) {
  const value = new Map<number | string, CborValue>();
  let end = start;
  for (let at = 0; at < count; at++) {
    const key = readCbor(bytes, end, depth);
    if (typeof key.value !== 'number' && typeof key.value !== 'string') throw new RangeError('No key.');
    if (value.has(key.value)) throw new RangeError('A key stands there twice.');
    const item = readCbor(bytes, key.end, depth);
    value.set(key.value, item.value);
    end = item.end;
  }
  return { value, end };
}

function readCount(view: DataView, offset: number): { count: number; start: number } {
  const short = view.getUint8(offset) & 31;
  if (short < 24) return { count: short, start: offset + 1 };
  const [count, size, least] =
    short === 24
      ? [view.getUint8(offset + 1), 1, 24]
      : short === 25
        ? [view.getUint16(offset + 1), 2, 0x100]
        : short === 26
          ? [view.getUint32(offset + 1), 4, 0x1_0000]
          : [0, 0, 1];
  if (count < least) throw new RangeError('Not the shortest form, or of no definite length.');
  return { count, start: offset + 1 + size };
}

function decodeText(content: Uint8Array): string {
  try {
    return utf8.decode(content);
  } catch {
    throw new RangeError('Not UTF-8.');
  }
}

function simple(value: number): boolean | null {
  if (value === 20 || value === 21) return value === 21;
  if (value === 22) return null;
  throw new RangeError('Not used here.');
}
