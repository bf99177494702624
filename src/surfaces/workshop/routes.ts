import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  databaseAway,
  formType,
  invalidRequest,
  isOfAnotherSite,
  type Route,
  type RouteKind,
  setProblemHeaders,
} from '../../kit/http/index.ts';
import { Problem, problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import type { Say, Words } from '../../kit/words/index.ts';
import { invalidCredentials } from '../../login/index.ts';
import { usernameTaken } from '../../people/accounts/index.ts';
import {
  answerLogin,
  answerRegister,
  answerWrongMethod,
  loginExample,
  registerExample,
  type TextAnswer,
} from './answers.ts';
import { isWorkshopQuery } from './query.ts';

interface WorkshopRequest {
  /** Whether it is the workshop's, and not a browser's that wants the page at the same address. */
  isMeant(request: FastifyRequest): boolean;
  /** The same in production, where whoever asks for no type in particular, such as a monitor, gets the page. */
  isMeantInProduction?(request: FastifyRequest): boolean;
  answer(services: Services, reply: FastifyReply): Promise<TextAnswer> | TextAnswer;
  /** What to use where the workshop's requests are not open. */
  instead: Say;
}

const loginInstead: Say = ({ workshop }) => workshop.withJson('POST /api/login');
const registerInstead: Say = ({ workshop }) => workshop.withJson('POST /api/register');

const requests: Readonly<Record<string, WorkshopRequest>> = {
  'GET /': {
    isMeant: (request) => !asksForHtml(request),
    isMeantInProduction: () => false,
    answer: () => ({ status: 200, text: 'Hello World!' }),
    instead: () => 'GET /api/session',
  },
  'POST /login': wrongMethod('POST /login', loginExample, loginInstead),
  'GET /login': {
    isMeant: (request) => isWorkshopQuery(request.url) || !asksForHtml(request),
    isMeantInProduction: (request) => isWorkshopQuery(request.url),
    answer: answerLogin,
    instead: loginInstead,
  },
  'GET /register': wrongMethod('GET /register', registerExample, registerInstead),
  'POST /register': {
    isMeant: (request) => isWorkshopQuery(request.url) || !isForm(request),
    answer: answerRegister,
    instead: registerInstead,
  },
};

function wrongMethod(sent: string, example: string, instead: Say): WorkshopRequest {
  return {
    isMeant: (request) => isWorkshopQuery(request.url) && !asksForHtml(request),
    answer: (services) => answerWrongMethod(services, sent, example),
    instead,
  };
}

/**
 * Puts the workshop's three requests before the pages that share their addresses. Outside development each
 * only says what to send instead: a password in an address ends up in histories and in the logs of proxies.
 */
export function withWorkshop(services: Services, pages: readonly Route[]): Route[] {
  return pages.map((page) => {
    const request = requests[`${page.method} ${page.path}`];
    return request ? { ...inFrontOf(page, request, services), kindOfUnfit } : page;
  });
}

/** A program that sends another method, or JSON, gets a sentence like from the rest of the workshop; a browser a page. */
const kindOfUnfit = (request: FastifyRequest): RouteKind => (asksForHtml(request) ? 'page' : 'text');

/** Answers a refusal as a sentence of text. */
export function sendProblemText(reply: FastifyReply, refusal: Problem, words: Words): FastifyReply {
  setProblemHeaders(reply, refusal);
  return sendText(reply, { status: refusal.status, text: refusal.detail(words) });
}

function inFrontOf(page: Route, workshop: WorkshopRequest, services: Services): Route {
  const { answer, instead } = workshop;
  const { words, config } = services;
  const isProduction = config.mode === 'production';
  const isMeant = (isProduction && workshop.isMeantInProduction) || workshop.isMeant;
  const answerInProduction: Say = (said) =>
    said.workshop.useApi(instead(said), `${config.publicUrl}/reference`);
  return {
    ...page,
    async handle(context) {
      const { request, reply } = context;
      if (!isMeant(request)) return page.handle(context);
      if (isProduction) {
        const refusal = problem(invalidRequest, answerInProduction, { cause: 'workshop' });
        request.server.noteRefusal({ refusal, error: refusal, request, reply });
        return sendText(reply, { status: 400, text: answerInProduction(words) });
      }
      // A GET that counts failures is no safe one: an image or a link on any website could have a browser try names
      // and passwords. A page that names an allowed origin may; a typed address is of no site at all.
      if (isOfAnotherSite(request, services.isAllowedOrigin)) {
        return sendText(reply, { status: 403, text: words.workshop.forAnotherSite });
      }
      try {
        return sendText(reply, await answer(services, reply));
      } catch (error) {
        const refusal = refusalOf(error, services);
        if (!refusal) throw error;
        setProblemHeaders(reply, refusal);
        if (refusal.status >= 500 && !(error instanceof Problem))
          services.log.error({ requestId: request.id, err: error }, refusal.code);
        return sendText(reply, inWorkshopWords(refusal, services));
      }
    },
  };
}

function refusalOf(error: unknown, { database }: Services): Problem | undefined {
  if (error instanceof Problem) return error;
  return database.isAway(error) ? databaseAway() : undefined;
}

/** The sentences of the workshop's own server where it had one, ours where it would have failed. */
function inWorkshopWords(refusal: Problem, { words }: Pick<Services, 'words'>): TextAnswer {
  if (refusal.definition === usernameTaken) return { status: 409, text: 'User already registered.' };
  if (refusal.definition === invalidCredentials) return { status: 401, text: 'User not found' };
  const isRule = refusal.status === 422 || refusal.status === 413;
  return { status: isRule ? 400 : refusal.status, text: refusal.detail(words) };
}

function sendText(reply: FastifyReply, { status, text }: TextAnswer) {
  return reply.code(status).header('content-type', 'text/plain; charset=utf-8').send(text);
}

function asksForHtml({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('text/html') === true;
}

function isForm({ headers }: FastifyRequest): boolean {
  return headers['content-type']?.toLowerCase().startsWith(formType) === true;
}
