import { z } from 'zod';
import { checkRunNumbered, createCheckRun, latestCheckRuns, updateCheckRun } from '../../checks.ts';
import { resolveCommit } from '../../git-refs.ts';
import { pageOf, paging } from '../pagination.ts';
import { annotationPayload, checkRunPayload } from '../payloads/check-run.ts';
import { RestError } from '../rest-error.ts';
import { nothing, type RepositoryCall, repositoryRoute } from '../route.ts';
import { CheckRunUpdate, NewCheckRun, toPatch } from './check-run-input.ts';

const READ = { app: { checks: 'read' }, person: 'read' } as const;
/** Only apps write check runs. */
const WRITE = { app: { checks: 'write' }, person: 'refused' } as const;

const runOf = ({ repository, param }: RepositoryCall<unknown>) =>
  checkRunNumbered(repository, Number(param('id')));

export const checkRunRoutes = [
  repositoryRoute('POST /check-runs', WRITE, NewCheckRun, async ({ github, repository, actor, input }) => {
    const { name, head_sha: headSha } = input;
    const run = await createCheckRun(github.world, repository, {
      ...toPatch(input),
      name,
      headSha,
      author: actor,
    });
    return { status: 201, body: checkRunPayload(github, repository, run) };
  }),

  repositoryRoute('PATCH /check-runs/:id(\\d+)', WRITE, CheckRunUpdate, async (call) => {
    const { github, repository } = call;
    const run = runOf(call);
    await updateCheckRun(github.world, repository, run, toPatch(call.input));
    return { status: 200, body: checkRunPayload(github, repository, run) };
  }),

  repositoryRoute('GET /check-runs/:id(\\d+)', READ, nothing, (call) => {
    return { status: 200, body: checkRunPayload(call.github, call.repository, runOf(call)) };
  }),

  repositoryRoute('GET /check-runs/:id(\\d+)/annotations', READ, z.strictObject(paging), (call) =>
    pageOf(call, runOf(call).annotations.map(annotationPayload)),
  ),

  repositoryRoute(
    'GET /commits/:ref/check-runs',
    READ,
    z.strictObject({
      ...paging,
      check_name: z.string().optional(),
      status: z.enum(['queued', 'in_progress', 'completed']).optional(),
      filter: z.enum(['latest', 'all']).default('latest'),
      app_id: z.coerce.number().optional(),
    }),
    async (call) => {
      const { github, repository, input } = call;
      const sha = await resolveCommit(repository.gitDir, call.param('ref'));
      if (!sha) throw new RestError(422, `No commit found for SHA: ${call.param('ref')}`);
      const onCommit = repository.checkRuns
        .filter((run) => run.headSha === sha)
        .filter((run) => input.check_name === undefined || run.name === input.check_name);
      const runs = (input.filter === 'latest' ? latestCheckRuns(onCommit) : onCommit)
        .filter((run) => input.status === undefined || run.status === input.status)
        .filter(() => input.app_id === undefined || input.app_id === github.app.id)
        .map((run) => checkRunPayload(github, repository, run));
      return pageOf(call, runs, (page) => ({ total_count: runs.length, check_runs: page }));
    },
  ),
];
