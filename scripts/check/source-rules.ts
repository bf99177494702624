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
  { files: code, pattern: /@ts-(ig[n]ore|no[c]heck|ex[p]ect-error)/, reason: 'fix the type error instead' },
  {
    files: code,
    pattern: /biome-ig[n]ore(?!.*: \w{3})/,
    reason: 'a lint exception needs a reason',
  },
  {
    files: /\.test\.tsx?$/,
    pattern: /\b(test|it|describe)(\.\w+)*\.(sk[i]p|on[l]y|to[d]o|sk[i]pIf|ru[n]If|fa[i]ls)\b/,
    reason: 'no test may be skipped or run alone',
  },
  {
    files: /^src\//,
    exceptFiles: /^src\/config\/(command-name|load|sources)\.ts$|\.test\.tsx?$/,
    pattern: /\bprocess\.e[n]v\b|\bimport\.meta\.e[n]v\b/,
    reason: 'only src/config/ reads the environment',
  },
  {
    files: shipped,
    pattern: /['"](node:)?child_pro[c]ess['"]/,
    reason: "the server doesn't run system commands",
  },
  {
    files: shipped,
    pattern: /\bnew Reg[E]xp\(/,
    reason: 'never build a regular expression from input',
  },
  {
    files: code,
    exceptFiles: /^test\//,
    pattern: /\beva[l]\(|\bnew Func[t]ion\(|['"](node:)?v[m]['"]/,
    reason: 'never run text as code',
  },
  {
    files: code,
    pattern: /\b(innerHT[M]L|outerHT[M]L|insertAdjacentHT[M]L|dangerouslySetInnerHT[M]L|document\.wri[t]e)\b/,
    reason: 'only insert text into pages, not HTML',
  },
  {
    files: shipped,
    pattern: /\bsql\.(r[a]w|l[i]t)\b/,
    reason: 'pass values as parameters, never inside SQL',
  },
  {
    files: shipped,
    pattern: /\bMath\.ran[d]om\b/,
    reason: 'use node:crypto for anything that must not be guessed',
  },
  {
    files: shipped,
    pattern:
      /\bcreate(Ci|Deci)pheri[v]\((?!'aes-256-gcm'|$)|'(aes-\d+-(?!gcm)|de[s]-|r[c]\d|b[f]-)|\b(publicEnc[r]ypt|privateDec[r]ypt)\b/,
    reason: 'encrypt secrets with AES-256-GCM',
  },
  {
    files: shipped,
    // The workshop's passwords are MD5, and are wrapped in argon2id.
    exceptFiles: /^src\/factors\/password\/hasher\.ts$/,
    pattern: /\b(createHash|createHmac|hash)\('(md\d|sha-?[1]')/,
    reason: 'this hash is broken; use SHA-256',
  },
  {
    files: /^src\//,
    // What sends a code or a link holds the account too: neither may outlive one that is deleted at this moment.
    exceptFiles:
      /^src\/people\/(accounts|act)\/|^src\/login\/(judge\/|session\/|begin\/begin-by-name|recover\/ask-to-recover|outside\/back|prove\/send-code)|\.test\.tsx?$/,
    pattern: /\bholdAccount\b/,
    reason: 'change who can sign in through act, and start sessions through the login',
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
    reason: 'take UseCaseServices, or Pick<Services, …> of what you need',
  },
  {
    files: /^src\/cli\//,
    pattern: /\.(selectFrom|insertInto|updateTable|deleteFrom|with|transaction)\(/,
    reason: 'call a use case instead of the database',
  },
  {
    files: /^src\/(?!cli\/|start\/)/,
    exceptFiles: /^src\/kit\/log\.ts$|\.test\.tsx?$/,
    pattern: /\bprocess\.std(o[u]t|e[r]r)\b/,
    reason: 'use the log instead',
  },
  {
    files: /^package-lock\.json$/,
    pattern: /"res[o]lved"/,
    reason: 'no host in the lock file; .npmrc makes npm leave it out',
  },
  {
    files: /./,
    exceptFiles: /\.(png|ico|woff2?)$/,
    pattern: /\bregis[t]ry\.[a-z-]+\.[a-z]{2,}/,
    reason: "don't name the host of a package registry",
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
