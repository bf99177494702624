import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ProviderSettings } from '../keys.ts';
import { readJson } from './json.ts';
import { type ProviderKind, providerKinds, providerNames } from './provider-kinds.ts';
import { codeOf, isObject, type Raw, type Reading } from './reading.ts';

/** What's wrong with one provider, as the end of a sentence that begins with its place: `login.with[0]`. */
class Fault extends Error {}

/** The providers that people sign in with: a list in a file, JSON in a variable. */
export function readProviders({ value, isText, base }: Raw): Reading {
  if (value === '') return { value: [] };
  const items = isText ? readText(String(value)) : value;
  if (!Array.isArray(items))
    return { must: 'be a list of providers, each an object, and as JSON in a variable' };
  const providers: ProviderSettings[] = [];
  for (const [at, item] of items.entries()) {
    try {
      providers.push(readProvider(item, base));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return { must: `be a list of providers. In entry ${at + 1}, ${error.message}` };
    }
  }
  const twice = providers.find(({ id }, at) => providers.some((one, other) => other < at && one.id === id));
  return twice ? { must: `have only one provider with the id ${twice.id}` } : { value: providers };
}

function readText(text: string): unknown {
  const read = readJson(text);
  return read.ok ? read.value : undefined;
}

const members = [
  ...['id', 'kind', 'issuer', 'clientId', 'clientSecret', 'clientSecretFile', 'label', 'newAccounts'],
  ...['trustsEmail', 'secondFactor', 'teamId', 'keyId', 'privateKey', 'privateKeyFile'],
];

function readProvider(item: unknown, base: string): ProviderSettings {
  if (!isObject(item)) throw new Fault("it isn't an object");
  const unknown = Object.keys(item).find((name) => !members.includes(name));
  if (unknown !== undefined)
    throw new Fault(`it has a member that doesn't exist. Its members are ${members.join(', ')}`);
  const id = textOf(item, 'id');
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(id)) {
    throw new Fault('its id must be 1 to 32 lowercase letters, digits or hyphens, and begin with a letter');
  }
  const kind = choiceOf(item, 'kind', providerKinds);
  const issuer = issuerOf(item, kind);
  const trustsEmail = flagOf(item, 'trustsEmail', false);
  const isMicrosoft = kind === 'microsoft' || URL.parse(issuer)?.hostname === 'login.microsoftonline.com';
  if (trustsEmail && isMicrosoft) {
    throw new Fault(
      "trustsEmail can't be true for Microsoft, where anyone can set any address for an account of their own tenant",
    );
  }
  return {
    id,
    kind,
    issuer,
    clientId: shortText(item, 'clientId', 300),
    ...credentialsOf(item, kind, base),
    label: item.label === undefined ? nameOf(kind, id) : shortText(item, 'label', 40),
    newAccounts: flagOf(item, 'newAccounts', true),
    trustsEmail,
    secondFactor:
      item.secondFactor === undefined ? 'ours' : choiceOf(item, 'secondFactor', ['ours', 'theirs']),
  };
}

const nameOf = (kind: ProviderKind, id: string): string => (kind === 'oidc' ? id : providerNames[kind]);

function credentialsOf(item: Record<string, unknown>, kind: ProviderKind, base: string) {
  if (kind !== 'apple') return { clientSecret: secretOf(item, 'clientSecret', base), apple: null };
  const privateKey = secretOf(item, 'privateKey', base);
  if (!isPrivateKey(privateKey))
    throw new Fault('its privateKey must be the .p8 file that Apple made, in PEM');
  return {
    clientSecret: '',
    apple: { teamId: shortText(item, 'teamId', 40), keyId: shortText(item, 'keyId', 40), privateKey },
  };
}

/** Apple's keys are on the curve P-256. */
function isPrivateKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyDetails?.namedCurve === 'prime256v1';
  } catch {
    return false;
  }
}

/** A secret, or what is in the file that `…File` names. */
function secretOf(item: Record<string, unknown>, name: string, base: string): string {
  const file = item[`${name}File`];
  if ((file === undefined) === (item[name] === undefined)) {
    throw new Fault(`set either its ${name} or its ${name}File`);
  }
  if (file === undefined) return shortText(item, name, 4000, /[\p{Cc}--[\n\r]]/v);
  if (typeof file !== 'string' || file === '' || file.includes('\0'))
    throw new Fault(`its ${name}File must be a path`);
  try {
    const secret = readFileSync(resolve(base, file), 'utf8').trim();
    if (secret !== '') return secret;
  } catch (error) {
    throw new Fault(`its ${name}File can't be read (${codeOf(error)})`);
  }
  throw new Fault(`its ${name}File is empty`);
}

function issuerOf(item: Record<string, unknown>, kind: ProviderKind): string {
  if (item.issuer === undefined) {
    if (kind === 'oidc') throw new Fault('its issuer is required, such as https://id.example.com');
    return '';
  }
  const issuer = textOf(item, 'issuer');
  const url = URL.parse(issuer);
  const isPlain = url && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!isPlain || !/^https?:\/\/[^\s\p{Cc}]+$/u.test(issuer)) {
    throw new Fault('its issuer must be a URL such as https://id.example.com, without a query or fragment');
  }
  if (url.protocol !== 'https:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)) {
    throw new Fault('its issuer must start with https://');
  }
  return issuer;
}

function textOf(item: Record<string, unknown>, name: string): string {
  const value = item[name];
  if (typeof value !== 'string' || value === '') throw new Fault(`its ${name} is missing`);
  return value;
}

function shortText(item: Record<string, unknown>, name: string, most: number, unwanted = /\p{Cc}/u): string {
  const text = textOf(item, name);
  if (text.length > most || unwanted.test(text))
    throw new Fault(`its ${name} must be up to ${most} characters on one line`);
  return text;
}

function flagOf(item: Record<string, unknown>, name: string, initial: boolean): boolean {
  const value = item[name] ?? initial;
  if (typeof value !== 'boolean') throw new Fault(`its ${name} must be true or false`);
  return value;
}

function choiceOf<const Choice extends string>(
  item: Record<string, unknown>,
  name: string,
  choices: readonly Choice[],
): Choice {
  const choice = choices.find((one) => one === item[name]);
  if (choice === undefined) throw new Fault(`its ${name} must be one of ${choices.join(', ')}`);
  return choice;
}
