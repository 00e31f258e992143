import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { derivedTags } from '../../../src/adapters/docker/names.ts';
import { createNotebookRunner } from '../../../src/adapters/docker/papermill.ts';
import { PapermillMissing } from '../../../src/ports/images.ts';
import { executed, notebookOf, papermillImage, requestOf, runner } from './notebook-fixture.ts';
import { baseImage, build, docker, removeTags } from './test-engine.ts';

const runs = ['derived-own', 'derived-bare', 'derived-nothing', 'derived-no-pip', 'derived-no-index'];
const tags = runs.map((run) => `tailrace/build:${run}`);
beforeAll(() => removeTags(...tags));
afterAll(() => removeTags(...tags));

async function problemOf(attempt: Promise<unknown>) {
  const error = await attempt.catch((reason: unknown) => reason);
  if (error instanceof PapermillMissing) return error.problem;
  throw new Error(`papermill was not missed: ${error}`);
}

const managed = String.raw`printf '[externally-managed]\nError=Use apt.\n' > /usr/lib/python3.11/EXTERNALLY-MANAGED`;

/**
 * Prints where Python finds each package and in which release, and a hash over every file that is not ours. The first time, at the
 * image's build, it notes which packages are the image's own. `docker-init` is what the Engine puts into a container that runs.
 */
const look = `import hashlib, json, os
from importlib.metadata import distributions
found = {}
for one in distributions():
    found.setdefault(one.metadata["Name"], [one.version, str(one.locate_file(""))])
if not os.path.exists("own.json"):
    json.dump(sorted(found), open("own.json", "w"))
ours = ("/opt/tailrace-papermill", "/opt/tailrace-jupyter", "/opt/tailrace-requirements.txt", "/usr/sbin/docker-init")
digest = hashlib.sha256()
for top in ("/bin", "/lib", "/opt", "/usr", "/var"):
    for folder, folders, files in os.walk(top):
        folders[:] = sorted(name for name in folders if os.path.join(folder, name) not in ours)
        for path in sorted(os.path.join(folder, name) for name in files):
            if os.path.isfile(path) and os.access(path, os.R_OK) and path not in ours:
                digest.update(path.encode() + hashlib.sha256(open(path, "rb").read()).digest())
packages = {name: found[name] for name in json.load(open("own.json"))}
print(json.dumps({"packages": packages, "files": digest.hexdigest()}, sort_keys=True))`;

describe.concurrent('an image that nobody has looked into', () => {
  test('is told of by its first notebook, and is looked into where that leaves nothing to tell', async () => {
    const image = await papermillImage();
    const versions = { papermill: '2.7.0', ipykernel: '7.4.0' };
    const notes = 'import os; print(os.path.exists("/tailrace/found.json"))';

    const fresh = createNotebookRunner(docker);
    const first = await fresh.run(requestOf(image, notebookOf(notes)));
    expect(executed(first).printed).toBe('True\n');
    expect(first).toMatchObject({ exitCode: 0, derived: false, versions });
    const second = await fresh.run(requestOf(image, notebookOf(notes)));
    expect(executed(second).printed).toBe('False\n');
    expect(second).toMatchObject({ exitCode: 0, derived: false, versions });

    const removes = 'import pathlib; pathlib.Path("/tailrace/found.json").unlink(missing_ok=True)';
    const silent = await createNotebookRunner(docker).run(requestOf(image, notebookOf(removes)));
    expect(silent).toMatchObject({ exitCode: 0, derived: false, versions });
  });
});

