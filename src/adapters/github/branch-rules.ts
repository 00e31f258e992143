import type { ProbotOctokit } from 'probot';
import type { BranchRules } from '../../ports/forge.ts';
import type { OctokitFor } from './installations.ts';

type At = {
  readonly owner: string;
  readonly repo: string;
  readonly branch: string;
};

/**
 * GitHub's rules of a branch, from all rulesets (REST API, "Get rules for a branch"). Of a classic protection everybody who can read the
 * branch is told which checks it requires (REST API, "Get a branch"); `off` where none are.
 */
export function githubBranchRules(octokitFor: OctokitFor): BranchRules {
  return {
    of: async ({ owner, name }, branch) => {
      const octokit = await octokitFor({ owner, name });
      const rules = await rulesOf(octokit, { owner, repo: name, branch });
      return new Set(rules.map(({ type }) => type));
    },
    requiredChecks: async ({ owner, name }, branch) => {
      const octokit = await octokitFor({ owner, name });
      const at = { owner, repo: name, branch };
      const ofRulesets = (await rulesOf(octokit, at)).flatMap((rule) =>
        rule.type === 'required_status_checks' ? (rule.parameters?.required_status_checks ?? []) : [],
      );
      return new Set([...ofRulesets.map(({ context }) => context), ...(await classicChecks(octokit, at))]);
    },
  };
}

function rulesOf(octokit: ProbotOctokit, at: At) {
  return octokit.paginate(octokit.rest.repos.getBranchRules, { ...at, per_page: 100 });
}

async function classicChecks(octokit: ProbotOctokit, at: At): Promise<readonly string[]> {
  const { protection } = (await octokit.rest.repos.getBranch(at)).data;
  const required = protection.required_status_checks;
  return required === undefined || required.enforcement_level === 'off' ? [] : (required.contexts ?? []);
}
