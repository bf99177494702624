import { once } from 'node:events';
import { asTyped } from '../../config/command-name.ts';

/** Writes to standard output, and waits for a slow reader. */
export async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

const unseen = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const hex = (number: number): string => number.toString(16);

/** The same for sentences, with commands as they're typed here. */
export const tell = (text: string): Promise<void> => print(asTyped(text));

/**
 * The text with invisible characters written out as `\u{1b}`. Text from a file or a stranger must not control the
 * operator's terminal.
 */
export function visible(text: string): string {
  return text.replace(unseen, (char) => `\\u{${hex(char.codePointAt(0) ?? 0)}}`);
}

/**
 * A line of JSON for programs, which is the same to them and holds nothing that controls a terminal either: JSON itself
 * escapes only some of what does.
 */
export function jsonLine(value: unknown): string {
  const escaped = JSON.stringify(value).replace(unseen, (char) =>
    [...Array(char.length).keys()].map((at) => `\\u${hex(char.charCodeAt(at)).padStart(4, '0')}`).join(''),
  );
  return `${escaped}\n`;
}

/** Aligns rows in columns. The last column isn't padded. `widths` are the minimum widths. */
export function columns(rows: readonly (readonly string[])[], widths: readonly number[] = []): string {
  const width = columnWidths(rows, widths);
  return rows
    .map((row) =>
      row.map((cell, at) => (at === row.length - 1 ? cell : pad(cell, width[at] ?? 0))).join('  '),
    )
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

export function columnWidths(rows: readonly (readonly string[])[], least: readonly number[] = []): number[] {
  return (rows[0] ?? []).map((_, at) =>
    Math.max(least[at] ?? 0, ...rows.map((row) => lengthOf(row[at] ?? ''))),
  );
}

/** `1 session`, `2 sessions`, `1,234 sessions`. */
export function count(number: number, thing: string): string {
  return `${number.toLocaleString('en-US')} ${thing}${number === 1 ? '' : 's'}`;
}

/** `2026-01-31 12:00:00`, in UTC. Takes Unix milliseconds or ISO 8601. */
export function timeText(time: number | string): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

/** A remaining time: `45 s`, `12 min` or `3 h`, rounded up. */
export function waitText(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`;
}

const lengthOf = (text: string): number => [...text].length;

const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - lengthOf(text)));
