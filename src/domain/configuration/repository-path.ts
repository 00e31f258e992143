import { posix } from 'node:path';
import type { Complaint } from '../yaml/complaint.ts';
import { quoted } from '../yaml/mistake.ts';

/** `./notebooks//a.ipynb` → `notebooks/a.ipynb`; a folder without its closing slash. */
export function normalPath(path: string): string {
  const normal = posix.normalize(path);
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
}

/** What is wrong with a path from the repository's root; nothing when it is relative and stays inside. */
export function judgePath(path: string): Complaint | undefined {
  const steps = path.split('/');
  if (path.trim() === '') return { is: 'is empty' };
  if (path.startsWith('/')) return complain(path, 'must not begin with `/`');
  if (steps.includes('..')) return complain(path, 'must stay inside the repository, so no `..`');
  if (path.includes('\\')) return { is: 'must not hold a backslash', write: 'Separate folders with `/`.' };
  if (steps.some((step) => step.toLowerCase() === '.git')) return complain(path, 'must not lead into `.git`');
  if (/\p{C}/u.test(path) || path.length > 1000)
    return complain('…', 'holds control characters or is too long');
  return undefined;
}

/** Like `judgePath`, for a place below the root. */
export function judgePathBelowRoot(path: string): Complaint | undefined {
  const complaint = judgePath(path);
  if (complaint !== undefined || normalPath(path) !== '.') return complaint;
  return complain(path, 'must not be the root of the repository');
}

/** A notebook's path: papermill reads `.ipynb` only. */
export function judgeNotebookPath(path: string): Complaint | undefined {
  if (path.endsWith('.ipynb')) return judgePathBelowRoot(path);
  return complain(path, 'must end in `.ipynb`');
}

/** Whether `path` is `folder` or lies in it; both normal. */
export function liesIn(path: string, folder: string): boolean {
  return path === folder || folder === '.' || path.startsWith(`${folder}/`);
}

function complain(path: string, is: string): Complaint {
  return { is: `${is}: ${quoted(path)}` };
}
