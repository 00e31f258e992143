import type { Accounts } from '../../ports/forge.ts';
import type { OctokitFor } from './installations.ts';

/** The address that GitHub gives people who keep theirs private: `dana@…`, and with the account's number before it since 2017. */
const kept = /^(?:\d+\+)?([a-z\d-]+)@users\.noreply\.github\.com$/i;

/**
 * GitHub's accounts. Only commits tell whose an address is: their `author` is the account that has it, null where none has (REST API,
 * "List commits", whose `author` takes an address, too).
 */
export function githubAccounts(octokitFor: OctokitFor): Accounts {
  return {
    ofAddress: async ({ owner, name }, { address, reachableFrom }) => {
      const login = kept.exec(address)?.[1];
      if (login !== undefined) return login;
      const octokit = await octokitFor({ owner, name });
      const asked = { owner, repo: name, sha: reachableFrom, author: address, per_page: 1 };
      const { data } = await octokit.rest.repos.listCommits(asked);
      return data[0]?.author?.login;
    },
  };
}
