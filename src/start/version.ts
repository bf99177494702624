import manifest from '../../package.json' with { type: 'json' };

/** The version in package.json, as it was when this was built. */
export function readVersion(): string {
  return manifest.version;
}
