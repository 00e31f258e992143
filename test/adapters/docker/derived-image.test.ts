import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { derivedTags } from '../../../src/adapters/docker/names.ts';
import { createNotebookRunner } from '../../../src/adapters/docker/papermill.ts';
import { PapermillMissing } from '../../../src/ports/images.ts';
import { executed, notebookOf, requestOf, runner } from './notebook-fixture.ts';
import { baseImage, build, docker, removeTags } from './test-engine.ts';

const runs = ['derived-own', 'derived-nothing', 'derived-no-pip', 'derived-no-python'];
const tags = runs.map((run) => `tailrace/build:${run}`);
beforeAll(() => removeTags(...tags));
afterAll(() => removeTags(...tags));

async function messageOf(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.catch((reason: unknown) => reason);
  if (error instanceof PapermillMissing) return error.message;
  throw new Error(`papermill was not missed: ${error}`);
}

describe.concurrent('an image without papermill', () => {
  test('is tested in a derived image, with its own packages as they are', async () => {
    // papermill itself needs click, in a newer release where it may choose.
    const dockerfile = `FROM ${baseImage}\nRUN pip install click==8.1.3\nUSER 4711\nWORKDIR /tmp\n`;
    const image = await build('derived-own', dockerfile);
    // Kept, so that its derived image is there the next time.
    await docker.getImage(image.id).tag({ repo: 'tailrace-test/click', tag: '8.1.3' });
    const cells = [
      'import click, os; print(click.__version__, click.__file__, os.getuid())',
      'import nbclient',
    ];
    const outcome = await runner.run(requestOf(image, notebookOf(...cells)));

    expect(outcome).toMatchObject({ exitCode: 0, derived: true, versions: { papermill: '2.7.0' } });
    expect(executed(outcome).printed).toMatch(/^8\.1\.3 \/usr\/local\/\S+\/click\/__init__\.py 4711\n$/);

    const derived = await docker.getImage(derivedTags(image.id).derived).inspect();
    expect(derived.Config.Labels).toMatchObject({ 'tailrace.dev/derived-from': image.id });
    const again = await createNotebookRunner(docker).run(requestOf(image, notebookOf('1')));
    expect(again).toMatchObject({ exitCode: 0, derived: true });
    const kept = await docker.getImage(derivedTags(image.id).derived).inspect();
    expect(kept.Id).toBe(derived.Id);
  });

  test('and without pip is refused with the line to add', async () => {
    const image = await build(
      'derived-no-pip',
      `FROM ${baseImage}\nRUN rm -rf /usr/lib/python3/dist-packages/pip*\n`,
    );
    const message = await messageOf(runner.run(requestOf(image, notebookOf('1'))));

    expect(message).toMatch(/no pip/);
    expect(message).toContain('RUN python -m ensurepip && python -m pip install papermill ipykernel');
  });

  test('and without Python is refused', async () => {
    const files = { 'readme.txt': 'nothing else' };
    const image = await build('derived-no-python', 'FROM scratch\nCOPY readme.txt /\n', { files });

    expect(await messageOf(runner.run(requestOf(image, notebookOf('1'))))).toMatch(/no Python 3/);
  });
});
