import manifest from '../../package.json' with { type: 'json' };

/** The version in package.json at build time. */
export function readVersion(): string {
  return manifest.version;
}
