import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { imageTypeOf } from '../../kit/image-type.ts';
import { readDomainLines } from '../../kit/mail-domain.ts';
import { readJson } from './json.ts';
import { codeOf, isObject, type Raw, type Reading } from './reading.ts';

const mostBytesOfImage = 262_144;

/** Only what browsers show as an image. An SVG may contain scripts, so it's served as an image only. */
export function readImage({ value, base }: Raw): Reading {
  if (value === '') return { value };
  const must = 'be the path of an SVG or PNG file up to 256 KiB';
  if (typeof value !== 'string' || value.includes('\0')) return { must };
  const path = resolve(base, value);
  try {
    const bytes = readFileSync(path);
    return bytes.length <= mostBytesOfImage && imageTypeOf(bytes) ? { value: path } : { must };
  } catch (error) {
    return { must: `${must} (${codeOf(error)})` };
  }
}

/** Read again when the server starts, as an image is. */
export function readDomainFile({ value, base }: Raw): Reading {
  if (value === '') return { value };
  const must = 'be the path of a text file with one domain per line';
  if (typeof value !== 'string' || value.includes('\0')) return { must };
  const path = resolve(base, value);
  try {
    const read = readDomainLines(readFileSync(path, 'utf8'));
    return 'patterns' in read
      ? { value: path }
      : { must: `${must}, such as example.com or *.example.com (line ${read.wrongLine} isn't one)` };
  } catch (error) {
    return { must: `${must} (${codeOf(error)})` };
  }
}

export function readSchema({ value, isText, base }: Raw): Reading {
  const must = { must: 'be a JSON Schema object, or the path of a JSON file that contains one' };
  if (value === null || value === '') return { value: null };
  if (!isText && isObject(value)) return { value };
  if (typeof value !== 'string') return must;
  const inline = value.trimStart().startsWith('{');
  try {
    const read = readJson(inline ? value : readFileSync(resolve(base, value), 'utf8'));
    if (!read.ok) return { must: `${must.must} (${read.fault})` };
    return isObject(read.value) ? { value: read.value } : must;
  } catch (error) {
    return { must: `${must.must} (${codeOf(error)})` };
  }
}
