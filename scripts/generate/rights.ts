import { readTsx } from '../render-pages/tsx.ts';

/** docs/reference/rights.md, made from the routes that there are in production. */
export async function makeRightsReference(): Promise<string> {
  readTsx();
  const { playAll, production } = await import('../render-pages/stage.ts');
  const { rightsOf } = await import('./rights-page.ts');
  const [played] = await playAll([{ title: 'rights', settings: production, play: async () => {} }]);
  return rightsOf(played?.routes ?? []);
}
