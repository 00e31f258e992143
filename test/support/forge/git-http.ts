import type { IncomingMessage, ServerResponse } from 'node:http';
import { bearerOf } from './access.ts';
import { runBackend } from './git-backend.ts';
import { listRefs } from './git-refs.ts';
import type { Repository, User } from './model.ts';
import { announceRefs } from './ref-news.ts';
import { inTurn } from './turns.ts';
import type { Bearer, World } from './world.ts';

const GIT_PATH = new URLPattern({
  pathname: '/:owner/:name.git/:service(info/refs|git-upload-pack|git-receive-pack)',
});

export interface GitAnswer {
  /** Login of whoever asked, or `anonymous`. */
  readonly as: string;
  /** What should not have been asked, if so. */
  readonly problem?: string;
}

export function isGitRequest(url: URL): boolean {
  return GIT_PATH.test(url);
}

/** Serves one request of git's smart protocol by git's own `http-backend`, and tells of what a push moved. */
export async function serveGit(
  world: World,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<GitAnswer> {
  const groups = GIT_PATH.exec(url)?.pathname.groups ?? {};
  const writes = [groups.service, url.searchParams.get('service')].includes('git-receive-pack');
  const token = tokenOf(request);
  const bearer = token === undefined ? undefined : bearerOf(world, token);
  const as = bearer?.actor.login ?? 'anonymous';
  if (token !== undefined && !bearer) {
    askForLogin(response);
    return { as, problem: 'git with a bad token' };
  }
  const repository = world.repositories.get(`${groups.owner}/${groups.name}`);
  const refusal = refusalOf(repository, bearer, writes);
  if (!repository || refusal) {
    if (refusal === 401) askForLogin(response);
    else
      response
        .writeHead(refusal ?? 404)
        .end(refusal === 403 ? 'Write access to repository not granted.\n' : '');
    return { as };
  }
  const run = () => runBackend(world, { url, request, response, bearer, repository });
  if (groups.service === 'git-receive-pack' && bearer)
    await receive(world, repository, bearer.actor, response, run);
  else {
    await run();
    response.end();
  }
  return { as };
}

function refusalOf(repository: Repository | undefined, bearer: Bearer | undefined, writes: boolean) {
  if (!bearer) return repository && !repository.private && !writes ? undefined : 401;
  if (!repository || !bearer.may('read', repository)) return 404;
  return writes && !bearer.may('write', repository) ? 403 : undefined;
}

function askForLogin(response: ServerResponse): void {
  response.writeHead(401, { 'www-authenticate': 'Basic realm="GitHub"' }).end('Authentication failed.\n');
}

/** The answer ends only when everybody was told, so that whoever pushed finds the news under way. */
async function receive(
  world: World,
  repository: Repository,
  actor: User,
  response: ServerResponse,
  run: () => Promise<void>,
): Promise<void> {
  await inTurn(repository, async () => {
    const before = await listRefs(repository.gitDir);
    await run();
    await announceRefs(world, { repository, actor, before, after: await listRefs(repository.gitDir) });
  });
  response.end();
}

export function tokenOf(request: IncomingMessage): string | undefined {
  const [scheme = '', encoded = ''] = (request.headers.authorization ?? '').split(' ');
  if (scheme.toLowerCase() !== 'basic') return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  return text.slice(text.indexOf(':') + 1);
}
