import type { DatasetObstacle } from '../dataset-problem.ts';
import type { Problem } from '../test-report.ts';
import { code, list, paragraphs, pre } from './markdown.ts';

/** Files whose contents the forge does not have. */
export function missingLfsText(paths: readonly string[]): Problem {
  const [first] = paths;
  return {
    title:
      paths.length === 1
        ? `the forge has no Git LFS content for ${first}`
        : `the forge has no Git LFS content for ${paths.length} files`,
    message: paragraphs([
      'git holds pointers for these files, and their contents were never uploaded (or were removed):',
      list(
        paths.map((path) => code(path)),
        (more) => `… and ${more} more`,
      ),
      'Nothing was built. Push the contents from a clone that has them, then run the check again:',
      pre('git lfs push --all origin'),
    ]),
  };
}

/** The forge's Git LFS does not answer as it should. */
export function lfsRefusedText(status: number, said: string): Problem {
  return {
    title: `the forge refused the Git LFS contents (HTTP ${status})`,
    message: paragraphs([
      'Files of this repository lie in Git LFS, and the forge did not hand out their contents. Nothing was built. What it said:',
      pre(said || `status ${status}`, 1000),
      "Look at the repository's Git LFS settings on the forge (is it switched on, is its quota used up?), then run the check again.",
    ]),
  };
}

/** A content that could not be fetched from where the forge said that it lies. */
export function lfsUnavailableText(path: string, obstacle: DatasetObstacle): Problem {
  const changed = obstacle.kind === 'changed' || obstacle.kind === 'too-large';
  return {
    title: changed
      ? `the Git LFS content of ${path} is damaged`
      : `the Git LFS content of ${path} can't be fetched`,
    message: paragraphs([
      changed
        ? `What the forge gives for ${code(path)} is not what its pointer says. Nothing was built.`
        : `${code(path)} lies in Git LFS, and its content could not be fetched (${code(reason(obstacle))}). Nothing was built.`,
      changed
        ? 'Push the content again from a clone that has it (`git lfs push --all origin`), then run the check again.'
        : 'Run the check again when the storage of the forge answers.',
    ]),
  };
}

function reason(obstacle: DatasetObstacle): string {
  if (obstacle.kind === 'refused') return `HTTP ${obstacle.status} from ${obstacle.host}`;
  return obstacle.kind === 'unreachable' ? `${obstacle.code} from ${obstacle.host}` : obstacle.kind;
}
