import type { Db } from '../../../kit/db/index.ts';
import { listResources, scopesOfResource } from '../../../people/resources/index.ts';

/** What can be asked for besides `openid`. */
export const scopesToChoose = ['profile', 'email', 'offline_access'] as const;

/** What the person is asked anew; empty for what it takes. */
export const prompts = ['', 'login', 'consent', 'none'] as const;

/** What can be done wrong on purpose; empty for nothing. */
export const faults = ['', 'redirect', 'challenge', 'secret', 'verifier', 'code', 'refresh'] as const;

export type Prompt = (typeof prompts)[number];
export type Fault = (typeof faults)[number];

/** How the demo app shall ask. */
export interface Choice {
  readonly scopes: readonly string[];
  readonly prompt: Prompt;
  readonly fault: Fault;
  /** The address of the API that its access token is for; empty for this server. */
  readonly resource: string;
}

export const usualChoice: Choice = { scopes: ['profile', 'email'], prompt: '', fault: '', resource: '' };

export const choiceFields = [...scopesToChoose, 'prompt', 'fault', 'resource'] as const;

/** Reads what was chosen. What there isn't counts as the usual. */
export async function readChoice(
  db: Db,
  form: Readonly<Record<(typeof choiceFields)[number], string>>,
): Promise<Choice> {
  const resource = (await listResources(db)).find(({ url }) => url === form.resource);
  return {
    scopes: [
      ...scopesToChoose.filter((scope) => form[scope] === 'on'),
      ...(resource ? Object.keys(scopesOfResource(resource)) : []),
    ],
    prompt: prompts.find((prompt) => prompt === form.prompt) ?? '',
    fault: faults.find((fault) => fault === form.fault) ?? '',
    resource: resource?.url ?? '',
  };
}
