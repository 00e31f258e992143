import { z } from 'zod';
import { atLeast, roleOf } from '../../access.ts';
import { commitLog, readCommit } from '../../git-log.ts';
import { resolveCommit } from '../../git-refs.ts';
import type { Role } from '../../model.ts';
import { pageOf, paging } from '../pagination.ts';
import { commitPayload } from '../payloads/commit.ts';
import { pullRequestInList } from '../payloads/pull-request.ts';
import { fullRepositoryPayload, repositoryApi } from '../payloads/repository.ts';
import { nodeId } from '../payloads/shape.ts';
import { userPayload } from '../payloads/user.ts';
import { notFound, RestError } from '../rest-error.ts';
import { nothing, type RepositoryCall, repositoryRoute } from '../route.ts';

const READ_METADATA = { app: { metadata: 'read' }, person: 'read' } as const;
const READ_CONTENTS = { app: { contents: 'read' }, person: 'read' } as const;

/** GitHub's old `permission` knows four levels; only `role_name` tells all of them. */
const PERMISSIONS: Record<Role, string> = {
  none: 'none',
  read: 'read',
  triage: 'read',
  write: 'write',
  maintain: 'write',
  admin: 'admin',
};

function rightsOf(role: Role) {
  const has = (needed: Role) => atLeast(role, needed);
  const [pull, triage, push, maintain, admin] = [
    has('read'),
    has('triage'),
    has('write'),
    has('maintain'),
    has('admin'),
  ];
  return { pull, triage, push, maintain, admin };
}

export const repositoryRoutes = [
  repositoryRoute('GET ', READ_METADATA, nothing, ({ github, repository }) => {
    return { status: 200, body: fullRepositoryPayload(github, repository) };
  }),

  // Octokit encodes the slash of `heads/main`.
  repositoryRoute('GET /git/ref/:ref(.+)', READ_CONTENTS, nothing, gitRef),

  repositoryRoute(
    'GET /commits',
    READ_CONTENTS,
    z.strictObject({ ...paging, sha: z.string(), author: z.string() }),
    async (call) => {
      const { github, repository, input } = call;
      const sha = await resolveCommit(repository.gitDir, input.sha);
      if (!sha) throw notFound();
      const all = await commitLog(repository.gitDir, [sha]);
      const written = all.filter(({ author }) => author.email.toLowerCase() === input.author.toLowerCase());
      return pageOf(
        call,
        written.map((commit) => commitPayload(github, repository, commit)),
      );
    },
  ),

  repositoryRoute('GET /commits/:ref', READ_CONTENTS, nothing, async ({ github, repository, param }) => {
    const sha = await resolveCommit(repository.gitDir, param('ref'));
    if (!sha) throw new RestError(422, `No commit found for SHA: ${param('ref')}`);
    const commit = await readCommit(repository.gitDir, sha);
    return { status: 200, body: commitPayload(github, repository, commit) };
  }),

  repositoryRoute(
    'GET /commits/:sha/pulls',
    { app: { pull_requests: 'read' }, person: 'read' },
    z.strictObject(paging),
    async (call) => {
      const { github, repository } = call;
      const sha = call.param('sha');
      const related = repository.pullRequests.filter(
        ({ head, merged }) => head.sha === sha || merged?.sha === sha,
      );
      return pageOf(call, await Promise.all(related.map((one) => pullRequestInList(github, one))));
    },
  ),

  repositoryRoute(
    'GET /collaborators/:login/permission',
    READ_METADATA,
    nothing,
    ({ github, repository, param }) => {
      const user = github.world.users.get(param('login'));
      if (!user) throw notFound();
      const role = roleOf(repository, user);
      const whose = { ...userPayload(github, user), permissions: rightsOf(role), role_name: role };
      return { status: 200, body: { permission: PERMISSIONS[role], role_name: role, user: whose } };
    },
  ),
];

async function gitRef({ github, repository, param }: RepositoryCall<unknown>) {
  const ref = `refs/${param('ref')}`;
  const sha = await resolveCommit(repository.gitDir, ref);
  if (!sha) throw notFound();
  const api = `${repositoryApi(github, repository)}/git`;
  const object = { type: 'commit', sha, url: `${api}/commits/${sha}` };
  return { status: 200, body: { ref, node_id: nodeId('Ref', ref), url: `${api}/${ref}`, object } };
}
