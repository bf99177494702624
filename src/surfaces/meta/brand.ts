import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Config } from '../../config/index.ts';
import { type Route, route } from '../../kit/http/index.ts';
import { imageTypeOf } from '../../kit/image-type.ts';
import type { Services } from '../../kit/services.ts';
import { brandStyles } from '../../kit/ui/brand.ts';

/** A file of the site's own, under an address that names what is in it, so that browsers may keep it. */
interface BrandFile {
  readonly address: string;
  readonly type: string;
  readonly content: Buffer;
}

/** What the site has of its own look; undefined for what it has not. */
export interface Brand {
  readonly logo: BrandFile | undefined;
  readonly colours: BrandFile | undefined;
}

/** Reads the logo, once. Throws when it is gone since the configuration was read. */
export function readBrand({ logo, ...colours }: Config['brand']): Brand {
  const image = logo === '' ? undefined : readFileSync(logo);
  const type = image && imageTypeOf(image);
  const styles = brandStyles(colours);
  return {
    logo: image && type && brandFile('logo', type, type === 'image/png' ? 'png' : 'svg', image),
    colours:
      styles === undefined
        ? undefined
        : brandFile('colours', 'text/css; charset=utf-8', 'css', Buffer.from(styles)),
  };
}

function brandFile(name: string, type: string, ending: string, content: Buffer): BrandFile {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return { address: `/brand/${name}-${hash}.${ending}`, type, content };
}

/** The files that every page refers to. */
export function brandRoutes({ brand }: Services): Route[] {
  return [brand.logo, brand.colours].flatMap((file) =>
    file === undefined
      ? []
      : [
          route({
            method: 'GET',
            path: file.address,
            kind: 'page',
            access: 'anyone',
            impersonated: true,
            handle: ({ reply }) =>
              reply
                .header('cache-control', 'public, max-age=31536000, immutable')
                // An SVG that is opened by itself is a page: it may run, load and send nothing.
                .header('content-security-policy', "default-src 'none'; frame-ancestors 'none'; sandbox")
                .header('content-type', file.type)
                .send(file.content),
          }),
        ],
  );
}

declare module '../../kit/services.ts' {
  interface Services {
    readonly brand: Brand;
  }
}
