import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { inTransaction } from '../../../kit/db/index.ts';
import { type Caller, clientOf, type Route, route } from '../../../kit/http/index.ts';
import { problem } from '../../../kit/problem.ts';
import { Type } from '../../../kit/schema.ts';
import type { Services } from '../../../kit/services.ts';
import { logout } from '../../../login/index.ts';
import { nameAttempt } from '../../../login/trails/index.ts';
import { type AppRow, findApp } from '../../../operate/apps/index.ts';
import { clearSessionCookie, viewerOf } from '../../../people/sessions/index.ts';
import { askedIn } from '../asked.ts';
import { allow } from '../existing-grant.ts';
import type { LoadedProvider } from '../load.ts';
import { appRequestExpired } from '../problems.ts';
import { expectsAnother, paths } from '../settings.ts';
import { queryFrom, signInThen } from '../sign-in-then.ts';
import { claimRequest, type Interaction, isSameAnswer, keepResult, type Result } from './decide.ts';
import { AskPage, OtherAccountPage } from './pages.tsx';
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
          trail.note({ code: 'app-refused', cause: 'person-refused' });
          trail.end('refused');
          return leadBack(interaction, reply, { error: 'access_denied' });
        }
        const { scopes, resources } = await askedIn(db, interaction.params);
        const wanted = { appId, caller, client: clientOf(request), scopes, resources, isAllowed: true };
        const grantId = await allow(services, wanted, {
          told: name,
          claim: (tx, now) => claimRequest(tx, interaction, now),
          use: (tx, id) => keepResult(tx, interaction, { consent: { grantId: id } }, clock()),
        });
        const counts = grantId !== undefined || (await isSameAnswer(db, interaction, false, clock()));
        if (counts) trail.note({ code: 'app-allowed', by: 'person' });
        else trail.note({ code: 'app-refused', cause: 'request-expired' });
        trail.end(counts ? 'more' : 'refused');
        if (!counts) throw problem(appRequestExpired);
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
    };
  }

  /** Who is signed in confirms it, or signs in with the account that the app expects. */
  async function signInAgain(interaction: Interaction, caller: Caller, reply: FastifyReply) {
    const { reasons } = interaction.prompt;
    if (reasons.some(expectsAnother)) {
      const { app } = await viewOf(interaction);
      const props = { site, viewer: viewerOf(caller), uid: interaction.uid, app };
      return pages.send(reply, h(OtherAccountPage, props));
    }
    // Seconds, as the provider counts.
    const askedAt = interaction.iat * 1000;
    if (caller.via.session.auth_time < askedAt) {
      return reply.redirect(
        `/account/prove?next=${encodeURIComponent(`/oauth/ask/${interaction.uid}`)}`,
        303,
      );
    }
    return leadBack(interaction, reply, { login: { accountId: caller.account.id } });
  }

  async function leadBack(interaction: Interaction, reply: FastifyReply, result: Result) {
    const now = clock();
    await inTransaction(db, async (tx) => {
      if (await claimRequest(tx, interaction, now)) return keepResult(tx, interaction, result, now);
      if (!(await isSameAnswer(tx, interaction, 'error' in result, now))) throw problem(appRequestExpired);
    });
    return leadOn(interaction, reply);
  }
}

const leadOn = ({ uid }: Interaction, reply: FastifyReply) =>
  reply.redirect(`${paths.authorization}/${uid}`, 303);
