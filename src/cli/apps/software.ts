import { authjs, generic, openidClient, spring } from './software-code.ts';
import type { Software } from './software-facts.ts';
import { gitea, grafana, nextcloud, oauth2Proxy } from './software-services.ts';

const software: Readonly<Record<string, Software>> = {
  grafana,
  gitea,
  'oauth2-proxy': oauth2Proxy,
  nextcloud,
  authjs,
  spring,
  'openid-client': openidClient,
  generic,
};

/** The values of `--for`. */
export const softwareNames: readonly string[] = Object.keys(software);

/** By a value of `--for`, which the command line has checked. */
export function softwareNamed(name: string): Software {
  const found = software[name];
  if (!found) throw new Error(`No software is called ${name}.`);
  return found;
}
