import type { IncomingMessage } from 'node:http';
import type { Face } from '../http-server.ts';
import { type Caller, callerName, callerOf } from './caller.ts';
import type { GitHub } from './github.ts';
import { asRestError, errorReply, type Reply, RestError } from './rest-error.ts';
import type { Route } from './route.ts';
import { appRoutes } from './routes/app.ts';
import { branchRoutes } from './routes/branches.ts';
import { checkRunRoutes } from './routes/check-runs.ts';
import { commentRoutes } from './routes/comments.ts';
import { deploymentRoutes } from './routes/deployments.ts';
import { hookDeliveryRoutes } from './routes/hook-deliveries.ts';
import { pullRoutes } from './routes/pulls.ts';
import { reactionRoutes } from './routes/reactions.ts';
import { repositoryRoutes } from './routes/repository.ts';
import { reviewRoutes } from './routes/reviews.ts';
import { teamRoutes } from './routes/teams.ts';

/** What the fake GitHub can do. */
export const ROUTES: readonly Route[] = [
  ...appRoutes,
  ...hookDeliveryRoutes,
  ...repositoryRoutes,
  ...branchRoutes,
  ...pullRoutes,
  ...reviewRoutes,
  ...reactionRoutes,
  ...commentRoutes,
  ...checkRunRoutes,
  ...deploymentRoutes,
  ...teamRoutes,
];

/** GitHub's REST API, as GitHub Enterprise has it, below `/api/v3`. */
export function restApi(github: GitHub): Face {
  return {
    handles: (url) => url.pathname.startsWith('/api/v3'),
    async answer(url, request, response) {
      const body = await readJson(request);
      const { caller, reply, problem, route } = await answerTo(github, url, request, body);
      if (route) github.wire.call(callOn(route, url, body, reply));
      const text = reply.body === undefined ? '' : JSON.stringify(reply.body);
      response.writeHead(reply.status, {
        'x-github-media-type': 'github.v3; format=json',
        ...(text && { 'content-type': 'application/json; charset=utf-8' }),
        ...reply.headers,
      });
      response.end(text);
      return { as: callerName(caller), problem };
    },
  };
}

function callOn(route: Route, url: URL, body: unknown, reply: Reply) {
  const groups = route.pattern.exec(url)?.pathname.groups ?? {};
  return {
    operation: route.operation,
    path: route.places.map((name) => decodeURIComponent(groups[name] ?? '')),
    query: Object.fromEntries(url.searchParams),
    body,
    status: reply.status,
    answer: reply.body,
  };
}

interface Answered {
  readonly route?: Route | undefined;
  readonly caller: Caller;
  readonly reply: Reply;
  readonly problem?: string | undefined;
}

async function answerTo(
  github: GitHub,
  url: URL,
  request: IncomingMessage,
  body: unknown,
): Promise<Answered> {
  let caller: Caller = { kind: 'anonymous' };
  const route = ROUTES.find(({ method, pattern }) => method === request.method && pattern.test(url));
  try {
    caller = callerOf(github, request.headers.authorization);
    if (!route) throw new RestError(404, 'Not Found', { problem: 'unknown route' });
    return { route, caller, reply: await route.run({ github, caller, url, body: body ?? {} }) };
  } catch (error) {
    const restError = asRestError(error);
    if (!restError) throw error;
    return { route, caller, reply: errorReply(restError), problem: restError.problem };
  }
}

/** Undefined where there is no body. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  return text ? JSON.parse(text) : undefined;
}
