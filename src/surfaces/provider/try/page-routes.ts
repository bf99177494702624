import type { FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { type Caller, queryOf, type Route, route } from '../../../kit/http/index.ts';
import { sameText } from '../../../kit/secret-token.ts';
import type { Services } from '../../../kit/services.ts';
import { endDemoSecret } from '../../../operate/apps/index.ts';
import { listResources } from '../../../people/resources/index.ts';
import { viewerOf } from '../../../people/sessions/index.ts';
import { choiceFields, readChoice, usualChoice } from './choice.ts';
import { backPath, tryPath } from './demo-client.ts';
import { LostPage } from './lost-page.tsx';
import { findMeanwhile } from './meanwhile.ts';
import { play } from './play.ts';
import { authorizationPath } from './requests.ts';
import { ResultPage } from './result-page.tsx';
import { beginRun, consumeRun, findRun, type Run, rememberRun, saveRun, type Told } from './run.ts';
import { send } from './send.ts';
import { readTold } from './shown.ts';
import { StartPage } from './start-page.tsx';

const resultPath = `${tryPath}/result`;

/** `/dev/apps/try`: a whole sign-in to an app of this server's own, with all that it sees. None outside development. */
export function tryPageRoutes(services: Services): Route[] {
  const { config, db, pages } = services;
  if (config.mode !== 'development') return [];
  const { site } = pages;
  const { publicUrl } = config;
  const page = { kind: 'page', access: 'visitor' } as const;

  return [
    route({
      ...page,
      method: 'GET',
      path: tryPath,
      async handle({ caller, request, reply }) {
        const [, run] = (await findRun(services, request)) ?? [];
        const isElsewhere = request.headers.host !== new URL(publicUrl).host;
        const form = { choice: run?.choice ?? usualChoice, resources: await listResources(db) };
        return pages.send(
          reply,
          h(StartPage, { site, viewer: viewerOf(caller), form, ...(isElsewhere && { publicUrl }) }),
        );
      },
    }),
    route({
      ...page,
      method: 'POST',
      path: tryPath,
      noTwin: 'it begins a sign-in in this browser, to see it',
      extra: choiceFields,
      async handle({ extra, request, reply }) {
        const [token, run] = await beginRun(services, await readChoice(db, extra));
        rememberRun(reply, services, token);
        const path = authorizationPath(run, publicUrl);
        if (run.choice.fault !== 'redirect') {
          await saveRun(services, token, run);
          return reply.redirect(path, 303);
        }
        // It ends on a page that leads nowhere.
        const refused = await send(request.server, publicUrl, 'authorize', { method: 'GET', path });
        await saveRun(services, token, { ...run, told: { meanwhile: [], exchanges: [refused] } });
        return reply.redirect(resultPath, 303);
      },
    }),
    route({
      ...page,
      method: 'GET',
      path: backPath,
      async handle({ caller, request, reply }) {
        const [token, run] = (await findRun(services, request)) ?? [];
        if (token === undefined || !run) return lost(caller, reply, 'none');
        const back = Object.fromEntries(queryOf(request));
        if (!sameText(back.state ?? '', run.state)) return lost(caller, reply, 'state');
        if (await consumeRun(services, token))
          await saveRun(services, token, { ...run, told: await listen(run, { back, caller, request }) });
        return reply.redirect(resultPath, 303);
      },
    }),
    route({
      ...page,
      method: 'GET',
      path: resultPath,
      async handle({ caller, request, reply }) {
        const [, run] = (await findRun(services, request)) ?? [];
        if (!run?.told) return reply.redirect(tryPath, 303);
        const shown = await readTold(services, { ...run, told: run.told });
        const form = { choice: run.choice, resources: await listResources(db) };
        return pages.send(reply, h(ResultPage, { site, viewer: viewerOf(caller), shown, form }));
      },
    }),
  ];

  function lost(caller: Caller | null, reply: FastifyReply, why: 'none' | 'state') {
    return pages.send(reply.code(400), h(LostPage, { site, viewer: viewerOf(caller), why }));
  }

  /** What the app is told from its return on. */
  async function listen(run: Run, came: Came): Promise<Told> {
    const { back, request } = came;
    const meanwhile = await findMeanwhile(services, { ...came, since: run.begunAt });
    const ask = (...asked: AskArguments) => send(request.server, publicUrl, ...asked);
    const exchanges = back.code === undefined ? [] : await play(run, back.code, { publicUrl, ask });
    await endDemoSecret(services, run.secret);
    return { back, meanwhile, exchanges };
  }
}

interface Came {
  readonly back: Readonly<Record<string, string>>;
  readonly caller: Caller | null;
  readonly request: FastifyRequest;
}

type AskArguments = Parameters<Parameters<typeof play>[2]['ask']>;
