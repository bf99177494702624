/** The field and curve of Ed25519 (RFC 8032 §5.1). */
const p = 2n ** 255n - 19n;
const d = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;

/**
 * Whether 32 bytes are a point that somebody can sign for. `node:crypto` takes any 32 bytes: half of them are no point,
 * so nothing ever verifies, and for one of a small order anybody can make a signature.
 */
export function decodesToKey(encoded: Uint8Array): boolean {
  const bytes = Uint8Array.from(encoded);
  // The highest bit is the sign of x, which does not matter here.
  bytes[31] = (bytes[31] ?? 0) & 0x7f;
  const y = BigInt(`0x${Buffer.from(bytes.reverse()).toString('hex')}`);
  if (y >= p) return false;
  const x2 = mod((y * y - 1n) * invert(mod(d * y * y + 1n)));
  if (x2 === 0n) return false;
  // Euler's criterion: whether there is such an x.
  if (power(x2, (p - 1n) / 2n) !== 1n) return false;
  return !hasSmallOrder(rootOf(x2), y);
}

/** Whether eight times the point is the neutral one (RFC 8032 §5.1: the cofactor is 8). */
function hasSmallOrder(x: bigint, y: bigint): boolean {
  let point = { x, y };
  for (let times = 0; times < 3; times++) point = double(point);
  return point.x === 0n && point.y === 1n;
}

function double({ x, y }: { x: bigint; y: bigint }) {
  const product = mod(d * mod(x * x) * mod(y * y));
  return {
    x: mod(2n * x * y * invert(mod(1n + product))),
    y: mod((y * y + x * x) * invert(mod(1n - product))),
  };
}

/** A square root of what has one (RFC 8032 §5.1.3). */
function rootOf(square: bigint): bigint {
  const candidate = power(square, (p + 3n) / 8n);
  return mod(candidate * candidate) === square ? candidate : mod(candidate * power(2n, (p - 1n) / 4n));
}

const mod = (value: bigint) => ((value % p) + p) % p;
const invert = (value: bigint) => power(value, p - 2n);

function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, mod(base)];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = mod(result * square);
    square = mod(square * square);
  }
  return result;
}
