import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createVolumes } from '../../../src/adapters/docker/volumes.ts';
import { folderSha256 } from '../../../src/domain/dataset.ts';
import { makeVolume } from '../../support/docker-volume.ts';
import { executed, notebookOf, papermillImage, requestOf, runner } from './notebook-fixture.ts';
import { docker } from './test-engine.ts';

const script = `mkdir -p parts
printf one > parts/a.csv
printf '' > b.csv
ln parts/a.csv zz-same.csv
ln -s parts/a.csv newest
mkfifo pipe
chmod 0600 b.csv`;

let volume: Awaited<ReturnType<typeof makeVolume>>;
beforeAll(async () => {
  volume = await makeVolume(script);
});
afterAll(() => volume?.remove());

const run = () => ({ id: randomUUID(), signal: new AbortController().signal });
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

test('a volume is fingerprinted by what its files hold, without a program of any image', async () => {
  const about = run();
  const { sha256: fingerprint, bytes } = await createVolumes(docker).fingerprint(volume.name, about);
  const expected = [
    { path: 'b.csv', sha256: sha256(''), link: false },
    { path: 'newest', sha256: sha256('parts/a.csv'), link: true },
    { path: 'parts/a.csv', sha256: sha256('one'), link: false },
    { path: 'zz-same.csv', sha256: sha256('one'), link: false },
  ];
  expect(fingerprint).toBe(folderSha256(expected));
  expect(bytes).toBe(6);
  const filters = { label: [`tailrace.dev/run=${about.id}`] };
  expect(await docker.listContainers({ all: true, filters })).toEqual([]);
});

test('a notebook reads it, and can write neither into it nor over it', async () => {
  const cells = notebookOf(
    'import os; folder = os.environ["TAILRACE_DATASET_CUSTOMERS"]; print(folder, open(f"{folder}/newest").read())',
    'try: open(f"{folder}/parts/a.csv", "w")\nexcept OSError as error: print(error.strerror)',
  );
  const datasets = [
    { kind: 'volume', name: 'customers', path: '/data/customers', volume: volume.name },
  ] as const;
  const outcome = await runner.run(requestOf(await papermillImage(), cells, { datasets }));
  expect(executed(outcome).printed).toBe('/data/customers one\nRead-only file system\n');
});

test('a volume that is not there is told, and not made', async () => {
  const name = `tailrace-test-${randomUUID()}`;
  const missing = { obstacle: { kind: 'missing-volume', volume: name } };
  await expect(createVolumes(docker).fingerprint(name, run())).rejects.toMatchObject(missing);
  const datasets = [{ kind: 'volume', name: 'customers', path: '/data/customers', volume: name }] as const;
  const request = requestOf(await papermillImage(), notebookOf('1'), { datasets });
  await expect(runner.run(request)).rejects.toMatchObject(missing);
  await expect(docker.getVolume(name).inspect()).rejects.toMatchObject({ statusCode: 404 });
});
