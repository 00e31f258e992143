import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { NotebookOutcome } from '../../../src/ports/images.ts';
import { notebookOf, papermillImage, requestOf, runner } from './notebook-fixture.ts';
import { build, docker, removeTags } from './test-engine.ts';

const runs: string[] = [];
afterAll(() => removeTags(...runs.flatMap((run) => [`tailrace/trained:${run}`, `tailrace/build:${run}`])));

/** A WORKDIR of the image's user, with a folder that is a link and a model that the image brings. Each build is another image. */
const dockerfile = (id: string) => `FROM tailrace-test/papermill:2.7.0-1
RUN useradd --uid 4711 model && mkdir /app && chown model /app
WORKDIR /app
RUN mkdir old && echo ${id} > build.txt && chown -R model . && ln -s /tmp elsewhere
USER model
CMD ["python"]
`;

const secrets = { PASSWORD: 'geheimnis-4711' };

async function train(cells: string[], artifacts: string[]): Promise<NotebookOutcome> {
  await papermillImage();
  const runId = randomUUID();
  runs.push(runId);
  const image = await build(runId, dockerfile(runId));
  return runner.run(requestOf(image, notebookOf(...cells), { runId, artifacts, secrets }));
}

const inspected = z.object({
  RootFS: z.object({ Layers: z.array(z.string()) }),
  Config: z.object({ User: z.string(), Cmd: z.array(z.string()), WorkingDir: z.string() }),
});

function imageOf({ layered, log }: NotebookOutcome) {
  if (layered?.kind !== 'image') throw new Error(`there is no image: ${JSON.stringify(layered)} ${log}`);
  return layered;
}

const makes = [
  'import os, time; os.makedirs("new/deep"); os.chmod(".", 0o777)',
  `open("new/deep/${'a'.repeat(120)}.bin", "wb").write(b"x" * 1000)`,
  'os.makedirs("old", exist_ok=True); open("old/model.pkl", "w").write("weights"); os.chmod("old/model.pkl", 0o600)',
  'open("scratch.txt", "w").write(str(time.time()))',
];
const made = ['old/model.pkl', `new/deep/${'a'.repeat(120)}.bin`];

test('the artifacts of two trainings on two builds are the same last layer, and nothing else of the image is changed', async () => {
  const [one, other] = [imageOf(await train(makes, made)), imageOf(await train(makes, made.toReversed()))];
  expect(one.artifacts).toEqual(other.artifacts);
  expect(one.artifacts).toMatchObject([{ bytes: 1000 }, { path: 'old/model.pkl', bytes: 7 }]);
  const [first, second] = [
    inspected.parse(await docker.getImage(one.image.id).inspect()),
    inspected.parse(await docker.getImage(other.image.id).inspect()),
  ];
  expect(first.Config).toEqual({ User: 'model', Cmd: ['python'], WorkingDir: '/app' });
  expect(first.RootFS.Layers.at(-1)).toBe(second.RootFS.Layers.at(-1));
  expect(first.RootFS.Layers.at(-2)).not.toBe(second.RootFS.Layers.at(-2));

  const look = 'find . -path ./build.txt -o -printf "%p %U %m %s %T@\\n" | sort';
  const seen = await runner.run(
    requestOf(one.image, Buffer.alloc(0), { program: { kind: 'command', command: ['sh', '-c', look] } }),
  );
  expect(seen.log.replaceAll('a'.repeat(120), 'a…')).toMatch(
    /^\. 4711 755 \d+ 0\.0+\n\.\/elsewhere .*\n\.\/new 0 755 \d+ 0\.0+\n\.\/new\/deep 0 755 \d+ 0\.0+\n\.\/new\/deep\/a….bin 0 644 1000 0\.0+\n\.\/old 4711 755 \d+ 0\.0+\n\.\/old\/model\.pkl 0 644 7 0\.0+\n$/,
  );
});

test.concurrent.each<[string, string[], string, string]>([
  ['is not written', [], 'model.pkl', 'not-written'],
  ['was the image’s and is not written', [], 'build.txt', 'not-written'],
  ['is a folder', ['import os; os.mkdir("model.pkl")'], 'model.pkl', 'no-file'],
  ['is a link', ['import os; os.symlink("/etc/passwd", "model.pkl")'], 'model.pkl', 'no-file'],
  ['is too big', ['open("model.pkl", "wb").truncate(3 * 1024 ** 3)'], 'model.pkl', 'too-big'],
  [
    'holds a secret',
    ['import os; open("model.pkl", "w").write("x" * 100000 + os.environ["PASSWORD"])'],
    'model.pkl',
    'holds-secret',
  ],
  ['lies in a folder that is a link', ['open("/tmp/a", "w").write("a")'], 'elsewhere/a', 'below-link'],
])('an artifact that %s is refused', async (_, cells, path, kind) => {
  const { layered } = await train([...cells, '1'], [path]);
  expect(layered).toEqual({ kind: 'obstacle', obstacle: { kind, path } });
});
