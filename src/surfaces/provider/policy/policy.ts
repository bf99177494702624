import type { errors as Errors, KoaContextWithOIDC, interactionPolicy as Policy } from 'oidc-provider';
import type { Caller } from '../../../kit/http/index.ts';
import type { Services } from '../../../kit/services.ts';
import { hasSecondFactor } from '../../../login/index.ts';
import type { StepWith } from '../../../people/trails/index.ts';
import { type Asking, asking } from '../asking.ts';
import { acrOf, type Level, levelAskedIn, type Outcome, outcomeFor } from './acr.ts';

/** What the library brings along, which is loaded only when an app is first used. */
export interface Library {
  readonly errors: typeof Errors;
  readonly interactionPolicy: typeof Policy;
}

/**
 * What a person is asked before an app gets its answer. An app of the operator's own is not asked about; a native one, and one that no
 * operator has added, each time.
 */
export function policyOf(
  services: Pick<Services, 'db'>,
  { errors, interactionPolicy: { base, Check } }: Library,
) {
  const policy = base();
  const login = policy.get('login');
  // Ours reads `acr_values` as well, and knows what the account can do.
  for (const reason of ['essential_acr', 'essential_acrs']) login?.checks.remove(reason);
  login?.checks.add(
    new Check('acr', 'a second factor is required', 'login_required', async ({ oidc }) => {
      const isMissing = await isLevelMissing(services, oidc, () => {
        throw new errors.UnmetAuthenticationRequirements('none of the requested acr values can be reached');
      });
      return isMissing ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT;
    }),
  );
  const consent = policy.get('consent');
  // A claim comes with the scope that it belongs to; what wasn't allowed is left out (OpenID Connect Core section 5.5).
  consent?.checks.remove('op_claims_missing');
  consent?.checks.remove('native_client_prompt');
  consent?.checks.add(
    new Check(
      'native_client_prompt',
      'a native app must be confirmed each time',
      'interaction_required',
      (ctx) => {
        const { client, result } = ctx.oidc;
        const isDoubtful = client?.applicationType === 'native' || client?.latchkey_unregistered === true;
        if (!isDoubtful || client.latchkey_first_party || result?.consent) return Check.NO_NEED_TO_PROMPT;
        return Check.REQUEST_PROMPT;
      },
    ),
  );
  return policy;
}

type Asked = KoaContextWithOIDC['oidc'];

/** Whether the person does something first, so that the app is told a level that it asked for. Notes what it is. */
async function isLevelMissing(
  services: Pick<Services, 'db'>,
  { params = {}, session, prompts }: Asked,
  refuse: () => never,
): Promise<boolean> {
  const here = asking.getStore();
  if (!here?.caller || !session) return false;
  const outcome = await findOutcome(services, params, here.caller);
  if (!outcome) return false;
  if ('told' in outcome) {
    session.acr = acrOf(outcome.told);
    here.isToldLess = outcome.isLess;
    return false;
  }
  if (outcome.first === 'nothing-helps') refuse();
  // What is only preferred is no reason to refuse a request without a page.
  if (!outcome.isEssential && prompts.has('none')) {
    here.isToldLess = true;
    return false;
  }
  here.lacks = outcome.first;
  return true;
}

/** What becomes of somebody's session where an app asks for a level; undefined where it leaves that open. */
export async function findOutcome(
  { db }: Pick<Services, 'db'>,
  parameters: Readonly<Record<string, unknown>>,
  { account, via: { session } }: Caller,
): Promise<Outcome | undefined> {
  const asked = levelAskedIn(parameters);
  if (!asked) return undefined;
  const level: Level = session.aal >= 2 ? 2 : 1;
  return outcomeFor(asked, level, level === 1 && (await hasSecondFactor(db, account.id)));
}

/** What somebody does before the app gets its answer. */
export function waitsFor(
  { name, reasons }: { name: string; reasons: readonly string[] },
  { caller, lacks }: Pick<Asking, 'caller' | 'lacks'>,
): StepWith<'app-waits'>['for'] {
  if (name === 'consent') return 'consent';
  if (!caller) return 'sign-in';
  if (reasons.some(expectsAnother)) return 'other-account';
  return lacks ?? 'confirmation';
}

/** The app says whom it expects, and somebody else is signed in. */
export const expectsAnother = (reason: string): boolean =>
  reason === 'id_token_hint' || reason === 'claims_id_token_sub_value';

/** The app wants it verified anew who is signed in. */
export const wantsFresh = (reason: string): boolean => reason === 'login_prompt' || reason === 'max_age';

/** The app insists on a level that the session doesn't have. */
export const insistsOnLevel = (reason: string): boolean => reason === 'acr';
