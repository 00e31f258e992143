import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgeCommand } from '../../../src/domain/command-verdict.ts';
import type { LocalImage } from '../../../src/ports/images.ts';
import { datasetOf, requestOf, runner } from './notebook-fixture.ts';
import { baseImage, build, removeTags } from './test-engine.ts';

/** Without papermill, with an ENTRYPOINT that would fail, a user and a folder of its own. */
const dockerfile = `FROM ${baseImage}
RUN mkdir /work && chown 4711:4711 /work
WORKDIR /work
USER 4711:4711
ENTRYPOINT ["false"]
`;

let image: LocalImage;
beforeAll(async () => {
  image = await build('command', dockerfile);
});
afterAll(() => removeTags('tailrace/build:command'));

function run(command: readonly string[], changes: Partial<Parameters<typeof requestOf>[2]> = {}) {
  return runner.run(requestOf(image, Buffer.alloc(0), { program: { kind: 'command', command }, ...changes }));
}

const limits = { timeoutSeconds: 120, memoryBytes: 512 * 1024 ** 2 };

describe.concurrent('a command in its container', () => {
  test('gets its parameters and datasets, and leaves metrics and log, without papermill', async () => {
    const script = `import json, os
parameters = json.load(open(os.environ["TAILRACE_PARAMETERS"]))
rows = open(os.environ["TAILRACE_DATASET_CUSTOMERS"]).read()
print(os.getcwd(), os.getuid(), parameters, rows)
json.dump({"auc": 0.9}, open("metrics.json", "w"))`;
    const outcome = await run(['python', '-c', script], {
      parameters: '{"threshold": 0.5}',
      datasets: [datasetOf('customers', 'data/customers.csv', 'id,age')],
    });
    expect(outcome).toMatchObject({
      exitCode: 0,
      metrics: '{"auc": 0.9}',
      derived: false,
      notebook: undefined,
    });
    expect(outcome.log).toBe("/work 4711 {'threshold': 0.5} id,age\n");
    expect(judgeCommand({ ...outcome, ...limits }, ['python'])).toBeUndefined();
  });

  test.each<[string, string[], number, string]>([
    ['ends with another exit code', ['python', '-c', 'raise SystemExit(3)'], 3, 'command-failed'],
    ['is not there', ['no-such-program'], 127, 'command-missing'],
    ['is no program', ['/etc/passwd'], 126, 'command-missing'],
  ])('one that %s fails', async (_, command, exitCode, kind) => {
    const outcome = await run(command);
    expect(outcome.exitCode).toBe(exitCode);
    expect(judgeCommand({ ...outcome, ...limits }, command)?.kind).toBe(kind);
  });

  test('one that takes too long, or too much memory, is stopped', async () => {
    const [slow, big] = await Promise.all([
      run(['sleep', '600'], { timeoutSeconds: 2 }),
      run(['python', '-c', 'x = bytearray(200 * 1024 ** 2)'], { memoryBytes: 64 * 1024 ** 2 }),
    ]);
    expect(judgeCommand({ ...slow, ...limits }, ['sleep'])?.kind).toBe('run-timeout');
    expect(judgeCommand({ ...big, ...limits }, ['python'])?.kind).toBe('out-of-memory');
  });
});
