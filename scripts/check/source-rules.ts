interface Rule {
  /** The files that it is for. */
  readonly files: RegExp;
  readonly exceptFiles?: RegExp;
  readonly pattern: RegExp;
  readonly reason: string;
}

/** The code of the server and of its scripts for the browser, without their tests. */
const shipped = /^(src|browser)\/(?!.*\.test\.tsx?$).*\.tsx?$/;

const code = /\.(ts|tsx|js|css|html)$/;

/** What no line may hold. The letters in brackets keep a rule from finding itself. */
const rules: readonly Rule[] = [
  { files: code, pattern: /\b(TO[D]O|FI[X]ME|XX[X]|HA[C]K)\b/, reason: 'finish it, or file an issue' },
  { files: code, pattern: /@ts-(ig[n]ore|no[c]heck|ex[p]ect-error)/, reason: 'the compiler is right' },
  {
    files: code,
    pattern: /biome-ig[n]ore(?!.*: \w{3})/,
    reason: 'a lint exception needs its reason',
  },
  {
    files: /\.test\.tsx?$/,
    pattern: /\b(test|it|describe)(\.\w+)*\.(sk[i]p|on[l]y|to[d]o|sk[i]pIf|ru[n]If|fa[i]ls)\b/,
    reason: 'every test runs',
  },
  {
    files: /^src\//,
    exceptFiles: /^src\/config\/(load|sources)\.ts$|\.test\.tsx?$/,
    pattern: /\bprocess\.e[n]v\b|\bimport\.meta\.e[n]v\b/,
    reason: 'only the configuration reads the environment',
  },
  { files: shipped, pattern: /['"](node:)?child_pro[c]ess['"]/, reason: 'no command of a system is run' },
  {
    files: shipped,
    pattern: /\bnew Reg[E]xp\(/,
    reason: 'a pattern is written, never made of what somebody sent',
  },
  {
    files: code,
    exceptFiles: /^test\//,
    pattern: /\beva[l]\(|\bnew Func[t]ion\(|['"](node:)?v[m]['"]/,
    reason: 'no text is run as code',
  },
  {
    files: code,
    pattern: /\b(innerHT[M]L|outerHT[M]L|insertAdjacentHT[M]L|dangerouslySetInnerHT[M]L|document\.wri[t]e)\b/,
    reason: 'text goes into a page as text',
  },
  { files: shipped, pattern: /\bsql\.(r[a]w|l[i]t)\b/, reason: 'values go beside the SQL, never into it' },
  {
    files: shipped,
    pattern: /\bMath\.ran[d]om\b/,
    reason: 'what must not be guessed comes from node:crypto',
  },
  {
    files: shipped,
    pattern:
      /\bcreate(Ci|Deci)pheri[v]\((?!'aes-256-gcm'|$)|'(aes-\d+-(?!gcm)|de[s]-|r[c]\d|b[f]-)|\b(publicEnc[r]ypt|privateDec[r]ypt)\b/,
    reason: 'secrets are sealed with AES-256-GCM',
  },
  {
    files: shipped,
    // The workshop's passwords are MD5, and are wrapped in argon2id.
    exceptFiles: /^src\/factors\/password\/hasher\.ts$/,
    pattern: /\b(createHash|createHmac|hash)\('(md\d|sha-?[1]')/,
    reason: 'this hash is broken',
  },
  {
    files: /^src\//,
    // What sends a code or a link holds the account too: neither may outlive one that is deleted at this moment.
    exceptFiles:
      /^src\/people\/(accounts|act)\/|^src\/login\/(judge\/|session\/|begin\/begin-by-name|recover\/ask-to-recover|prove\/send-code)|\.test\.tsx?$/,
    pattern: /\bholdAccount\b/,
    reason: 'what changes who gets in goes through act, and what lets in through the login',
  },
  {
    files: code,
    pattern:
      /\b(go[O]n|take[U]p|let[I]n|leave[W]ithout|half[W]ay\w*|[aA]ske[r]|\w*[a-z]Aske[r]|wis[h]|SessionWis[h])\b/,
    reason:
      'the field says continue, resume, accept, unfinished, requester, options: ARCHITECTURE.md has the words',
  },
  {
    files: /^src\/(people|factors|login|account|operate)\//,
    exceptFiles: /(^|[/-])routes?\.ts$|\.test\.tsx?$/,
    pattern: /: Services\b(?!\[)/,
    reason: 'a use case takes Pick<Services, …> of what it needs, or UseCaseServices',
  },
  {
    files: /^src\/cli\//,
    pattern: /\.(selectFrom|insertInto|updateTable|deleteFrom|with|transaction)\(/,
    reason: 'a command asks a use case, and no database',
  },
  {
    files: /^src\/(?!cli\/|start\/)/,
    exceptFiles: /^src\/kit\/log\.ts$|\.test\.tsx?$/,
    pattern: /\bprocess\.std(o[u]t|e[r]r)\b/,
    reason: 'what is to be told goes into the log',
  },
  {
    files: /^package-lock\.json$/,
    pattern: /"res[o]lved"/,
    reason: 'the lock file names no host; npm leaves it out with the setting of .npmrc',
  },
  {
    files: /./,
    exceptFiles: /\.(png|ico|woff2?)$/,
    pattern: /\bregis[t]ry\.[a-z-]+\.[a-z]{2,}/,
    reason: 'no file names the host of a package registry',
  },
];

/** Tells which lines of a file break a rule, each as `path:line: reason`. */
export function findSourceFaults(path: string, text: string): string[] {
  const due = rules.filter(({ files, exceptFiles }) => files.test(path) && !exceptFiles?.test(path));
  return text
    .split('\n')
    .flatMap((line, index) =>
      due.filter(({ pattern }) => pattern.test(line)).map(({ reason }) => `${path}:${index + 1}: ${reason}`),
    );
}
