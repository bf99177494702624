import { askForAddress, changeUsername, setProvedAddress } from '../../../operate/accounts/index.ts';
import { visible } from '../text.ts';
import { type ActFlags, actOnNamed } from './output.ts';

export const rename = (name: string, username: string, flags: ActFlags): Promise<void> =>
  actOnNamed(name, flags, {
    act: (services, acting, accountId) => changeUsername(services, acting, accountId, username),
    done: (before) => `Renamed ${before} to ${visible(username)}.`,
    was: (before) => `${before} already has this username.`,
    tells: 'always',
  });

export function changeEmail(
  name: string,
  email: string,
  { proved, ...flags }: ActFlags & { readonly proved?: true },
): Promise<void> {
  const change = proved ? setProvedAddress : askForAddress;
  return actOnNamed(name, flags, {
    act: (services, acting, accountId) => change(services, acting, accountId, email),
    done: (username, address = '') =>
      proved
        ? `The verified address of ${username} is now ${visible(address)}.`
        : `Sent a link to ${visible(address)}. It becomes the address of ${username} when the link is used.`,
    was: (username) => `${username} already has this address.`,
    tells: 'if-there',
    json: (address) => ({ [proved ? 'verifiedAddress' : 'pendingAddress']: address ?? null }),
  });
}
