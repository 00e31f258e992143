import { expect, test } from 'vitest';
import { evidenceHome, homeIn, keptIn, pathIn } from '../../../src/domain/evidence/evidence-home.ts';
import { type KeptFiles, repositoryOf } from '../../../src/domain/evidence/kept-files.ts';
import { readersOfEvidence } from '../../../src/domain/evidence/visibility.ts';
import { formatRepository } from '../../../src/domain/repository-ref.ts';
import { configurationOf, mistakesOf, smallest } from '../configuration/reading.ts';

const churn = { owner: 'acme', name: 'churn' };
const shared = { owner: 'acme', name: 'evidence' };
const kept: KeptFiles = { commit: 'c', path: 'pulls/1' };

test.each([
  ['nothing is said', '', undefined],
  ['the model itself is named', 'evidence: {repository: Acme/Churn}', undefined],
  ['another one is named', 'evidence: {repository: acme/evidence}', 'acme/evidence'],
])('where %s', (_, line, repository) => {
  expect(configurationOf(`${smallest}${line}`, churn).evidenceRepository).toBe(repository);
});

test('a path out of the forge is no repository', () => {
  expect(mistakesOf(`${smallest}evidence: {repository: acme/..}`)).toEqual([
    expect.objectContaining({ path: 'evidence.repository' }),
  ]);
});

test.each([
  [undefined, 'acme/churn', 'pulls/1', kept],
  ['acme/evidence', 'acme/evidence', 'acme/churn/pulls/1', { ...kept, repository: shared }],
])('evidence that goes to %s', (evidenceRepository, repository, path, record) => {
  const home = evidenceHome(churn, { evidenceRepository });
  expect(formatRepository(home.repository)).toBe(repository);
  expect(pathIn(home, 'pulls/1')).toBe(path);
  expect(keptIn(home, kept)).toEqual(record);
});

test('models that share a repository, its own among them, have paths of their own there', () => {
  const models = [churn, { owner: 'risk', name: 'churn' }, { owner: 'acme', name: 'credit' }, shared];
  const paths = models.map((model) => pathIn(homeIn(model, shared), 'pulls/1'));
  expect(new Set(paths).size).toBe(models.length);
  expect(paths.at(-1)).toBe('pulls/1');
});

test('files are where their record says, whatever the configuration says now', () => {
  expect(repositoryOf(churn, kept)).toBe(churn);
  expect(repositoryOf(churn, { ...kept, repository: shared })).toBe(shared);
});

test.each([
  ['private', 'private', 'alike'],
  ['private', 'internal', 'more'],
  ['private', 'public', 'more'],
  ['internal', 'public', 'more'],
  ['internal', 'private', 'fewer'],
  ['public', 'internal', 'fewer'],
  ['public', 'public', 'alike'],
] as const)('the evidence of a %s model that is %s has readers: %s', (model, evidence, readers) => {
  expect(readersOfEvidence(model, evidence)).toBe(readers);
});
