import type { Config } from '../../config/index.ts';
import type { JsonValue } from '../../kit/json.ts';
import { problem } from '../../kit/problem.ts';
import type { DataSchema } from './data-schema.ts';
import { parseDocument } from './document.ts';
import { dataRefused, dataTooLarge } from './problems.ts';

/** How many arrays and objects may stand inside one another in a document. */
const documentDepth = 100;

/** The largest request that can carry a document within its limit, in bytes: white space may surround it. */
export function documentBodyLimit({ data }: Config): number {
  return data.maxBytes + 1024;
}

/**
 * Reads a document as it came in and holds it to every rule: size, depth, exact numbers, the site's JSON Schema.
 * Throws `data-too-large` or `data-refused`; `place` is put before the pointers of the places.
 */
export function readDocument(
  { config, dataSchema }: { config: Config; dataSchema: DataSchema },
  text: string,
  place = '',
): { value: JsonValue; text: string } {
  const parsed = parseDocument(text, { maxBytes: config.data.maxBytes, maxDepth: documentDepth });
  if (!parsed.ok) {
    const { reason, pointer, detail } = parsed;
    if (reason === 'too-large') throw problem(dataTooLarge, detail);
    throw problem(dataRefused, detail, { errors: [{ pointer: place + pointer, code: reason, detail }] });
  }
  dataSchema.require(parsed.value, place);
  return parsed;
}
