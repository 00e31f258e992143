import { type ArtifactObstacle, mostArtifactBytes } from '../artifacts.ts';
import type { Failure } from '../test-result.ts';
import { mebibytes } from './numbers.ts';

/** Why a notebook that ran to its end has no artifact of this path, as a failure of the training. */
export function artifactFailure({ kind, path }: ArtifactObstacle): Failure {
  const name = `\`${path.replaceAll(/[`\s]/g, '').slice(0, 120)}\``;
  switch (kind) {
    case 'not-written':
      return {
        kind: 'artifact-missing',
        what: `The training notebook did not write ${name}.`,
        why: 'It ran to its end, but the file is not there, or is the one that the image had before. Paths are below WORKDIR.',
        remedy: 'Write the file there, or correct `train.artifacts`.',
      };
    case 'no-file':
      return {
        kind: 'artifact-unfit',
        what: `The artifact ${name} is no plain file.`,
        why: 'It is a folder, a link or another special file.',
        remedy:
          'Name each file of a folder in `train.artifacts`, and write files themselves in place of links.',
      };
    case 'too-big':
      return {
        kind: 'artifact-unfit',
        what: `The artifact ${name} is too big.`,
        why: `All artifacts together may have ${mebibytes(mostArtifactBytes)}.`,
        remedy: 'Make the model smaller, or have the image read it from elsewhere.',
      };
    case 'holds-secret':
      return {
        kind: 'artifact-unfit',
        what: `The artifact ${name} holds a secret of the notebook.`,
        why: 'Everybody who can pull the image could read it there.',
        remedy: 'Write the model without it.',
      };
    case 'below-link':
      return {
        kind: 'artifact-unfit',
        what: `The artifact ${name} lies in a folder that is a link in the image.`,
        remedy: 'Make the folder a real one in the Dockerfile, or write the artifact elsewhere.',
      };
  }
}
