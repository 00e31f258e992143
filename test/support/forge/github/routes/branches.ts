import { z } from 'zod';
import { readCommit } from '../../git-log.ts';
import { branchHead } from '../../git-refs.ts';
import { protectionOf } from '../../protection.ts';
import { pageOf, paging } from '../pagination.ts';
import { branchPayload, rulePayloads } from '../payloads/branch.ts';
import { RestError } from '../rest-error.ts';
import { nothing, repositoryRoute } from '../route.ts';

export const branchRoutes = [
  repositoryRoute(
    'GET /branches/:branch',
    { app: { contents: 'read' }, person: 'read' },
    nothing,
    async ({ github, repository, param }) => {
      const name = param('branch');
      const sha = await branchHead(repository.gitDir, name);
      if (!sha) throw new RestError(404, 'Branch not found');
      const head = await readCommit(repository.gitDir, sha);
      return { status: 200, body: branchPayload(github, repository, name, head) };
    },
  ),

  repositoryRoute(
    'GET /rules/branches/:branch',
    { app: { metadata: 'read' }, person: 'read' },
    z.strictObject(paging),
    (call) => {
      const { repository } = call;
      return pageOf(call, rulePayloads(repository, protectionOf(repository, call.param('branch'))));
    },
  ),
];
