import { hash } from 'node:crypto';
import { changesAsDouble, type JsonValue, placeOf, scanJson } from '../../kit/json.ts';
import type { Say } from '../../kit/words/index.ts';

export interface DocumentLimits {
  /** UTF-8 bytes, of the text as sent and of the text as kept. */
  maxBytes: number;
  /** How many arrays and objects may stand inside one another. */
  maxDepth: number;
}

export type DocumentRefusal = 'not-json' | 'too-large' | 'too-deep' | 'number' | 'duplicate';

export type ParsedDocument =
  | { ok: true; value: JsonValue; text: string }
  | { ok: false; reason: DocumentRefusal; pointer: string; detail: Say };

/** Why a text is not JSON; a character that can't be seen is given by its code point in hex alone. */
export type JsonFault = 'empty' | 'cut-short' | { readonly shown: string | null; readonly code: string };

/**
 * Reads an account's document, which may be whatever JSON can say within the limits. `text` is its canonical form, which is what is
 * kept. A number that JavaScript would change is refused with its place (RFC 6901), rather than silently kept
 * as another one (RFC 8259 section 6), and so is a name used twice in one object, of which only one would be kept.
 */
export function parseDocument(text: string, limits: DocumentLimits): ParsedDocument {
  if (Buffer.byteLength(text) > limits.maxBytes) return tooLarge(text, limits);

  let changed: { source: string; pointer: string } | undefined;
  let twice: { name: string; offset: number; pointer: string } | undefined;
  const scan = scanJson(text, limits.maxDepth, {
    number: (source, pointer) => {
      if (!changed && changesAsDouble(source)) changed = { source, pointer: pointer() };
    },
    duplicate: (key, name, pointer) => {
      twice ??= { name, offset: key.start, pointer: pointer() };
    },
  });
  if (!scan.ok) {
    const place = placeOf(text, scan.offset);
    if (scan.reason === 'depth') {
      return refusal('too-deep', ({ accounts }) => accounts.documents.tooDeep(place, limits.maxDepth));
    }
    const fault = faultAt(text, scan.offset);
    return refusal('not-json', ({ accounts }) => accounts.documents.notJson(place, fault));
  }
  if (changed) {
    const number = changed.source.length > 40 ? `${changed.source.slice(0, 40)}…` : changed.source;
    const detail: Say = ({ accounts }) => accounts.documents.inexactNumber(number);
    return { ok: false, reason: 'number', pointer: changed.pointer, detail };
  }

  if (twice) {
    const place = placeOf(text, twice.offset);
    const name = shortName(twice.name);
    const detail: Say = ({ accounts }) => accounts.documents.nameTwice(name, place);
    return { ok: false, reason: 'duplicate', pointer: twice.pointer, detail };
  }

  const value = JSON.parse(text) as JsonValue;
  const canonical = JSON.stringify(value);
  // 1e20 is written out as 100000000000000000000, so the text that is kept can be the longer one.
  if (Buffer.byteLength(canonical) > limits.maxBytes) return tooLarge(canonical, limits);
  return { ok: true, value, text: canonical };
}

/**
 * The strong entity tag (RFC 9110 section 8.8.3) of a version of an account's document. It names the account too: a page
 * or program that read the document of one account can't write over that of another.
 */
export function documentETag(accountId: string, version: number): string {
  return `"v${version}.${hash('sha256', `document of ${accountId}`, 'base64url').slice(0, 12)}"`;
}

function shortName(name: string): string {
  return JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name);
}

function refusal(reason: DocumentRefusal, detail: Say): ParsedDocument {
  return { ok: false, reason, pointer: '', detail };
}

function tooLarge(text: string, limits: DocumentLimits): ParsedDocument {
  const size = Buffer.byteLength(text);
  return refusal('too-large', ({ accounts }) => accounts.documents.tooLarge(size, limits.maxBytes));
}

function faultAt(text: string, offset: number): JsonFault {
  const code = text.codePointAt(offset);
  if (text.trim() === '') return 'empty';
  if (code === undefined) return 'cut-short';
  const char = String.fromCodePoint(code);
  const isSeen = /[\p{L}\p{N}\p{P}\p{S}]/u.test(char);
  return { shown: isSeen ? char : null, code: code.toString(16).toUpperCase().padStart(4, '0') };
}
