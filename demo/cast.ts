import type { Person } from '../test/support/forge/person.ts';
import type { Files } from './churn-files.ts';
import type { Stage } from './follow.ts';
import { repository } from './house.ts';

export interface Cast {
  readonly dana: Person;
  readonly sam: Person;
  /** The model repository as it is in examples/churn. */
  readonly files: Files;
}

/** Pushes a branch and opens a pull request into sandbox; gives its number. */
export async function propose(
  { narrator }: Stage,
  person: Person,
  branch: string,
  title: string,
  files: Files,
): Promise<number> {
  await person.push({ repository, branch, from: 'sandbox', files, message: title });
  const number = await person.openPullRequest({ repository, head: branch, base: 'sandbox', title });
  narrator.tell(`${person.user.name} opens pull request #${number} “${title}” into sandbox`);
  return number;
}
