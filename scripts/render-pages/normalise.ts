/** What is random in an answer, by the word that stands for it. The more particular come first. */
const randomThings: readonly (readonly [word: string, found: RegExp])[] = [
  ['asset', /(?<=\/assets\/[a-z-]+\.)[A-Za-z0-9]{8}(?=\.)/g],
  ['id', /\b[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b/g],
  ['link-token', /lnk_[\w-]{43,}/g],
  ['device-code', /(?<![\w-])[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}(?![\w-])/g],
  ['access-key', /\blkp_[0-9A-Za-z]{49}\b/g],
  ['key-ending', /(?<=<code>…)[0-9A-Za-z]{4}(?=<)/g],
  ['key-id', /\bkey_[0-9a-z]{12}\b/g],
  ['app-id', /app_[\w-]{16,}/g],
  ['app-request', /(?<=\/oauth\/(?:ask|authorize)(?:\/|%2F))[\w-]{21,}/g],
  ['app-code', /(?<=[?;&]code=)[\w-]{43,}/g],
  ['app-secret', /(?<=authorization: Basic )[\w+/]{43,}=*/g],
  ['id-token', /(?<=id_token_hint=)[\w.-]+/g],
  ['attempt', /att_[0-9a-hjkmnp-tv-z]{12}/g],
  ['support-code', /\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b/g],
  ['recovery-code', /\b[0-9a-hjkmnp-tv-z]{4}(?:-[0-9a-hjkmnp-tv-z]{4}){5}\b/g],
  ['email-code', /\b\d{4} \d{4}\b/g],
  // What was typed stays in the field where only the proof of work was missing.
  ['typed-code', /(?<= value=")\d{6,8}(?=")/g],
  ['qr', /(?<=d=")[Mhvz\d -]{300,}(?=")/g],
  ['etag', /(?<=&quot;v\d{1,9}\.)[\w-]{12}(?=&quot;)/g],
  ['device', /(?<=^set-cookie: (?:__Host-)?latchkey-device-)[0-9a-f]{12}(?==)/gm],
  // Of a browser without JavaScript.
  ['wait-ticket', /(?<=name="waited" value=")[^"]+/g],
  ['cookie', /(?<=^set-cookie: [\w{}-]+=)[^;\n]+/gm],
  ['random', /(?<![\w-])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{43,}(?![\w-])/g],
];

/** The names of signing keys, by where they are published: a token that is taken apart shows them as well. */
function keyIdsIn(text: string): ReadonlySet<string> {
  return new Set(
    [...text.matchAll(/&quot;kid&quot;: &quot;([\w-]{16})&quot;/g)].flatMap(([, id]) => id ?? []),
  );
}

/** How long things took: the same word for each, since none is a name. */
const durations: readonly RegExp[] = [
  /^\d+(?:\.\d)? m?s$/gm,
  // By the clock of the process.
  /(?<=^set-cookie: latchkey-app-[^\n]*; expires=)[^;\n]+/gm,
  /(?<=class="step-time" )x="[\d.]+" width="[\d.]+"/g,
];

/**
 * Gives everything random a name, numbered in the order in which it first appears: `{id-1}`, `{id-2}`. Two answers that
 * differ in nothing else are the same text afterwards. `requestIds` are those of the answers, which have no form of
 * their own.
 */
export function normalise(text: string, requestIds: readonly string[] = []): string {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  const nameOf = (word: string, value: string) => {
    const known = names.get(value);
    if (known !== undefined) return known;
    const count = (counts.get(word) ?? 0) + 1;
    counts.set(word, count);
    const name = `{${word}-${count}}`;
    names.set(value, name);
    return name;
  };
  let normal = text;
  for (const id of requestIds) normal = normal.replaceAll(id, nameOf('request', id));
  for (const secret of appSecretsIn(normal))
    normal = hideAppSecret(normal, secret, nameOf('app-key', secret));
  for (const id of keyIdsIn(normal)) normal = normal.replaceAll(id, nameOf('key-id', id));
  for (const [word, found] of randomThings) normal = normal.replaceAll(found, (value) => nameOf(word, value));
  for (const found of durations) normal = normal.replaceAll(found, '{duration}');
  return normal;
}

/** The keys of authenticator apps, by the addresses that hold them. */
function appSecretsIn(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/[?;&]secret=([A-Z2-7]{32})/g)].flatMap(([, secret]) => secret ?? []));
}

/** A page also shows the key in groups of four, each on a line of its own once it is formatted. */
function hideAppSecret(text: string, secret: string, name: string): string {
  const groups = secret.match(/.{4}/g) ?? [];
  return groups.reduce(
    (hidden, group) => hidden.replaceAll(`\n${group}\n`, `\n${name}\n`),
    text.replaceAll(secret, name),
  );
}
