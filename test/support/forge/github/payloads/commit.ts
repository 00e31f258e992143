import type { Commit, Signature } from '../../git-log.ts';
import type { Repository, User } from '../../model.ts';
import type { World } from '../../world.ts';
import type { GitHub } from '../github.ts';
import { repositoryApi, repositoryHtml } from './repository.ts';
import { type Like, nodeId, stamp } from './shape.ts';
import { userPayload } from './user.ts';

export function userOf(world: World, { email }: Signature): User | undefined {
  return [...world.users.values()].find((user) => user.email === email);
}

function gitUser({ name, email, date }: Signature) {
  return { name, email, date: stamp(new Date(date)) };
}

/** A commit of `GET /repos/…/commits`. */
export function commitPayload(github: GitHub, repository: Repository, commit: Commit) {
  const api = repositoryApi(github, repository);
  const html = repositoryHtml(github, repository);
  const author = userOf(github.world, commit.author);
  const committer = userOf(github.world, commit.committer);
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    url: `${api}/commits/${commit.sha}`,
    html_url: `${html}/commit/${commit.sha}`,
    comments_url: `${api}/commits/${commit.sha}/comments`,
    commit: {
      author: gitUser(commit.author),
      committer: gitUser(commit.committer),
      message: commit.message,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      url: `${api}/git/commits/${commit.sha}`,
      comment_count: repository.commitComments.filter(({ sha }) => sha === commit.sha).length,
    },
    author: author ? userPayload(github, author) : null,
    committer: committer ? userPayload(github, committer) : null,
    parents: commit.parents.map((sha) => {
      return { sha, url: `${api}/commits/${sha}`, html_url: `${html}/commit/${sha}` };
    }),
  } satisfies Like<'commit'>;
}

/** A commit of the `push` webhook, which has a shape of its own. */
export function pushedCommitPayload(github: GitHub, repository: Repository, commit: Commit) {
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: commit.committer.date,
    url: `${repositoryHtml(github, repository)}/commit/${commit.sha}`,
    author: pushedBy(github.world, commit.author),
    committer: pushedBy(github.world, commit.committer),
    added: commit.added,
    removed: commit.removed,
    modified: commit.modified,
  };
}

function pushedBy(world: World, signature: Signature) {
  const user = userOf(world, signature);
  return { name: signature.name, email: signature.email, ...(user && { username: user.login }) };
}
