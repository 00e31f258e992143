import { expect, test } from 'vitest';
import type { ArtifactObstacle } from '../../../src/domain/artifacts.ts';
import { artifactFailure } from '../../../src/domain/texts/training.ts';

test.each<[ArtifactObstacle['kind'], string, string]>([
  ['not-written', 'artifact-missing', 'The training notebook did not write `model/a.pkl`.'],
  ['no-file', 'artifact-unfit', 'The artifact `model/a.pkl` is no plain file.'],
  ['too-big', 'artifact-unfit', 'The artifact `model/a.pkl` is too big.'],
  ['holds-secret', 'artifact-unfit', 'The artifact `model/a.pkl` holds a secret of the notebook.'],
  [
    'below-link',
    'artifact-unfit',
    'The artifact `model/a.pkl` lies in a folder that is a link in the image.',
  ],
])('an artifact that can not be had (%s) is told, with what to do', (kind, failure, what) => {
  const told = artifactFailure({ kind, path: 'model/a.pkl' });
  expect(told).toMatchObject({ kind: failure, what });
  expect(told.remedy).not.toBe('');
});

test('a path can not break out of the text', () => {
  expect(artifactFailure({ kind: 'too-big', path: 'a` **b**' }).what).toBe(
    'The artifact `a**b**` is too big.',
  );
});
