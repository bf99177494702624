import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** The best takes ten seconds for a file of some MB, and each start builds. */
function qualityOf({ length }: Uint8Array | string): number {
  return length > 500_000 ? 5 : constants.BROTLI_MAX_QUALITY;
}

/** A file, and what it's sent as to browsers that take gzip or Brotli: names and contents. */
export function withCompressed(
  file: string,
  contents: Uint8Array | string,
): readonly (readonly [file: string, contents: Uint8Array | string])[] {
  const params = { [constants.BROTLI_PARAM_QUALITY]: qualityOf(contents) };
  return [
    [file, contents],
    [`${file}.gz`, gzipSync(contents)],
    [`${file}.br`, brotliCompressSync(contents, { params })],
  ];
}

/** Writes a file aside and renames it into place: a server that runs meanwhile finds each of its own whole. */
export async function put(folder: string, file: string, contents: Uint8Array | string): Promise<void> {
  const aside = join(folder, `.${process.pid}-${file}`);
  await mkdir(folder, { recursive: true });
  await writeFile(aside, contents);
  await rename(aside, join(folder, file));
}
