import { english as accountEmail } from './account/email/words.ts';
import { english as accountInvitations } from './account/invitations/words.ts';
import { english as accountKeys } from './account/keys/words.ts';
import { english as security } from './account/security/words.ts';
import { english as account } from './account/words.ts';
import { english as emailCode } from './factors/email-code/words.ts';
import { english as passkey } from './factors/passkey/words.ts';
import { english as password } from './factors/password/words.ts';
import { english as recoveryCode } from './factors/recovery-code/words.ts';
import { english as totp } from './factors/totp/words.ts';
import { english as factors } from './factors/words.ts';
import { english as charts } from './kit/charts/words.ts';
import { english as http } from './kit/http/words.ts';
import { english as mail } from './kit/mail/words.ts';
import { english as consoleWords } from './kit/ui/console/words.ts';
import { english as ui } from './kit/ui/words.ts';
import type { Words } from './kit/words/index.ts';
import { english as outside } from './login/outside/words.ts';
import { english as prove } from './login/prove/words.ts';
import { english as recover } from './login/recover/words.ts';
import { english as register } from './login/register/words.ts';
import { english as loginSteps } from './login/steps/words.ts';
import { english as why } from './login/why/words.ts';
import { english as login } from './login/words.ts';
import { english as adminActs } from './operate/accounts/words.ts';
import { english as mailQueue } from './operate/mail/words.ts';
import { english as search } from './operate/search/words.ts';
import { english as accounts } from './people/accounts/words.ts';
import { english as audit } from './people/audit/words.ts';
import { english as emails } from './people/emails/words.ts';
import { english as events } from './people/events/words.ts';
import { english as invitations } from './people/invitations/words.ts';
import { english as keys } from './people/keys/words.ts';
import { english as limits } from './people/limits/words.ts';
import { english as roles } from './people/roles/words.ts';
import { english as sessions } from './people/sessions/words.ts';
import { english as trails } from './people/trails/words.ts';
import { english as admin } from './surfaces/admin/words.ts';
import { english as home } from './surfaces/home/words.ts';
import { english as mailbox } from './surfaces/mailbox/words.ts';
import { english as meta } from './surfaces/meta/words.ts';
import { english as tryApp } from './surfaces/provider/try/words.ts';
import { english as apps } from './surfaces/provider/words.ts';
import { english as trailPages } from './surfaces/trails/words.ts';
import { english as unsent } from './surfaces/words.ts';
import { english as workshop } from './surfaces/workshop/words.ts';

/** All that the server says in English. Another language is one more of these, made of a file a room. */
export const english: Words = {
  account,
  accountEmail,
  accountInvitations,
  accountKeys,
  accounts,
  adminActs,
  admin,
  apps,
  audit,
  charts,
  console: consoleWords,
  'email-code': emailCode,
  emails,
  events,
  factors,
  home,
  http,
  invitations,
  keys,
  limits,
  login,
  loginSteps,
  mail,
  mailbox,
  mailQueue,
  meta,
  passkey,
  password,
  outside,
  prove,
  recover,
  'recovery-code': recoveryCode,
  register,
  roles,
  search,
  security,
  sessions,
  totp,
  trailPages,
  trails,
  tryApp,
  ui,
  unsent,
  why,
  workshop,
};
