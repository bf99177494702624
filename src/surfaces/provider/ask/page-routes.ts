import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { inTransaction } from '../../../kit/db/index.ts';
import { type Caller, clientOf, type Route, route } from '../../../kit/http/index.ts';
import { problem } from '../../../kit/problem.ts';
import { Type } from '../../../kit/schema.ts';
import type { Services } from '../../../kit/services.ts';
import { logout } from '../../../login/index.ts';
import { lastVerified } from '../../../login/prove/index.ts';
import { nameAttempt } from '../../../login/trails/index.ts';
import { type AppRow, findApp } from '../../../operate/apps/index.ts';
import { clearSessionCookie, viewerOf } from '../../../people/sessions/index.ts';
import { askedIn } from '../asked.ts';
import { allow } from '../existing-grant.ts';
import type { LoadedProvider } from '../load.ts';
import { expectsAnother, findOutcome, insistsOnLevel, wantsFresh } from '../policy/policy.ts';
import { appRequestExpired } from '../problems.ts';
import { paths } from '../settings.ts';
import { queryFrom, signInThen } from '../sign-in-then.ts';
import { claimRequest, type Interaction, keepResult, type Result } from './decide.ts';
import { AskPage, OtherAccountPage } from './pages.tsx';
import { SecondFactorPage } from './second-factor-page.tsx';
import { strangerIn } from './stranger.ts';

const params = Type.Object({ uid: Type.String() });

/** `/oauth/ask/{uid}`: what only the person can answer before an app learns who they are. */
export function askPageRoutes(services: Services, load: () => Promise<LoadedProvider>): Route[] {
  const { pages, config, db, clock } = services;
  const { site } = pages;
  const page = { kind: 'page', access: 'signed-in', path: '/oauth/ask/:uid', params } as const;

  return [
    route({
      ...page,
      method: 'GET',
      async handle({ caller, params: { uid }, reply }) {
        const interaction = await find(uid, caller);
        if (interaction.prompt.name === 'login') return signInAgain(interaction, caller, reply);
        const view = await viewOf(interaction);
        return pages.send(reply, h(AskPage, { site, viewer: viewerOf(caller), uid, ...view }));
      },
    }),
    route({
      ...page,
      method: 'POST',
      noTwin: 'it answers a request of OAuth, which reaches people through their browser only',
      extra: ['decision'],
      async handle({ caller, params: { uid }, extra: { decision }, request, reply }) {
        const interaction = await find(uid, caller);
        if (decision === 'switch') {
          await logout(services, caller, request);
          clearSessionCookie(reply, config);
          return reply.redirect(signInThen(`${paths.authorization}?${queryFrom(interaction.params)}`), 303);
        }
        const trail = services.trails.begin({
          kind: 'app',
          format: 'form',
          address: clientOf(request).address,
        });
        nameAttempt(reply, trail.id);
        trail.account(caller.account.id);
        const isAllowed = decision === 'allow' && interaction.prompt.name === 'consent';
        const { id: appId, name } = await appOf(interaction);
        trail.note({ code: 'app-found', known: true, app: name });
        if (!isAllowed) {
          const { cause, answer } = declineOf(interaction);
          trail.note({ code: 'app-refused', cause });
          trail.end('refused');
          return leadBack(interaction, reply, answer);
        }
        const { scopes, resources } = await askedIn(db, interaction.params);
        const wanted = { appId, caller, client: clientOf(request), scopes, resources, isAllowed: true };
        const grantId = await allow(services, wanted, {
          told: name,
          claim: (tx, now) => claimRequest(tx, interaction, now),
          use: (tx, id) => keepResult(tx, interaction, { consent: { grantId: id } }, clock()),
        });
        if (grantId !== undefined) trail.note({ code: 'app-allowed', by: 'person' });
        trail.end('more');
        return leadOn(interaction, reply);
      },
    }),
  ];

  /** Bound to the session in which the app asked: neither another browser nor another account can answer it. */
  async function find(uid: string, { account, via: { session } }: Caller): Promise<Interaction> {
    const { provider } = await load();
    const interaction = await provider.Interaction.find(uid);
    const asked = interaction?.session;
    if (!interaction || asked?.uid !== session.id || asked.accountId !== account.id)
      throw problem(appRequestExpired);
    return interaction;
  }

  async function appOf({ params: asked }: Interaction): Promise<AppRow> {
    const app = await findApp(db, String(asked.client_id));
    if (!app) throw problem(appRequestExpired);
    return app;
  }

  async function viewOf(interaction: Interaction) {
    const row = await appOf(interaction);
    const asked = await askedIn(db, interaction.params);
    const target = new URL(String(interaction.params.redirect_uri));
    return {
      app: row.name,
      target,
      stranger: strangerIn(row, target, config.apps.trustedHosts),
      scopes: asked.scopes,
      resources: asked.shown,
      lasts: config.apps.refreshAbsolute,
    };
  }

  /** Who is signed in confirms it, or signs in with the account that the app expects. */
  async function signInAgain(interaction: Interaction, caller: Caller, reply: FastifyReply) {
    const { uid, params: asked, prompt } = interaction;
    const show = async (page: typeof OtherAccountPage | typeof SecondFactorPage) => {
      const { app } = await viewOf(interaction);
      return pages.send(reply, h(page, { site, viewer: viewerOf(caller), uid, app }));
    };
    if (prompt.reasons.some(expectsAnother)) return show(OtherAccountPage);
    const outcome = await findOutcome(services, asked, caller);
    const lacks = outcome && 'first' in outcome ? outcome.first : undefined;
    if (lacks === 'second-factor' || !(await isFresh(interaction, caller)))
      return reply.redirect(`/account/prove?next=${encodeURIComponent(`/oauth/ask/${uid}`)}`, 303);
    if (lacks === 'add-second-factor') return show(SecondFactorPage);
    return leadBack(interaction, reply, { login: { accountId: caller.account.id } });
  }

  /** Whether what the account asks for was verified after the app had asked, where the app wants that. */
  async function isFresh({ prompt, iat }: Interaction, { via: { session } }: Caller): Promise<boolean> {
    // Seconds, as the provider counts.
    return !prompt.reasons.some(wantsFresh) || (await lastVerified(services, session)) >= iat * 1000;
  }

  async function leadBack(interaction: Interaction, reply: FastifyReply, result: Result) {
    const now = clock();
    await inTransaction(db, async (tx) => {
      if (await claimRequest(tx, interaction, now)) await keepResult(tx, interaction, result, now);
    });
    return leadOn(interaction, reply);
  }
}

/** Whoever answers again is led to what comes of the first answer. */
const leadOn = ({ uid }: Interaction, reply: FastifyReply) =>
  reply.redirect(`${paths.authorization}/${uid}`, 303);

/** What the app is told of somebody who goes back. */
function declineOf({ prompt }: Interaction) {
  if (!prompt.reasons.some(insistsOnLevel))
    return { cause: 'person-refused', answer: { error: 'access_denied' } } as const;
  const answer = {
    error: 'unmet_authentication_requirements',
    error_description: 'the account has no second factor',
  };
  return { cause: 'acr-declined', answer } as const;
}
