import { marker } from '../names.ts';
import { code, paragraphs, plain } from './markdown.ts';

/** Said on a commit whose own list goes on to a branch that wants a longer road. `last` is the environment before that in the branch's list. */
export function shortcutComment(from: string, branch: string, last: string): string {
  return paragraphs([
    marker('promotion', from),
    `### ✋ Not offered to ${plain(branch)}: its own list puts ${plain(last)} before it`,
    `The list of environments in \`.tailrace.yml\` here goes on from **${plain(from)}** to ${code(branch)}. What comes before an environment is said by that environment's own branch, and there it is still **${plain(last)}**. A shorter road starts with a pull request into ${code(branch)} that takes ${plain(last)} out of its list.`,
  ]);
}
