import { expect, test } from 'vitest';
import { knownParameters } from '../../../src/domain/runs/unknown-parameters.ts';
import {
  experimentComment,
  experimentProblem,
  unknownParametersText,
} from '../../../src/domain/texts/experiment.ts';
import { passedResult } from '../results.ts';

const asked = { id: '1/0', by: 'dana', head: 'a'.repeat(40), parameters: { threshold: 0.3 } };
const notebook = JSON.stringify({
  nbformat: 4,
  cells: [
    { cell_type: 'code', source: 'threshold = 0.5\ndeep: bool = True', metadata: { tags: ['parameters'] } },
  ],
});

test('a test knows what it is configured with, and what its notebook sets by itself', () => {
  const program = { kind: 'notebook', path: 'a.ipynb' } as const;
  expect(knownParameters(program, { region: 'north' }, notebook)).toEqual(['region', 'threshold', 'deep']);
  const command = { kind: 'command', command: ['sh'] } as const;
  expect(knownParameters(command, { region: 'north' }, undefined)).toEqual(['region']);
});

test('an unknown parameter is said, with what was meant and what there is', () => {
  expect(unknownParametersText(['threshold'], ['threshold'])).toBeUndefined();
  const problem = unknownParametersText(['treshold', 'x'], ['threshold', 'deep']);
  const comment = problem && experimentProblem(asked, problem);
  expect(comment).toContain('<code>treshold</code>: did you mean <code>threshold</code>?');
  expect(comment).toContain('It knows <code>threshold</code>, <code>deep</code>.');
});

test('an experiment stands beside the result of the head, and judges nothing', () => {
  const report = {
    environment: 'sandbox',
    metrics: { auc: { label: 'Ranking quality' } },
    plots: [],
    links: {},
  };
  const result = { ...passedResult, metrics: { auc: 0.8 } };
  const comment = experimentComment(asked, {
    ...{ ...report, result, own: { ...passedResult, metrics: { auc: 0.9 } } },
  });
  expect(comment).toContain('### 🧪 Experiment: <code>threshold=0.3</code>');
  expect(comment).toContain('| Ranking quality | 0.8 | 0.9 | −0.1 |');
  expect(comment).toContain('An experiment is no evidence');
  expect(comment).not.toMatch(/gate/i);
  expect(experimentComment(asked, { ...report, result, own: undefined })).toContain(
    'no result of its own yet',
  );
});
