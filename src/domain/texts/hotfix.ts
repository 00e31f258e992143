import { plain } from './markdown.ts';

/** Said where a commit was deployed that no promotion brought. */
export function hotfixNote(environment: string): string {
  const name = plain(environment);
  return `**A hotfix of ${name} only:** no promotion brought this commit, so it is not promoted any further. The next promotion into ${name} waits until the environment before it has the same change.`;
}