describe.concurrent('an image without papermill', () => {
  test('is tested in a derived image, in which its own packages and files are as they were', async () => {
    // papermill itself needs click, in a newer release where it may choose.
    const dockerfile = `FROM ${baseImage}
RUN pip install click==8.1.3 && ${managed}
COPY look.py /
USER 4711
WORKDIR /tmp
RUN python -B /look.py > before.json
`;
    const image = await build('derived-own', dockerfile, { files: { 'look.py': look } });
    // Kept, so that its derived image is there the next time.
    await docker.getImage(image.id).tag({ repo: 'tailrace-test/click', tag: '8.1.3' });
    const cells = ['exec(open("/look.py").read())', 'print(open("before.json").read())'];
    const more = ['import click, nbclient, os; print(click.__version__, click.__file__, os.getuid())'];
    const outcome = await runner.run(requestOf(image, notebookOf(...cells, ...more)));

    expect(outcome).toMatchObject({ exitCode: 0, derived: true, versions: { papermill: '2.7.0' } });
    const [after = '', before, , used] = executed(outcome).printed.split('\n');
    expect(after).toBe(before);
    expect(JSON.parse(after).packages).toMatchObject({ click: ['8.1.3', expect.stringMatching(/^\/usr\//)] });
    expect(used).toMatch(/^8\.1\.3 \/usr\/local\/\S+\/click\/__init__\.py 4711$/);

    const derived = await docker.getImage(derivedTags(image.id).derived).inspect();
    expect(derived.Config.Labels).toMatchObject({ 'tailrace.dev/derived-from': image.id });
    const again = await createNotebookRunner(docker).run(requestOf(image, notebookOf('1')));
    expect(again).toMatchObject({ exitCode: 0, derived: true });
    const kept = await docker.getImage(derivedTags(image.id).derived).inspect();
    expect(kept.Id).toBe(derived.Id);
  });

  test('and with little else is tested: python3 of a virtual environment without pip, no shell, home or WORKDIR, an ENTRYPOINT', async () => {
    const dockerfile = `FROM ${baseImage}
RUN rm /usr/local/bin/python && python3 -m venv --without-pip /opt/venv && rm /opt/venv/bin/python && ${managed}
RUN rm -r /usr/lib/python3/dist-packages/pip* && mkdir -m 777 /free && rm /bin/sh /bin/dash /bin/bash
ENV PATH=/opt/venv/bin PIP_USER=1 PIP_REQUIRE_VIRTUALENV=1 HOME=/nowhere
USER 4711
ENTRYPOINT ["/opt/venv/bin/python3", "-c", "raise SystemExit('the entry point was run')"]
`;
    const image = await build('derived-bare', dockerfile);
    await docker.getImage(image.id).tag({ repo: 'tailrace-test/bare', tag: '1' });
    const cell = 'import sys, os; print(sys.prefix, os.getcwd(), os.path.exists("/bin/sh"), os.getuid())';
    const outcome = await runner.run(requestOf(image, notebookOf(cell)));

    expect(outcome).toMatchObject({ exitCode: 0, derived: true });
    expect(executed(outcome).printed).toBe('/opt/venv / False 4711\n');
  });

  test('and without pip is refused', async () => {
    const without = 'rm -rf /usr/lib/python3/dist-packages/pip* /usr/share/python-wheels';
    const image = await build('derived-no-pip', `FROM ${baseImage}\nRUN ${without}\nUSER 4711\n`);

    expect(await problemOf(runner.run(requestOf(image, notebookOf('1'))))).toMatchObject({
      obstacle: { kind: 'no-pip', python: { command: 'python', managed: false, virtual: false } },
      distributions: ['debian'],
      user: '4711',
    });
  });

  test('and without a way to the packages is refused with what pip said', async () => {
    const image = await build('derived-no-index', `FROM ${baseImage}\nRUN ${managed}\nENV PIP_NO_INDEX=1\n`);

    expect(await problemOf(runner.run(requestOf(image, notebookOf('1'))))).toMatchObject({
      obstacle: {
        kind: 'not-installed',
        python: { managed: true },
        log: expect.stringContaining('No matching distribution found'),
      },
    });
  });

  test('and without Python is refused', async () => {
    const files = { 'readme.txt': 'nothing else' };
    const image = await build('derived-nothing', 'FROM scratch\nCOPY readme.txt /\n', { files });

    expect(await problemOf(runner.run(requestOf(image, notebookOf('1'))))).toEqual({
      obstacle: { kind: 'no-python' },
      distributions: [],
      user: '',
    });
  });
});
