import type { NotebookObstacle } from '../notebook/notebook-file.ts';
import type { Problem } from '../test-report.ts';
import { bare, code, plain } from './markdown.ts';

const saveAgain = 'Open it in Jupyter, choose the kernel `python3`, save it, and push';

/** Why a notebook can't be run, and what to do. */
export function notebookProblemText(path: string, obstacle: NotebookObstacle): Problem {
  const { title, why, todo } = explained(obstacle);
  return {
    title: `${bare(path, 120)} ${title}`,
    message: `Nothing was built or run, because the notebook ${code(path)} ${why}\n\n${todo}.`,
  };
}

function explained(obstacle: NotebookObstacle): {
  readonly title: string;
  /** The end of the sentence "… because the notebook X". */
  readonly why: string;
  readonly todo: string;
} {
  switch (obstacle.kind) {
    case 'conflict-markers':
      return {
        title: 'holds an unresolved conflict',
        why: 'holds the marks of a merge conflict (`<<<<<<<`), so it is no JSON.',
        todo: 'Resolve the conflict (`nbdime` merges notebooks cell by cell) and push',
      };
    case 'no-json':
      return {
        title: "can't be read",
        why: `can't be read: ${plain(obstacle.why, 200)}.`,
        todo: 'Restore the last version that opens in Jupyter, and push',
      };
    case 'no-notebook':
      return {
        title: 'is no notebook',
        why: 'is JSON, but no notebook.',
        todo: 'Correct `notebook.path`, or save the notebook again in Jupyter, and push',
      };
    case 'other-format':
      return {
        title: `has the format ${obstacle.format}`,
        why: `has the format nbformat ${obstacle.format}; papermill runs nbformat 4.`,
        todo: `${saveAgain}; or convert it by \`jupyter nbconvert --to notebook --inplace\``,
      };
    case 'no-kernel-name':
      return {
        title: 'names no kernel',
        why: 'does not say which kernel runs it (`metadata.kernelspec.name`).',
        todo: saveAgain,
      };
    case 'no-code':
      return {
        title: 'has no code',
        why: 'has no code cell with anything in it.',
        todo: 'Add the test to it and push',
      };
  }
}
