/**
 * The media type of a file that browsers show as an image; undefined for anything but SVG and PNG. It tells a mistake early,
 * and protects from nothing: whoever serves the file says how it may be used.
 */
export function imageTypeOf(bytes: Buffer): 'image/svg+xml' | 'image/png' | undefined {
  if (bytes.subarray(0, 8).equals(pngSignature)) return 'image/png';
  const head = bytes.subarray(0, 4096).toString('utf8');
  return /^\ufeff?\s*<(?!html|!doctype\s+html)/i.test(head) && /<svg[\s>]/i.test(head)
    ? 'image/svg+xml'
    : undefined;
}

const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex');
