import type { BranchRules } from '../../ports/forge.ts';
import type { OctokitFor } from './installations.ts';

/** GitHub's rules of a branch, from all rulesets (REST API, "Get rules for a branch"). */
export function githubBranchRules(octokitFor: OctokitFor): BranchRules {
  return {
    of: async ({ owner, name }, branch) => {
      const octokit = await octokitFor({ owner, name });
      const asked = { owner, repo: name, branch, per_page: 100 };
      const rules = await octokit.paginate(octokit.rest.repos.getBranchRules, asked);
      return new Set(rules.map(({ type }) => type));
    },
  };
}
