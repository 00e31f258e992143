import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LocalImage } from '../../../src/ports/images.ts';
import { datasetOf, executed, notebookOf, papermillImage, requestOf, runner } from './notebook-fixture.ts';
import { build, contextOf, docker, removeTags } from './test-engine.ts';

let image: LocalImage;
beforeAll(async () => {
  image = await papermillImage();
});

const fixture = 'FROM tailrace-test/papermill:2.7.0-1';
const runs = ['sandbox-user', 'sandbox-metrics'];
afterAll(() => removeTags(...runs.map((run) => `tailrace/build:${run}`)));

async function containersOf(runId: string): Promise<number> {
  const filters = { label: [`tailrace.dev/run=${runId}`] };
  return (await docker.listContainers({ all: true, filters })).length;
}

describe.concurrent('a notebook in its container', () => {
  test('gets its parameters and datasets, reports progress, and leaves notebook, metrics and log', async () => {
    const progress: string[] = [];
    const read = 'import os; print(open(os.environ["TAILRACE_DATASET_RAW_CUSTOMERS"]).read(), os.getcwd())';
    const write = 'import json; json.dump({"auc": 0.9}, open("metrics.json", "w"))';
    const cells = [{ source: 'commit = "none"', tags: ['parameters'] }, 'print(commit)', read, write];
    const outcome = await runner.run(
      requestOf(image, notebookOf(...cells), {
        parameters: JSON.stringify({ commit: '0012e4567' }),
        datasets: [datasetOf('raw-customers', 'data/raw/customers.csv', 'id,age')],
        onProgress: ({ done, total }) => progress.push(`${done}/${total}`),
      }),
    );

    expect(executed(outcome).printed).toBe('0012e4567\nid,age /model\n');
    expect(outcome).toMatchObject({ exitCode: 0, metrics: '{"auc": 0.9}', derived: false, truncated: [] });
    expect(outcome.versions).toMatchObject({
      python: expect.stringMatching(/^3\.11\./),
      papermill: '2.7.0',
      ipykernel: '7.4.0',
    });
    expect(progress[0]).toBe('0/5');
    expect(progress.at(-1)).toBe('5/5');
    expect(outcome.log).not.toContain('\r');
  });

  test('has no network and no capability', async () => {
    const look =
      'print([line for line in open("/proc/self/status") if line.startswith(("CapEff", "CapBnd", "NoNewPrivs"))])';
    const interfaces = 'import os; print(os.listdir("/sys/class/net"))';
    const printed = executed(await runner.run(requestOf(image, notebookOf(look, interfaces)))).printed;

    expect(printed).toMatch(/'CapEff:\\t0+\\n', 'CapBnd:\\t0+\\n', 'NoNewPrivs:\\t1\\n'/);
    expect(printed).toContain("['lo']");
  });

  test('has network where it is allowed', async () => {
    const interfaces = notebookOf('import os; print(sorted(os.listdir("/sys/class/net")))');
    const outcome = await runner.run(requestOf(image, interfaces, { network: true }));

    expect(executed(outcome).printed).toContain('eth0');
  });

  test('runs as the user of the image, who needs no home folder', async () => {
    const dockerfile = `${fixture}\nRUN mkdir -p /work && chown 4711:4711 /work\nUSER 4711:4711\nWORKDIR /work\n`;
    const userImage = await build('sandbox-user', dockerfile);
    const cells = notebookOf(
      'import os; print(os.getuid(), os.environ.get("MPLCONFIGDIR"))',
      'open("metrics.json", "w").write("{}")',
      'print(open("data/a/b.csv").read())',
    );
    const datasets = [datasetOf('b', 'data/a/b.csv', 'readable')];
    const outcome = await runner.run(requestOf(userImage, cells, { datasets }));

    expect(outcome).toMatchObject({ exitCode: 0, metrics: '{}' });
    expect(executed(outcome).printed).toMatch(/4711 \/tailrace\/matplotlib\n.*readable\n/s);
  });

  test('leaves a user with a home folder the settings of matplotlib that lie there', async () => {
    const cells = notebookOf('import os; print(os.environ.get("MPLCONFIGDIR"))');
    expect(executed(await runner.run(requestOf(image, cells))).printed).toBe('None\n');
  });

  test('finds a dataset at its second place too', async () => {
    const cells = notebookOf('print(open("/data/customers.csv").read(), open("/data/customers").read())');
    const [customers] = [datasetOf('customers', '/data/customers.csv', 'id')];
    const datasets = [{ ...customers, link: '/data/customers' }];
    expect(executed(await runner.run(requestOf(image, cells, { datasets }))).printed).toBe('id id\n');
  });

  test('gets a folder with all that is below it, at its path', async () => {
    const cells = notebookOf(
      'import os; folder = os.environ["TAILRACE_DATASET_PARTS"]; print(folder)',
      'print(open(f"{folder}/2026/a.csv").read(), open("data/parts/b.csv").read())',
    );
    const tar = () => contextOf({ '2026/a.csv': 'first', 'b.csv': 'second' });
    const datasets = [{ kind: 'folder' as const, name: 'parts', path: 'data/parts', tar }];
    const outcome = await runner.run(requestOf(image, cells, { datasets }));

    expect(executed(outcome).printed).toBe('/model/data/parts\nfirst second\n');
  });

  test('is killed when its time is over, and what was there is read', async () => {
    const endless = notebookOf('import time', 'time.sleep(600)');
    const request = requestOf(image, endless, { timeoutSeconds: 8 });
    const outcome = await runner.run(request);

    expect(outcome).toMatchObject({ exitCode: 137, timedOut: true, outOfMemory: false });
    expect(outcome.notebook).toContain('time.sleep(600)');
    expect(await containersOf(request.runId)).toBe(0);
  });

  test('an abort removes it', async () => {
    const abort = new AbortController();
    const endless = notebookOf('1', 'import time; time.sleep(600)');
    const onProgress = ({ done }: { done: number }) => done === 1 && abort.abort(new Error('superseded'));
    const request = requestOf(image, endless, { signal: abort.signal, onProgress });

    await expect(runner.run(request)).rejects.toThrow('superseded');
    expect(await containersOf(request.runId)).toBe(0);
  });

  test('one that a cut-off call left behind is replaced', async () => {
    const runId = randomUUID();
    const name = `tailrace-${runId}-notebook`;
    const left = await docker.createContainer({ name, Image: image.id, Entrypoint: ['sleep', '600'] });
    await left.start();

    expect(await runner.run(requestOf(image, notebookOf('1'), { runId }))).toMatchObject({ exitCode: 0 });
    await expect(left.inspect()).rejects.toMatchObject({ statusCode: 404 });
  });

  test('metrics that the image brought are not the notebook’s', async () => {
    const dockerfile = `${fixture}\nRUN echo '{"auc": 1}' > metrics.json\n`;
    const trained = await build('sandbox-metrics', dockerfile);
    const [untouched, rewritten] = await Promise.all([
      runner.run(requestOf(trained, notebookOf('open("metrics.json").read()'))),
      runner.run(requestOf(trained, notebookOf('open("metrics.json", "w").write(\'{"auc": 1}\\n\')'))),
    ]);

    expect(untouched).toMatchObject({ exitCode: 0, metrics: undefined, truncated: [] });
    expect(rewritten).toMatchObject({ exitCode: 0, metrics: '{"auc": 1}\n' });
  });

  test.each([
    ['a link', 'import os; os.symlink("/etc/passwd", "metrics.json")'],
    ['a folder', 'import os; os.mkdir("metrics.json")'],
    ['a pipe', 'import os; os.mkfifo("metrics.json")'],
    ['too big', 'open("metrics.json", "w").truncate(10 * 1024 ** 4)'],
  ])('metrics that are %s are not read', async (_, cell) => {
    const outcome = await runner.run(requestOf(image, notebookOf(cell)));

    expect(outcome).toMatchObject({ exitCode: 0, metrics: undefined, truncated: ['metrics.json'] });
  });

  test('a log without bounds keeps its beginning and its end', async () => {
    const noise = 'import os\nfor i in range(60000): os.write(2, b"%07d " % i + b"x" * 80 + b"\\n")';
    const { log, truncated } = await runner.run(requestOf(image, notebookOf(noise)));

    expect(truncated).toEqual(['log']);
    expect(log.length).toBeLessThan(2.1 * 1024 ** 2);
    expect(log).toContain('0000001 xxx');
    expect(log).toContain('0059999 xxx');
    expect(log).toMatch(/… \d+ lines left out …/);
  });

  test('a dataset that breaks off says why, and leaves no container', async () => {
    const content = () => {
      const stream = new PassThrough();
      stream.write('id');
      setImmediate(() => stream.destroy(new Error('the dataset’s server hung up')));
      return stream;
    };
    const datasets = [
      { kind: 'file' as const, name: 'customers', path: 'customers.csv', bytes: 5_000_000, content },
    ];
    const request = requestOf(image, notebookOf('1'), { datasets });

    await expect(runner.run(request)).rejects.toThrow('the dataset’s server hung up');
    expect(await containersOf(request.runId)).toBe(0);
  });
});
