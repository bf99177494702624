import type { Flags } from '../../config/index.ts';
import { isoTime } from '../../kit/clock.ts';
import { actingAsCommand, findNamed, type OperatorServices } from '../../operate/accounts/index.ts';
import {
  addAdministrator,
  type Holder,
  listRoleHolders,
  listRoleOverviews,
  removeAdministrator,
} from '../../operate/roles/index.ts';
import { noAccount } from '../accounts/database.ts';
import { columns, count, jsonLine, print, tell, timeText } from '../accounts/text.ts';
import { type ActServices, withActs, withLooks } from '../role-services.ts';

interface Reasoned {
  readonly reason?: string;
}

/** Makes an account an administrator, and says what its owner does next. */
export function addOne(name: string, { reason, ...flags }: Flags & Reasoned): Promise<void> {
  return withActs(flags, async (services) => {
    const { id, username } = await getAccount(services, name);
    const { isNew, sessions } = await addAdministrator(services, actingAsCommand(reason), id);
    if (!isNew) return print(`${username} is an administrator already. Nothing was changed.\n`);
    const { publicUrl } = services.config;
    await print(
      [
        `${username} is an administrator now.`,
        ...(sessions > 0 ? [`Signed out ${count(sessions, 'session')}.`] : []),
        `Next: sign in at ${publicUrl}/login?next=/admin. It asks for a second factor, and adds one if there is none.`,
        '',
      ].join('\n'),
    );
  });
}

/** Takes the role away again. */
export function removeOne(name: string, { reason, ...flags }: Flags & Reasoned): Promise<void> {
  return withActs(flags, async (services) => {
    const { id, username } = await getAccount(services, name);
    const { isNew } = await removeAdministrator(services, actingAsCommand(reason), id);
    await print(
      isNew
        ? `${username} is no longer an administrator.\n`
        : `${username} isn't an administrator. Nothing was changed.\n`,
    );
  });
}

/** Prints everybody who holds a role of administrators, as a table or as one JSON object per line. */
export function listAll({ json, ...flags }: Flags & { json?: true }): Promise<void> {
  return withLooks(flags, async (services) => {
    const held = await listHeld(services);
    if (json) {
      return print(held.map(({ role, holder }) => jsonLine(jsonOf(role, holder))).join(''));
    }
    if (held.length === 0) return tell('No administrators yet. Add one with "latchkey admins add NAME".\n');
    const header = ['Username', 'Role', 'Last sign-in (UTC)', 'Notes'];
    await print(columns([header, ...held.map(({ role, holder }) => rowOf(role, holder))]));
  });
}

async function getAccount({ db, config }: ActServices, name: string) {
  const account = await findNamed(db, name);
  if (!account) throw noAccount(config, name);
  return account;
}

async function listHeld(services: OperatorServices): Promise<{ role: string; holder: Holder }[]> {
  const held: { role: string; holder: Holder }[] = [];
  for (const { name, kind } of await listRoleOverviews(services)) {
    if (kind !== 'admin') continue;
    for (const holder of (await listRoleHolders(services, name)) ?? []) held.push({ role: name, holder });
  }
  return held;
}

function jsonOf(role: string, holder: Holder) {
  const { accountId, username, grantedAt, expiresAt, lastLoginAt, hasSecondFactor } = holder;
  const orNull = (time: number | null) => (time === null ? null : isoTime(time));
  const times = {
    grantedAt: isoTime(grantedAt),
    expiresAt: orNull(expiresAt),
    lastLoginAt: orNull(lastLoginAt),
  };
  return { id: accountId, username, role, ...times, hasSecondFactor };
}

function rowOf(role: string, { username, lastLoginAt, expiresAt, hasSecondFactor }: Holder): string[] {
  const notes = [
    ...(hasSecondFactor ? [] : ['no second factor yet']),
    ...(expiresAt === null ? [] : [`until ${timeText(expiresAt).slice(0, -3)}`]),
  ];
  const last = lastLoginAt === null ? 'never' : timeText(lastLoginAt).slice(0, -3);
  return [username, role, last, notes.join(', ')];
}
