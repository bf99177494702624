import { readTsx } from '../render-pages/tsx.ts';

/** Generates clients/js/src/codes.ts, so that a `switch` over a refusal's code is checked by the compiler. */
export async function makeCodes(): Promise<string> {
  readTsx();
  const { problems } = await import('../../src/server.ts');
  const codes = problems.map(({ code }) => code).toSorted();
  return `/** Every code that the server refuses with. Made by \`npm run generate\`. */
export type Code =
${codes.map((code) => `  | '${code}'`).join('\n')};
`;
}
