import { characterName, type StepWith, type TrailPart } from '../../people/trails/index.ts';
import type { Finding } from './finding.ts';

/** Why no account was found, by what it was looked up. */
export const nobodyFoundBy: Readonly<Record<StepWith<'account-looked-up'>['by'], Finding>> = {
  username: {
    because: 'no account has this name',
    advice: ['Check its spelling; "latchkey accounts list --search TEXT" finds names by a part of them.'],
    hidesProofs: true,
  },
  email: {
    because: 'no account has confirmed this mail address',
    advice: ['Check its spelling. An address that was not confirmed finds no account; the username does.'],
    hidesProofs: true,
  },
  passkey: {
    because: 'no account has this passkey',
    advice: ['The passkey was removed here, or is from another server.'],
    hidesProofs: true,
  },
};

/** A name with an unseen character inside matches nobody's, and its spelling looks right. */
export function unseenInside({ steps }: TrailPart): Finding | undefined {
  const typed = steps.find((step) => step.code === 'name-typed' && step.place === 'inside');
  if (typed?.code !== 'name-typed') return undefined;
  return {
    because: `the typed name has ${characterName(typed.character)} in it`,
    advice: ['Type the name instead of pasting it.'],
    hidesProofs: true,
  };
}
