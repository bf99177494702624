import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { blocksOf, claimOf } from './blocks.ts';

/** Where the page has its blocks that says how a server is set up. */
const setUp = 'docs/guide/production.md';

/** Folders of a server that the guide writes to. */
const folders = [
  '/etc/latchkey',
  '/etc/systemd/system',
  '/opt/latchkey',
  '/usr/local/bin',
  '/var/backups',
  '/var/lib/latchkey',
];

const program = resolve('bin/latchkey.js');

/** What only root can do is checked as far as it can be, and passed over. */
const stubs = (root: string): Record<string, string> => ({
  sudo: 'if [ "$1" = -u ]; then shift 2; fi\nexec "$@"',
  npx: `[ "$1" = latchkey ] || exit 64\nshift\nexec "${process.execPath}" "${program}" "$@"`,
  npm: `[ "$1" = ci ] || { [ "$1" = run ] && grep -q "\\"$2\\":" "${resolve('package.json')}"; }`,
  systemctl: `case "$1" in
    daemon-reload) ;;
    enable) [ "$2" = --now ] && [ -f "${root}/etc/systemd/system/$3.service" ] ;;
    start|stop|restart) [ -f "${root}/etc/systemd/system/$2.service" ] ;;
    *) exit 64 ;;
  esac`,
  useradd: '[ "$1" = --system ]',
  chown: '[ -e "$2" ]',
  install: '[ "$1 $2" = "-o latchkey" ] && shift 2\nPATH=/usr/bin:/bin exec install "$@"',
  sqlite3: `exec "${process.execPath}" --no-warnings -e '
    const { DatabaseSync } = require("node:sqlite");
    new DatabaseSync(process.argv[1]).exec(process.argv[2]);' "$1" "$2"`,
});

/** A server, in a folder of its own, on which a page's commands are typed. */
export class GuideMachine {
  readonly root = mkdtempSync(join(tmpdir(), 'latchkey-machine-'));
  readonly #atTheEnd: (() => Promise<void>)[] = [];
  readonly #home = join(this.root, 'home');

  constructor() {
    for (const folder of [...folders.filter((path) => path !== '/opt/latchkey'), '/opt', '/home', '/stubs'])
      mkdirSync(join(this.root, folder), { recursive: true });
    symlinkSync(process.cwd(), join(this.root, 'opt', 'latchkey'));
    for (const [name, script] of Object.entries(stubs(this.root)))
      this.#writeProgram(join(this.root, 'stubs', name), `#!/bin/sh\n${script}\n`);
  }

  /** A path of the guide on this machine; a name without a folder is at home. */
  place(path: string): string {
    return path.startsWith('/') ? join(this.root, path) : join(this.#home, path);
  }

  /** Text with the guide's paths as they are on this machine. */
  here(text: string): string {
    const pattern = new RegExp(`(?<![\\w}.])(${folders.join('|')})(?![\\w])`, 'g');
    return text.replaceAll(pattern, `${this.root}$1`);
  }

  /** Puts a file of the guide where its fence says. */
  write(path: string, text: string): void {
    const file = this.place(path);
    mkdirSync(dirname(file), { recursive: true });
    if (path.includes('/bin/')) this.#writeProgram(file, this.here(text));
    else writeFileSync(file, this.here(text));
  }

  /** Everything that the page on setting up a server puts into place. */
  setUp(): void {
    for (const block of blocksOf(setUp)) {
      const path = block.info.split(' ')[1] ?? '';
      if (['file', 'settings', 'unit'].includes(claimOf(block) ?? '')) this.write(path, block.text);
    }
  }

  /** Types commands; gives what they print, both streams as they come, with the guide's own paths. */
  type(commands: string): { readonly status: number | null; readonly output: string } {
    const foreign = Object.entries(process.env).filter(([name]) => !name.startsWith('LATCHKEY_'));
    const path = [join(this.root, 'usr/local/bin'), join(this.root, 'stubs'), process.env.PATH];
    const { status, stdout } = spawnSync('bash', ['-e', '-c', `exec 2>&1\n${this.here(commands)}`], {
      cwd: this.#home,
      env: { ...Object.fromEntries(foreign), PATH: path.join(delimiter) },
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { status, output: stdout.replaceAll(this.#home, '~').replaceAll(this.root, '') };
  }

  /** Something that must be taken away with the machine. */
  atTheEnd(work: () => Promise<void>): void {
    this.#atTheEnd.push(work);
  }

  async remove(): Promise<void> {
    for (const work of this.#atTheEnd) await work();
    rmSync(this.root, { recursive: true, force: true });
  }

  #writeProgram(path: string, text: string) {
    writeFileSync(path, text);
    chmodSync(path, 0o755);
  }
}
