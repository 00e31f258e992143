import type { Answer } from '../../domain/texts/commands/answer.ts';
import { closedAnswer, notHereAnswer } from '../../domain/texts/commands/pull-request-here.ts';
import type { RunCommand } from '../../domain/work.ts';
import type { PullRequest, PullRequests } from '../../ports/forge.ts';

/** The open pull request under which a command stands, as it is now; or what to answer where there is none. */
export async function pullRequestHere(
  { pullRequests }: { readonly pullRequests: Pick<PullRequests, 'get'> },
  { repository, place }: RunCommand,
): Promise<PullRequest | Answer> {
  if (place.kind !== 'pull-request') return notHereAnswer();
  const pull = await pullRequests.get(repository, place.number);
  return pull.state === 'open' ? pull : closedAnswer();
}
