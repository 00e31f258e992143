import { expect, test } from 'vitest';
import { homeIn } from '../../../src/domain/evidence/evidence-home.ts';
import type { Visibility } from '../../../src/domain/evidence/visibility.ts';
import { explainHome, openHome } from '../../../src/pipelines/evidence/open-home.ts';
import { NotInstalled } from '../../../src/ports/forge.ts';
import { PushRefused } from '../../../src/ports/git.ts';
import { elsewhere, repository } from '../bare-repository.ts';

/** A forge on which the model and the evidence are seen like this. */
function open(model: Visibility, evidence: Visibility | Error, home = elsewhere) {
  const visibility = async ({ name }: { readonly name: string }) => {
    const seen = name === repository.name ? model : evidence;
    if (seen instanceof Error) throw seen;
    return seen;
  };
  return openHome({ repositories: { visibility } }, repository, homeIn(repository, home));
}

test('evidence whose readers are those of the model goes there without a word', async () => {
  expect(await open('private', 'private')).toEqual([]);
});

test('evidence that some readers of the model do not see goes there, and that is said', async () => {
  const [note, ...others] = await open('public', 'private');
  expect(others).toEqual([]);
  expect(note).toContain('it lies in <code>acme/evidence</code>, which is private');
});

test('evidence that others than the readers of the model would see goes nowhere', async () => {
  await expect(open('private', 'public')).rejects.toMatchObject({
    name: 'PersonError',
    title: 'acme/evidence is public, and acme/churn is private',
  });
});

test('a home without the app is said with the way to install it; what else goes wrong is nobody else to mend', async () => {
  const gone = new NotInstalled(elsewhere, 'https://forge.example.com/apps/tailrace');
  await expect(open('private', gone)).rejects.toMatchObject({
    title: 'Tailrace is not installed on acme/evidence',
    message: expect.stringContaining('[install the app](https://forge.example.com/apps/tailrace)'),
  });
  const down = new Error('502');
  await expect(open('private', down)).rejects.toBe(down);
});

test('nothing is asked about the model repository itself', async () => {
  expect(await open('private', new Error('asked'), repository)).toEqual([]);
});

test('a push that is refused names the repository where it is another one than the reader sees', () => {
  const committer = { email: 'tailrace@example.com' };
  const rules = { reasons: ['rule'] as const, keptIn: 'ruleset' as const };
  const refused = new PushRefused({ branch: 'tailrace/evidence', ...rules, said: 'GH013: no', committer });
  const told = (home: typeof elsewhere) => {
    try {
      return explainHome(refused, homeIn(repository, home));
    } catch (error) {
      return error;
    }
  };
  expect(told(elsewhere)).toMatchObject({
    title: "tailrace/evidence of acme/evidence refuses Tailrace's push: a rule does not allow it",
    message: expect.stringContaining('What is to be changed is to be changed there:'),
  });
  expect(told(repository)).toMatchObject({
    title: "tailrace/evidence refuses Tailrace's push: a rule does not allow it",
    message: expect.not.stringContaining('there:'),
  });
});
