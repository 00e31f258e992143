import { code } from './markdown.ts';

/** Notes beside a result, on the rules that it was judged by. */

export function firstSetUpNote(): string {
  return '**First set-up:** the base branch has no `.tailrace.yml` that can be used, so the rules of this pull request itself were used.';
}

export function refusedRulesNote(): string {
  return "**The operator no longer allows the standing rules:** the base branch's `.tailrace.yml` asks for more than the operator's policy allows. Its gates were used here, with the image, limits, network, secrets and places of this pull request.";
}

export function withheldSecretsNote(names: readonly string[]): string {
  const which = names.map((name) => code(name)).join(', ');
  return `**Without secrets:** this run did not get ${which}, since the rules that name them are this pull request's own. After the merge it runs again, with them. If the test can't pass without, ask the operator for a policy with \`first_setup_secrets: true\`, or read them with \`os.environ.get\`.`;
}

export function rulesChangeNote(): string {
  return '**The rules change:** this pull request changes what guards the environment (gates, limits, network, secrets, names). The old rules were used here; the new ones hold after the merge.';
}
