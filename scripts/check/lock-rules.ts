interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

export interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
  readonly [key: string]: unknown;
}

/** What the names of platform packages call systems, processors and C libraries, as npm knows them. */
const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'openharmony', 'openbsd', 'sunos', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64'];
const libraries: Readonly<Record<string, string>> = { gnu: 'glibc', musl: 'musl' };

/** Adds an entry for every optional package that the lock file asks for and lacks; gives the paths added. */
export function completeLock(lock: LockFile): { completed: LockFile; added: readonly string[] } {
  const missing = new Map<string, LockedPackage>();
  for (const [path, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (isLocked(lock, path, name)) continue;
      missing.set(`node_modules/${name}`, entryFor(name, version, dev ?? false));
    }
  }
  const packages = Object.entries(lock.packages).concat([...missing]);
  packages.sort(([one], [other]) => one.localeCompare(other, 'en'));
  return {
    completed: { ...lock, packages: Object.fromEntries(packages) },
    added: [...missing.keys()].sort(),
  };
}

/** Node looks in the package's own folder first, then in each above it. */
function isLocked({ packages }: LockFile, path: string, name: string): boolean {
  for (let folder = path; ; folder = folder.slice(0, folder.lastIndexOf('/node_modules/'))) {
    if (`${folder}/node_modules/${name}` in packages) return true;
    if (!folder.includes('/node_modules/')) return `node_modules/${name}` in packages;
  }
}

function entryFor(name: string, version: string, dev: boolean): LockedPackage {
  const words = name.split(/[^a-z0-9]+/);
  const os = systems.filter((system) => words.includes(system));
  const cpu = processors.filter((processor) => words.includes(processor));
  const libc = Object.keys(libraries).find((library) => words.includes(library));
  if (!/^\d+\.\d+\.\d+/.test(version) || os.length !== 1 || cpu.length !== 1) {
    throw new Error(
      `${name}@${version} isn't a package for a single platform. Add it to the lock file by hand.`,
    );
  }
  return {
    version,
    cpu,
    ...(dev && { dev }),
    ...(libc && { libc: [libraries[libc]] }),
    optional: true,
    os,
  };
}
