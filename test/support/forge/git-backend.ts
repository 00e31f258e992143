import { type ChildProcess, spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { pipeCgi } from './cgi.ts';
import { gitEnvironment } from './git.ts';
import type { Repository } from './model.ts';
import { answerHook, HOOK_SETTINGS } from './push-hook.ts';
import { isGuarded, judgePush } from './push-rules.ts';
import type { Bearer, World } from './world.ts';

export interface BackendRun {
  readonly url: URL;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly bearer: Bearer | undefined;
  readonly repository: Repository;
}

/** Answers by git's own `http-backend`; the response stays open. */
export async function runBackend(world: World, run: BackendRun): Promise<void> {
  const { request, response, bearer, repository } = run;
  const guard = bearer && isGuarded(repository, bearer) ? bearer : undefined;
  const env = { ...environmentOf(world, run), ...(guard && HOOK_SETTINGS) };
  const pipes = ['pipe', 'pipe', 'pipe'] as const;
  const child = spawn('git', ['http-backend'], {
    env,
    stdio: guard ? [...pipes, 'pipe', 'pipe'] : [...pipes],
  });
  request.pipe(child.stdin);
  // A backend that has read enough closes its input.
  child.stdin.on('error', () => {});
  const judged = guard && judge(world, repository, guard, child);
  await Promise.all([pipeCgi(child, response), judged]);
}

function environmentOf(world: World, { url, request, bearer }: BackendRun): Record<string, string> {
  const { headers } = request;
  return gitEnvironment({
    GIT_PROJECT_ROOT: join(world.dataDir, 'repositories'),
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: decodeURIComponent(url.pathname),
    QUERY_STRING: url.search.slice(1),
    REQUEST_METHOD: request.method ?? 'GET',
    CONTENT_TYPE: headers['content-type'] ?? '',
    REMOTE_ADDR: '127.0.0.1',
    ...(headers['content-length'] && { CONTENT_LENGTH: headers['content-length'] }),
    ...(headers['content-encoding'] && { HTTP_CONTENT_ENCODING: headers['content-encoding'] }),
    ...(typeof headers['git-protocol'] === 'string' && { GIT_PROTOCOL: headers['git-protocol'] }),
    ...(bearer && { REMOTE_USER: bearer.actor.login }),
  });
}

/** Decides what git's hook asks, if it asks: descriptors 3 and 4 are the hook's (see push-hook.ts). */
async function judge(world: World, repository: Repository, bearer: Bearer, child: ChildProcess) {
  const [, , , hook, prints] = child.stdio;
  if (!(hook instanceof Duplex && prints instanceof Duplex)) throw new Error('The hook has no pipes.');
  // A client that is killed takes the hook along.
  for (const pipe of [hook, prints]) pipe.on('error', () => {});
  await answerHook(hook, prints, (update) => judgePush(world, repository, bearer, update));
}
