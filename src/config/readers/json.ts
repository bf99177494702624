import { placeOf, scanJson } from '../../kit/json.ts';

export type JsonReading = { ok: true; value: unknown } | { ok: false; fault: string };

/**
 * Reads JSON, or says where it's invalid. `JSON.parse` would quote the text around the error, which may be a password in
 * a configuration.
 */
export function readJson(text: string): JsonReading {
  const json = text.startsWith('\ufeff') ? text.slice(1) : text;
  if (json.trim() === '') return { ok: false, fault: 'it is empty' };
  const scan = scanJson(json, Number.POSITIVE_INFINITY);
  if (scan.ok) return { ok: true, value: JSON.parse(json) };
  const { line, column } = placeOf(json, scan.offset);
  return { ok: false, fault: `it isn't valid JSON at line ${line}, column ${column}` };
}
