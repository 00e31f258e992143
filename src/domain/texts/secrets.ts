import { code } from './markdown.ts';

/** A note beside the result of a run that got fewer secrets than its configuration names. */
export function withheldSecretsNote(names: readonly string[]): string {
  const which = names.map((name) => code(name)).join(', ');
  return `**Without secrets:** this run did not get ${which}, since the rules that name them are this pull request's own. The merge gets them. If the notebook can't pass without, ask the operator for a policy with \`first_setup_secrets: true\`, or read them with \`os.environ.get\`.`;
}
