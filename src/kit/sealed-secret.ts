import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** What a sealed secret is for and whose it is: sealed for one use or owner, it opens for no other. */
export interface Seal {
  readonly purpose: string;
  readonly owner: string;
}

const version = 'v1';

/**
 * Encrypts a secret that must be read again, as a hash cannot be: AES-256-GCM under a key of its own for each purpose,
 * which HKDF (RFC 5869) derives from the server's secret key. Whoever reads the database or a backup of it, and not
 * the server's configuration too, learns nothing. The owner is authenticated with it: a row that was copied to
 * another account opens there as little as one that was changed.
 */
export function sealSecret(secretKey: string, { purpose, owner }: Seal, secret: Uint8Array): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFor(secretKey, purpose), iv).setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  return [version, iv.toString('base64url'), sealed.toString('base64url')].join('.');
}

/** Undefined when it was sealed under another key, for another use or owner, or was changed. */
export function openSecret(secretKey: string, { purpose, owner }: Seal, text: string): Buffer | undefined {
  const [form, iv = '', body = '', ...rest] = text.split('.');
  const sealed = Buffer.from(body, 'base64url');
  if (form !== version || rest.length > 0 || sealed.length < tagLength) return undefined;
  try {
    const decipher = createDecipheriv(
      'aes-256-gcm',
      keyFor(secretKey, purpose),
      Buffer.from(iv, 'base64url'),
      { authTagLength: tagLength },
    )
      .setAAD(Buffer.from(owner))
      .setAuthTag(sealed.subarray(-tagLength));
    return Buffer.concat([decipher.update(sealed.subarray(0, -tagLength)), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** In bytes. A shorter tag, which GCM would take, is easier to forge. */
const tagLength = 16;

function keyFor(secretKey: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, '', `latchkey ${version} ${purpose}`, 32));
}
