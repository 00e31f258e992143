import type { ProbotOctokit } from 'probot';
import { formatRepository, type RepositoryRef } from '../../domain/repository-ref.ts';
import type { Check, CheckState, Checks } from '../../ports/forge.ts';
import type { OctokitFor } from './installations.ts';
import type { JustMade } from './just-made.ts';
import { type Kept, once, upserts } from './upsert.ts';

/** What a check run says, in our requests and in GitHub's answers. */
interface Said {
  readonly status: string;
  readonly conclusion?: string | null;
  readonly output: { readonly title: string | null; readonly summary: string | null };
}

type CheckRun = Said & { readonly id: number; readonly html_url: string | null };

/** GitHub's limit for a check run's summary. */
const summaryLimit = 65_535;
const notice = '\n\n*This is too long for GitHub; the rest is left out here.*';

/** Check runs of our app. A completed one that runs again gets a new check run: GitHub shows the newest of a name. */
export function githubChecks(
  octokitFor: OctokitFor,
  appId: number,
  made: JustMade,
  secondMs: number,
): Checks {
  const upsert = upserts(secondMs);
  return {
    ensureCheck: async (repository, check) => {
      const octokit = await octokitFor(repository);
      const { checks } = octokit.rest;
      const at = { owner: repository.owner, repo: repository.name };
      const wanted = bodyOf(check);
      const named = { ...at, head_sha: check.head, name: check.name };
      await upsert({
        key: `${formatRepository(repository)}@${check.head} ${check.name}`,
        content: contentOf(wanted),
        isNew: made.take(repository, check.head),
        find: () => findOurs(octokit, repository, check, appId),
        create: async () => keep((await checks.create({ ...named, ...wanted, ...once })).data),
        update: async (check_run_id, before) => {
          // GitHub adds annotations to those that are there: a completed check has them all.
          const sent = before.content.startsWith(completed) ? withoutAnnotations(wanted) : wanted;
          return keep((await checks.update({ ...at, check_run_id, ...sent })).data);
        },
        isSpent: (kept) => kept.content.startsWith(completed) && wanted.status !== 'completed',
      });
    },
  };
}

async function findOurs(
  octokit: ProbotOctokit,
  repository: RepositoryRef,
  check: Check,
  app_id: number,
): Promise<Kept | undefined> {
  const { data } = await octokit.rest.checks.listForRef({
    owner: repository.owner,
    repo: repository.name,
    ref: check.head,
    check_name: check.name,
    filter: 'latest',
    app_id,
  });
  const ours = data.check_runs.filter((run) => run.app?.id === app_id && run.name === check.name);
  const newest = ours.sort((a, b) => b.id - a.id)[0];
  return newest && keep(newest);
}

const completed = 'completed';

/** The link to details is left out: where none is given, GitHub puts in one of its own. */
function contentOf({ status, conclusion, output }: Said): string {
  return [status, conclusion ?? '', output.title ?? '', output.summary ?? ''].join('\n');
}

function keep(run: CheckRun): Kept {
  return { id: run.id, url: run.html_url ?? '', content: contentOf(run) };
}

function bodyOf(check: Check) {
  return {
    ...statusOf(check.state),
    output: { title: check.title, summary: shorten(check.summary), ...annotationsOf(check) },
    ...(check.detailsUrl ? { details_url: check.detailsUrl } : {}),
  };
}

/** GitHub takes so many annotations in one request. */
const mostAnnotations = 50;

function annotationsOf({ annotations = [] }: Check) {
  if (annotations.length === 0) return {};
  const written = annotations.slice(0, mostAnnotations).map(({ path, line, title, message }) => ({
    path,
    start_line: line,
    end_line: line,
    annotation_level: 'failure' as const,
    title,
    message,
  }));
  return { annotations: written };
}

function withoutAnnotations({ output, ...rest }: ReturnType<typeof bodyOf>) {
  const { title, summary } = output;
  return { ...rest, output: { title, summary } };
}

function statusOf(state: CheckState) {
  switch (state) {
    case 'queued':
      return { status: 'queued' as const };
    case 'running':
      return { status: 'in_progress' as const };
    case 'success':
    case 'failure':
    case 'action_required':
    case 'cancelled':
      return { status: 'completed' as const, conclusion: state };
  }
}

/** Shortens at a line's end, since Markdown that is cut within a line shows anything. */
function shorten(summary: string): string {
  if (summary.length <= summaryLimit) return summary;
  const kept = summary.slice(0, summaryLimit - notice.length);
  const end = kept.lastIndexOf('\n');
  return (end > 0 ? kept.slice(0, end) : kept) + notice;
}
