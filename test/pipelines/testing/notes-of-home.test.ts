import { expect, test } from 'vitest';
import { homeIn } from '../../../src/domain/evidence/evidence-home.ts';
import { notesOfHome } from '../../../src/pipelines/testing/what-changes.ts';
import { elsewhere, repository } from '../bare-repository.ts';

const shared = 'acme/evidence';
const place = (name: string, folder = '') =>
  `<code>${name}</code> (branches <code>tailrace/evidence</code> and <code>tailrace/runs</code>${folder})`;
const own = place('acme/churn');
const there = place(shared, ', folder <code>acme/churn</code>');
const seen = `seen by those who may read <code>${shared}</code>, whether or not they may read <code>acme/churn</code>`;

test.each([
  ['stays', undefined, false, repository, []],
  ['stays elsewhere', shared, false, elsewhere, []],
  ['begins at home', undefined, true, repository, []],
  ['leaves', undefined, false, elsewhere, [`**The evidence moves:** from ${own} to ${there}`, seen]],
  ['comes back', shared, false, repository, [`**The evidence moves:** from ${there} to ${own}`]],
  ['begins elsewhere', shared, true, elsewhere, [`**The evidence goes elsewhere:** to ${there}`, seen]],
] as const)('evidence that %s', (_, evidenceRepository, firstSetUp, then, said) => {
  const notes = notesOfHome(
    repository,
    { guards: { evidenceRepository }, firstSetUp },
    homeIn(repository, then),
  );
  expect(notes).toHaveLength(Math.min(said.length, 1));
  for (const text of said) expect(notes[0]).toContain(text);
});
