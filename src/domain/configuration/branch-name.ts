import type { Complaint } from '../yaml/complaint.ts';
import { quoted } from '../yaml/mistake.ts';

/** What is wrong with a branch's name. Source: https://git-scm.com/docs/git-check-ref-format */
export function judgeBranch(name: string): Complaint | undefined {
  if (name.startsWith('tailrace/'))
    return {
      is: 'must not begin with `tailrace/`, which holds branches of our own',
      write: 'Name the branch that people merge into.',
    };
  if (name.startsWith('refs/'))
    return {
      is: 'must be the short name, without `refs/heads/`',
      write: `Write ${quoted(name.replace(/^refs\/heads\//, ''))}.`,
    };
  const steps = name.split('/');
  const valid =
    !/[\p{C}\s~^:?*[\\]|\.\.|@\{/u.test(name) &&
    !/^[-@]$|^-|\.$/.test(name) &&
    steps.every((step) => step !== '' && !step.startsWith('.') && !step.endsWith('.lock'));
  return valid && name.length <= 200
    ? undefined
    : {
        is: `is not a branch name: ${quoted(name)}`,
        write: 'Write the name of a git branch, for example `prod`.',
      };
}
