import { pino } from 'pino';
import { isoTime } from './clock.ts';

export type Logger = pino.Logger;

export interface LogOptions {
  readonly level: string;
  readonly format: 'json' | 'pretty';
  /** Where lines go; standard output unless said. */
  readonly write?: (line: string) => void;
  /** Whether other processes write lines to the same output. */
  readonly isShared?: boolean;
}

/** How much is gathered before it is written, in characters: each write is work for another thread, which must be told. */
const mostGathered = 65_536;

/** Linux writes so many bytes to a pipe at once or not at all (`PIPE_BUF`); of more, others could write in the middle. */
const mostAtOnce = 4096;

/**
 * One line per request, with no body, no header and no query string: what may hold a secret is never handed to it.
 * `pretty` is for a person at a terminal, `json` for everything else.
 */
export function createLogger({ level, format, write, isShared = false }: LogOptions): Logger {
  const options = { level, base: null, timestamp: () => `,"time":"${isoTime(Date.now())}"` };
  const print = write ?? ((line: string) => process.stdout.write(line));
  if (format === 'pretty') return pino(options, { write: (line: string) => print(prettyLine(line)) });
  if (write) return pino(options, { write });
  if (!isShared) return pino(options, gather(openOutput(2 * mostGathered), mostGathered));
  return pino({ ...options, hooks: { streamWrite: untorn } }, gather(openOutput(mostAtOnce), mostAtOnce));
}

/** A line of at most `mostAtOnce` bytes, all of them ASCII: of one that is longer, such as with a stack, the texts are cut. */
export function untorn(line: string): string {
  let short = inAscii(line);
  for (let most = 2048; short.length > mostAtOnce && most > 0; most >>= 1) {
    const cut = (_: string, value: unknown) =>
      typeof value === 'string' && value.length > most ? `${value.slice(0, most)}…` : value;
    short = inAscii(`${JSON.stringify(JSON.parse(line), cut)}\n`);
  }
  return short;
}

/** So that its length is that of its bytes. */
const inAscii = (line: string): string =>
  line.replace(/[^\0-\x7f]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** A line waits at most this long before it is written, in milliseconds. */
const longest = 250;

/** Standard output, written aside when it is told to, and at once at an exit. */
const openOutput = (maxWrite: number) =>
  pino.destination({ dest: 1, sync: false, maxWrite, minLength: maxWrite - 1 });

/**
 * Hands lines over many at a time. The library's own buffer measures all that it holds anew for each line, which takes longer
 * than making the line. At most so many characters go at once. An exit, and what is fatal, writes what is still here.
 */
function gather(output: ReturnType<typeof openOutput>, most: number) {
  let lines = '';
  const handOver = () => {
    if (lines === '') return;
    output.write(lines);
    lines = '';
  };
  const flush = () => {
    handOver();
    output.flush();
  };
  const flushSync = () => {
    handOver();
    output.flushSync();
  };
  setInterval(flush, longest).unref();
  process.once('exit', flushSync);
  return {
    write(line: string) {
      if (lines.length + line.length > most) flush();
      lines += line;
    },
    flushSync,
  };
}

interface LogLine {
  time?: string;
  level?: number;
  msg?: string;
  method?: string;
  path?: string;
  status?: number;
  code?: string;
  ms?: number;
  requestId?: string;
  err?: { stack?: string; message?: string };
}

function prettyLine(json: string): string {
  const line = JSON.parse(json) as LogLine;
  const time = line.time?.slice(11, 19) ?? '';
  if (line.method !== undefined) {
    const status = line.code === undefined ? line.status : `${line.status} ${line.code}`;
    return `${time}  ${line.method} ${line.path} ${status}  ${line.ms} ms  ${line.requestId}\n`;
  }
  const mark = (line.level ?? 0) >= 50 ? 'error: ' : '';
  const cause = line.err ? `\n${line.err.stack ?? line.err.message ?? ''}` : '';
  return `${time}  ${mark}${line.msg ?? ''}${cause}\n`;
}
