import type { ProbotOctokit } from 'probot';
import { formatRepository, type RepositoryRef } from '../../domain/repository-ref.ts';
import type { Comments } from '../../ports/forge.ts';
import type { OctokitFor } from './installations.ts';
import type { JustMade } from './just-made.ts';
import type { Author, IsOurs } from './own-account.ts';
import { type Kept, once, type Upsert, upserts } from './upsert.ts';

interface GitHubComment extends Author {
  readonly id: number;
  readonly html_url: string;
  readonly body?: string | undefined;
}

/** Where comments stand: on a pull request or an issue, or on a commit. */
interface Place {
  readonly name: string;
  pages(): AsyncIterable<{ readonly data: readonly GitHubComment[] }>;
  create(body: string): Promise<{ readonly data: GitHubComment }>;
  update(comment_id: number, body: string): Promise<{ readonly data: GitHubComment }>;
}

interface Wanted {
  readonly marker: string;
  readonly body: string;
  /** Whether nothing of ours can stand there yet. */
  readonly empty?: boolean;
}

/** Comments of our app. GitHub refuses a body of more than 65,536 characters with 422. */
export function githubComments(
  octokitFor: OctokitFor,
  isOurs: IsOurs,
  made: JustMade,
  secondMs: number,
): Comments {
  const upsert = upserts(secondMs);
  const ensure = async (repository: RepositoryRef, place: Place, wanted: Wanted) => {
    const key = `${formatRepository(repository)}${place.name} ${wanted.marker}`;
    return (await upsert(commentUpsert(key, place, wanted, isOurs))).url;
  };
  return {
    ensureComment: async (repository, number, marker, body) => {
      const place = onPullRequest(await octokitFor(repository), repository, number);
      const empty = made.take(repository, number);
      return ensure(repository, place, { marker, body, empty });
    },
    react: async ({ owner, name }, { place, comment: comment_id }, reaction) => {
      const { reactions } = (await octokitFor({ owner, name })).rest;
      const wanted = { owner, repo: name, comment_id, content: reactionNames[reaction] };
      const reacting =
        place.kind === 'commit'
          ? reactions.createForCommitComment(wanted)
          : reactions.createForIssueComment(wanted);
      await reacting.catch(unlessGone);
    },
    ensureCommitComment: async (repository, commit, marker, body) =>
      ensure(repository, onCommit(await octokitFor(repository), repository, commit), { marker, body }),
  };
}

const reactionNames = { seen: 'eyes', done: 'rocket', refused: 'confused' } as const;

/** People may take a comment back while it is being answered. */
function unlessGone(error: unknown): void {
  if (!(error instanceof Error && 'status' in error && error.status === 404)) throw error;
}

function commentUpsert(
  key: string,
  place: Place,
  { marker, body, empty = false }: Wanted,
  isOurs: IsOurs,
): Upsert {
  return {
    key,
    content: body,
    isNew: empty,
    find: () => findMarked(place, marker, isOurs),
    create: async () => keep((await place.create(body)).data),
    update: async (id) => keep((await place.update(id, body)).data),
  };
}

async function findMarked(place: Place, marker: string, isOurs: IsOurs): Promise<Kept | undefined> {
  for await (const { data } of place.pages()) {
    for (const comment of data) {
      if (comment.body?.includes(marker) && (await isOurs(comment))) return keep(comment);
    }
  }
  return undefined;
}

function keep(comment: GitHubComment): Kept {
  return { id: comment.id, url: comment.html_url, content: comment.body ?? '' };
}

function onPullRequest(octokit: ProbotOctokit, repository: RepositoryRef, issue_number: number): Place {
  const at = { owner: repository.owner, repo: repository.name };
  const { issues } = octokit.rest;
  return {
    name: `#${issue_number}`,
    pages: () => octokit.paginate.iterator(issues.listComments, { ...at, issue_number, per_page: 100 }),
    create: (body) => issues.createComment({ ...at, issue_number, body, ...once }),
    update: (comment_id, body) => issues.updateComment({ ...at, comment_id, body }),
  };
}

function onCommit(octokit: ProbotOctokit, repository: RepositoryRef, commit_sha: string): Place {
  const at = { owner: repository.owner, repo: repository.name };
  const { repos } = octokit.rest;
  return {
    name: `@${commit_sha}`,
    pages: () => octokit.paginate.iterator(repos.listCommentsForCommit, { ...at, commit_sha, per_page: 100 }),
    create: (body) => repos.createCommitComment({ ...at, commit_sha, body, ...once }),
    update: (comment_id, body) => repos.updateCommitComment({ ...at, comment_id, body }),
  };
}
